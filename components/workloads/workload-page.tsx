"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { NotLoaded } from "@/components/data/not-loaded";
import { isMissing, useTRPC } from "@/components/data/trpc";
import { isBuiltin } from "@/components/documents/builtin";
import { DocumentShell } from "@/components/documents/document-shell";
import { SheetProvider } from "@/components/documents/sheet-provider";
import { TopBar } from "@/components/shell/top-bar";
import { TableSkeleton } from "@/components/ui/state-view";
import type { SheetPlace } from "@/core/tables/infrastructure-tables";
import { WorkloadEditor } from "./workload-editor";
import classes from "./workloads.module.css";

/** One workload: when requests of each class come, and how bursty and long they are. */
export function WorkloadPage({ id }: { id: string }) {
  const trpc = useTRPC();
  // What is open is owned by the editor: newer versions arrive through its saver.
  const query = useQuery({ ...trpc.documents.get.queryOptions({ id }), staleTime: Number.POSITIVE_INFINITY, gcTime: 0, refetchOnWindowFocus: false });
  const [reveal, setReveal] = useState<SheetPlace | null>(null);
  const view = query.data;
  const loaded = useMemo(() => (view?.kind === "Workload" ? { id: view.id, version: view.version, document: view.document } : null), [view]);
  if (view && loaded) {
    const builtin = isBuiltin(view);
    return (
      <SheetProvider key={view.id} loaded={loaded} readOnly={builtin || view.archivedAt !== null}>
        <DocumentShell builtin={builtin} onReveal={(place) => setReveal({ ...place })}>
          <WorkloadEditor reveal={reveal} />
        </DocumentShell>
      </SheetProvider>
    );
  }
  const missing = view !== undefined || isMissing(query.error);
  return (
    <>
      <TopBar title={missing ? "Not found" : "Workload"} />
      <main id="main" className={classes.main}>
        <NotLoaded what="workload" all={{ label: "All workloads", href: "/workloads" }} missing={missing} query={query}>
          <TableSkeleton label="Loading the workload" />
        </NotLoaded>
      </main>
    </>
  );
}
