"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { SheetPlace } from "@/core/tables/infrastructure-tables";
import { NotLoaded } from "../data/not-loaded";
import { isMissing, useTRPC } from "../data/trpc";
import { isBuiltin } from "../documents/builtin";
import { DocumentShell } from "../documents/document-shell";
import { SheetProvider } from "../documents/sheet-provider";
import { TopBar } from "../shell/top-bar";
import { TableSkeleton } from "../ui/state-view";
import { InfrastructureEditor } from "./infrastructure-editor";
import { useDevices } from "./use-devices";

/** The page of one infrastructure: its map and its tables. */
export function InfrastructurePage({ id }: { id: string }) {
  const trpc = useTRPC();
  // What is open is owned by the editor: newer versions arrive through its saver.
  const query = useQuery({ ...trpc.documents.get.queryOptions({ id }), staleTime: Number.POSITIVE_INFINITY, gcTime: 0, refetchOnWindowFocus: false });
  const devices = useDevices();
  const [reveal, setReveal] = useState<SheetPlace | null>(null);
  const view = query.data;
  const loaded = useMemo(() => (view?.kind === "Infrastructure" ? { id: view.id, version: view.version, document: view.document } : null), [view]);
  if (view && loaded) {
    const builtin = isBuiltin(view);
    return (
      <SheetProvider key={view.id} loaded={loaded} readOnly={builtin || view.archivedAt !== null}>
        <DocumentShell builtin={builtin} onReveal={(place) => setReveal({ ...place })}>
          <InfrastructureEditor devices={devices} reveal={reveal} />
        </DocumentShell>
      </SheetProvider>
    );
  }
  const missing = view !== undefined || isMissing(query.error);
  return (
    <>
      <TopBar title={missing ? "Not found" : "Infrastructure"} />
      <main id="main">
        <NotLoaded what="infrastructure" all={{ label: "All infrastructures", href: "/infrastructure" }} missing={missing} query={query}>
          <TableSkeleton rows={10} label="Loading the infrastructure" />
        </NotLoaded>
      </main>
    </>
  );
}
