"use client";

import { Button, TextInput } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconPlus, IconSearch, IconServer2, IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import type { RouterOutputs } from "@/server/trpc/router";
import { LoadError } from "../data/load-error";
import { useTRPC } from "../data/trpc";
import { DocumentMenu } from "../documents/document-menu";
import classes from "../documents/list-page.module.css";
import { NewDocumentDialog } from "../documents/new-document-dialog";
import { OriginMark } from "../documents/origin-mark";
import { TopBar } from "../shell/top-bar";
import { ImportDialog } from "../start/import-dialog";
import { formatCount, formatUsd, plural } from "../ui/format";
import { ListRow, ListTable, NameCell, WhenCell } from "../ui/list-table";
import { hasWords, searchWords } from "../ui/search-words";
import { EmptyState, TableSkeleton } from "../ui/state-view";
import { MiniMap } from "./mini-map";

type Summary = RouterOutputs["library"]["infrastructures"][number];

const COLUMNS = [
  { title: "Infrastructure" },
  { title: "Map", untitled: true },
  { title: "Tiers" },
  { title: "Pools", numbers: true },
  { title: "Devices", numbers: true },
  { title: "Price of a device, $/h", numbers: true },
  { title: "Used by" },
  { title: "Updated" },
  { title: "Actions", untitled: true },
];

/** All infrastructures: one's own, those of the examples, and the built-in profiles. */
export function InfrastructureListPage() {
  const trpc = useTRPC();
  const query = useQuery(trpc.library.infrastructures.queryOptions());
  const [search, setSearch] = useState("");
  const [dialog, setDialog] = useState<"new" | "import" | null>(null);
  const field = useRef<HTMLInputElement | null>(null);
  useHotkeys([
    ["/", () => field.current?.focus()],
    ["n", () => setDialog("new")],
  ]);
  const list = query.data;
  const found = useMemo(() => {
    const words = searchWords(search);
    return (list ?? []).filter(({ title, name, description, spec }) =>
      hasWords(
        words,
        title,
        name,
        description,
        ...spec.tiers.map((tier) => tier.title ?? tier.id),
        ...spec.pools.flatMap((pool) => [pool.id, pool.title, pool.device]),
      ),
    );
  }, [list, search]);

  return (
    <>
      <TopBar />
      <main id="main" className={classes.main}>
        <div className={classes.head}>
          <h1>Infrastructure</h1>
          {list && list.length > 0 ? <span className={classes.count}>{list.length}</span> : null}
          <div className={classes.tools}>
            <TextInput
              ref={field}
              aria-label="Search infrastructures"
              placeholder="Search names and devices"
              leftSection={<IconSearch size={14} aria-hidden />}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key === "Escape") setSearch("");
              }}
              className={classes.search}
            />
            <Button variant="default" leftSection={<IconUpload size={14} aria-hidden />} onClick={() => setDialog("import")}>
              Import
            </Button>
            <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setDialog("new")}>
              New infrastructure
            </Button>
          </div>
        </div>
        <div className={classes.card}>
          {list ? (
            list.length === 0 ? (
              <EmptyState
                icon={<IconServer2 size={32} stroke={1.3} aria-hidden />}
                title="No infrastructures yet"
                action={
                  <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setDialog("new")}>
                    New infrastructure
                  </Button>
                }
              >
                Say where pipelines may run: tiers, pools of devices with their price, and links between them.
              </EmptyState>
            ) : found.length === 0 ? (
              <EmptyState
                title="No infrastructure matches"
                action={
                  <Button variant="default" onClick={() => setSearch("")}>
                    Clear the search
                  </Button>
                }
              >
                Nothing is called anything like “{search}”, and nothing has such a device.
              </EmptyState>
            ) : (
              <ListTable columns={COLUMNS}>
                {found.map((entry) => (
                  <Row key={entry.id} entry={entry} />
                ))}
              </ListTable>
            )
          ) : query.isError ? (
            <LoadError what="The infrastructures" query={query} />
          ) : (
            <TableSkeleton rows={10} label="Loading infrastructures" />
          )}
        </div>
      </main>
      <NewDocumentDialog kind="Infrastructure" list="/infrastructure" opened={dialog === "new"} onClose={() => setDialog(null)} />
      <ImportDialog opened={dialog === "import"} onClose={() => setDialog(null)} />
    </>
  );
}

function Row({ entry }: { entry: Summary }) {
  const href = `/infrastructure/${entry.id}`;
  const { tiers, pools } = entry.spec;
  const prices = pools.map((pool) => pool.pricePerHourUsd);
  const [low, high] = [Math.min(...prices), Math.max(...prices)];
  return (
    <ListRow href={href}>
      <NameCell href={href} title={entry.title} description={entry.description} mark={<OriginMark document={entry} />} />
      <td data-phone>
        <MiniMap spec={entry.spec} />
      </td>
      <td>{tiers.map((tier) => tier.title ?? tier.id).join(", ")}</td>
      <td className="t-num">{formatCount(pools.length)}</td>
      <td className="t-num">{formatCount(pools.reduce((sum, pool) => sum + pool.count, 0))}</td>
      <td className="t-num">{prices.length === 0 ? "–" : low === high ? formatUsd(low) : `${formatUsd(low)} – ${formatUsd(high)}`}</td>
      <td className={classes.dim}>{entry.usedBy > 0 ? plural(entry.usedBy, "pipeline") : "–"}</td>
      <WhenCell when={entry.updatedAt} />
      <td>
        <DocumentMenu document={entry} list="/infrastructure" />
      </td>
    </ListRow>
  );
}
