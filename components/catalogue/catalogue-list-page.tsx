"use client";

import { Button, Tabs, TextInput } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconBooks, IconFileImport, IconPlus, IconSearch, IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useMemo, useRef, useState } from "react";
import { LoadError } from "../data/load-error";
import { useTRPC } from "../data/trpc";
import classes from "../documents/list-page.module.css";
import { NewDocumentDialog } from "../documents/new-document-dialog";
import { TopBar } from "../shell/top-bar";
import { ImportDialog } from "../start/import-dialog";
import { formatCount } from "../ui/format";
import { EmptyState, TableSkeleton } from "../ui/state-view";
import type { Listed } from "./catalogue-filter";
import { CatalogueTable } from "./catalogue-table";
import { ImplementationBrowser } from "./implementation-browser";
import { useCatalogueFilter } from "./use-catalogue-filter";

/** Everything that tasks can be done with, over all catalogues. */
export function CatalogueListPage() {
  const trpc = useTRPC();
  const query = useQuery(trpc.library.catalogues.queryOptions());
  const { filter, view, set, setView } = useCatalogueFilter();
  const [dialog, setDialog] = useState<"new" | "import" | null>(null);
  const field = useRef<HTMLInputElement | null>(null);
  useHotkeys([
    ["/", () => field.current?.focus()],
    ["n", () => setDialog("new")],
  ]);
  const list = query.data;
  const all = useMemo(
    (): Listed[] =>
      (list ?? []).flatMap((catalogue) =>
        catalogue.implementations.map((entry) => ({
          ...entry,
          key: `${catalogue.id}/${entry.name}`,
          catalogueId: catalogue.id,
          catalogueTitle: catalogue.title,
          builtin: catalogue.builtin,
        })),
      ),
    [list],
  );
  return (
    <>
      <TopBar />
      <main id="main" className={classes.main} data-wide>
        <div className={classes.head}>
          <h1>Catalogue</h1>
          <div className={classes.tools}>
            <TextInput
              ref={field}
              aria-label="Search the catalogue"
              placeholder="Search models, tasks, devices, sources"
              leftSection={<IconSearch size={14} aria-hidden />}
              value={filter.query}
              onChange={(event) => set({ query: event.currentTarget.value })}
              onKeyDown={(event) => {
                if (event.key === "Escape") set({ query: "" });
              }}
              style={{ width: 280 }}
            />
            <Button component={Link} href="/catalogue/import" variant="default" leftSection={<IconFileImport size={14} aria-hidden />}>
              Import measurements
            </Button>
            <Button variant="default" leftSection={<IconUpload size={14} aria-hidden />} onClick={() => setDialog("import")}>
              Import
            </Button>
            <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setDialog("new")}>
              New catalogue
            </Button>
          </div>
        </div>
        {list ? (
          list.length === 0 ? (
            <div className={classes.card}>
              <EmptyState
                icon={<IconBooks size={32} stroke={1.3} aria-hidden />}
                title="No catalogues yet"
                action={
                  <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setDialog("new")}>
                    New catalogue
                  </Button>
                }
              >
                A catalogue says with what a task can be done: implementations, their quality, speed and price, each figure with its source.
              </EmptyState>
            </div>
          ) : (
            <Tabs value={view} onChange={(next) => setView(next === "catalogues" ? "catalogues" : "implementations")} keepMounted={false}>
              <Tabs.List mb="sm">
                <Tabs.Tab value="implementations">Implementations {formatCount(all.length)}</Tabs.Tab>
                <Tabs.Tab value="catalogues">Catalogues {formatCount(list.length)}</Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="implementations">
                <ImplementationBrowser all={all} filter={filter} onFilter={set} />
              </Tabs.Panel>
              <Tabs.Panel value="catalogues">
                <CatalogueTable list={list} query={filter.query} />
              </Tabs.Panel>
            </Tabs>
          )
        ) : (
          <div className={classes.card}>
            {query.isError ? <LoadError what="The catalogue" query={query} /> : <TableSkeleton rows={14} label="Loading the catalogue" />}
          </div>
        )}
      </main>
      <NewDocumentDialog kind="Catalogue" list="/catalogue" opened={dialog === "new"} onClose={() => setDialog(null)} />
      <ImportDialog opened={dialog === "import"} onClose={() => setDialog(null)} />
    </>
  );
}
