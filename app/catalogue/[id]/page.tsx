import type { Metadata } from "next";
import { Suspense } from "react";
import { CataloguePage } from "@/components/catalogue/catalogue-page";
import { ListSkeleton } from "@/components/shell/list-skeleton";

export const metadata: Metadata = { title: "Catalogue" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Suspense fallback={<ListSkeleton />}>
      <CataloguePage id={id} />
    </Suspense>
  );
}
