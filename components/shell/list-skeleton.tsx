import { TopBar } from "@/components/shell/top-bar";
import { TableSkeleton } from "@/components/ui/state-view";

/** The shape of a list that is on its way. */
export function ListSkeleton() {
  return (
    <>
      <TopBar />
      <main id="main">
        <TableSkeleton />
      </main>
    </>
  );
}
