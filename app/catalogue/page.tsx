import type { Metadata } from "next";
import { Suspense } from "react";
import { CatalogueListPage } from "@/components/catalogue/catalogue-list-page";
import { ListSkeleton } from "@/components/shell/list-skeleton";

export const metadata: Metadata = { title: "Catalogue" };

export default function Page() {
  return (
    <Suspense fallback={<ListSkeleton />}>
      <CatalogueListPage />
    </Suspense>
  );
}
