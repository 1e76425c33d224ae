import { TopBar } from "@/components/shell/top-bar";
import { TableSkeleton } from "@/components/ui/state-view";

export default function Loading() {
  return (
    <>
      <TopBar />
      <main id="main">
        <TableSkeleton />
      </main>
    </>
  );
}
