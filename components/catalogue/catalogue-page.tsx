"use client";

import { Button } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useMemo, useState } from "react";
import type { SheetPlace } from "@/core/tables/infrastructure-tables";
import { NotLoaded } from "../data/not-loaded";
import { isMissing, useTRPC } from "../data/trpc";
import { isBuiltin } from "../documents/builtin";
import { DocumentShell } from "../documents/document-shell";
import { SheetProvider } from "../documents/sheet-provider";
import { useDevices } from "../infrastructure/use-devices";
import { TopBar } from "../shell/top-bar";
import { TableSkeleton } from "../ui/state-view";
import { CatalogueEditor } from "./catalogue-editor";

/** The page of one catalogue: what can be done with what, and every figure behind it. */
export function CataloguePage({ id }: { id: string }) {
  const trpc = useTRPC();
  const name = useSearchParams().get("name");
  // What is open is owned by the editor: newer versions arrive through its saver.
  const query = useQuery({ ...trpc.documents.get.queryOptions({ id }), staleTime: Number.POSITIVE_INFINITY, gcTime: 0, refetchOnWindowFocus: false });
  const devices = useDevices();
  const [reveal, setReveal] = useState<SheetPlace | null>(null);
  const view = query.data;
  const loaded = useMemo(() => (view?.kind === "Catalogue" ? { id: view.id, version: view.version, document: view.document } : null), [view]);
  if (view && loaded) {
    const builtin = isBuiltin(view);
    return (
      <SheetProvider key={view.id} loaded={loaded} readOnly={builtin || view.archivedAt !== null}>
        <DocumentShell
          builtin={builtin}
          onReveal={(place) => setReveal({ ...place })}
          tools={
            <Button
              component={Link}
              href={`/catalogue/import?catalogue=${view.id}`}
              variant="subtle"
              color="gray"
              leftSection={<IconFileImport size={14} aria-hidden />}
            >
              Import measurements
            </Button>
          }
        >
          <CatalogueEditor catalogueId={view.id} devices={devices} reveal={reveal} initialName={name} />
        </DocumentShell>
      </SheetProvider>
    );
  }
  const missing = view !== undefined || isMissing(query.error);
  return (
    <>
      <TopBar title={missing ? "Not found" : "Catalogue"} />
      <main id="main">
        <NotLoaded what="catalogue" all={{ label: "All catalogues", href: "/catalogue" }} missing={missing} query={query}>
          <TableSkeleton rows={12} label="Loading the catalogue" />
        </NotLoaded>
      </main>
    </>
  );
}
