import type { Metadata } from "next";
import Link from "next/link";
import { TopBar } from "@/components/shell/top-bar";
import { EmptyState } from "@/components/ui/state-view";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <>
      <TopBar />
      <main id="main">
        <EmptyState title="There is nothing at this address" action={<Link href="/">All pipelines</Link>}>
          It may have been deleted, or the address is mistyped or belongs to another installation.
        </EmptyState>
      </main>
    </>
  );
}
