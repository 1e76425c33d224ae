"use client";

import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import type { SheetPlace } from "@/core/tables/infrastructure-tables";
import { NotLoaded } from "../data/not-loaded";
import { isMissing, useTRPC } from "../data/trpc";
import { TopBar } from "../shell/top-bar";
import { TableSkeleton } from "../ui/state-view";
import { isBuiltin } from "./builtin";
import { DocumentShell } from "./document-shell";
import { KINDS, type SheetKind } from "./sheet-codec";
import { SheetProvider } from "./sheet-provider";

interface SheetPageProps {
  id: string;
  kind: SheetKind;
  /** Buttons of the kind, before the common ones. */
  tools?: ReactNode;
  /** The editor; `reveal` is the place that was asked for last. */
  children: (reveal: SheetPlace | null) => ReactNode;
}

/** The page of one document that is edited as tables: loaded, opened for editing, in the shell that all of them have. */
export function SheetPage({ id, kind, tools, children }: SheetPageProps) {
  const trpc = useTRPC();
  // What is open is owned by the editor: newer versions arrive through its saver.
  const query = useQuery({ ...trpc.documents.get.queryOptions({ id }), staleTime: Number.POSITIVE_INFINITY, gcTime: 0, refetchOnWindowFocus: false });
  const [reveal, setReveal] = useState<SheetPlace | null>(null);
  const view = query.data;
  const loaded = useMemo(() => (view?.kind === kind ? { id: view.id, version: view.version, document: view.document } : null), [view, kind]);
  if (view && loaded) {
    const builtin = isBuiltin(view);
    return (
      <SheetProvider key={view.id} loaded={loaded} readOnly={builtin || view.archivedAt !== null}>
        <DocumentShell builtin={builtin} tools={tools} onReveal={(place) => setReveal({ ...place })}>
          {children(reveal)}
        </DocumentShell>
      </SheetProvider>
    );
  }
  const missing = view !== undefined || isMissing(query.error);
  const { noun, list } = KINDS[kind];
  return (
    <>
      <TopBar title={missing ? "Not found" : kind} />
      <main id="main">
        <NotLoaded what={noun} all={{ label: `All ${noun}s`, href: list }} missing={missing} query={query}>
          <TableSkeleton rows={12} label={`Loading the ${noun}`} />
        </NotLoaded>
      </main>
    </>
  );
}
