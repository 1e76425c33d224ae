import type { Metadata } from "next";
import { Suspense } from "react";
import { CatalogueListPage } from "@/components/catalogue/catalogue-list-page";
import Loading from "./loading";

export const metadata: Metadata = { title: "Catalogue" };

export default function Page() {
  return (
    <Suspense fallback={<ListSkeleton />}>
      <CatalogueListPage />
    </Suspense>
  );
}
