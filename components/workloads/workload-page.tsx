"use client";

import { SheetPage } from "../documents/sheet-page";
import { WorkloadEditor } from "./workload-editor";

/** One workload: when requests of each class come, and how bursty and long they are. */
export function WorkloadPage({ id }: { id: string }) {
  return (
    <SheetPage id={id} kind="Workload">
      {(reveal) => <WorkloadEditor reveal={reveal} />}
    </SheetPage>
  );
}
