"use client";

import { Badge, Button, TextInput } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconPlus, IconSearch, IconServer2, IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo, useRef, useState } from "react";
import type { RouterOutputs } from "@/server/trpc/router";
import { reportOf, useTRPC } from "../data/trpc";
import { DocumentMenu } from "../documents/document-menu";
import classes from "../documents/list-page.module.css";
import { NewDocumentDialog } from "../documents/new-document-dialog";
import { TopBar } from "../shell/top-bar";
import { ImportDialog } from "../start/import-dialog";
import { formatAgo, formatCount, formatUsd, plural } from "../ui/format";
import { EmptyState, ErrorState, TableSkeleton } from "../ui/state-view";
import { MiniMap } from "./mini-map";

type Summary = RouterOutputs["library"]["infrastructures"][number];

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
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    return (list ?? []).filter((entry) => {
      const names = [...entry.spec.tiers.map((tier) => tier.title ?? tier.id), ...entry.spec.pools.flatMap((pool) => [pool.id, pool.title, pool.device])];
      const text = [entry.title, entry.name, entry.description, ...names].join(" ").toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }, [list, search]);
  const report = reportOf(query.error);

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
              <Table list={found} />
            )
          ) : query.isError ? (
            <ErrorState title="The infrastructures could not be loaded" onRetry={() => void query.refetch()} {...(report ? { code: report.code } : {})}>
              {report ? query.error.message : "The server does not answer. Check that it runs and that you are online. Nothing is lost."}
            </ErrorState>
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

function Table({ list }: { list: readonly Summary[] }) {
  return (
    <div className={classes.scroller}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Infrastructure</th>
            <th scope="col">
              <span className="t-visually-hidden">Map</span>
            </th>
            <th scope="col">Tiers</th>
            <th scope="col" className="t-num">
              Pools
            </th>
            <th scope="col" className="t-num">
              Devices
            </th>
            <th scope="col" className="t-num">
              Price of a device, $/h
            </th>
            <th scope="col">Used by</th>
            <th scope="col">Updated</th>
            <th scope="col">
              <span className="t-visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {list.map((entry) => (
            <Row key={entry.id} entry={entry} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ entry }: { entry: Summary }) {
  const router = useRouter();
  const href = `/infrastructure/${entry.id}`;
  const { tiers, pools } = entry.spec;
  const prices = pools.map((pool) => pool.pricePerHourUsd);
  const [low, high] = [Math.min(...prices), Math.max(...prices)];
  return (
    <tr
      className={classes.row}
      onClick={(event) => {
        if ((event.target as Element).closest("a, button, [role=menu]")) return;
        if (event.metaKey || event.ctrlKey) window.open(href, "_blank", "noopener");
        else router.push(href);
      }}
    >
      <td>
        <Link href={href} className={classes.title}>
          {entry.title}
        </Link>
        {entry.builtin ? (
          <Badge color="gray" className={classes.badge}>
            Built in
          </Badge>
        ) : (
          <span className={classes.own}>{entry.name}</span>
        )}
        {entry.description ? <span className={classes.description}>{entry.description}</span> : null}
      </td>
      <td>
        <MiniMap spec={entry.spec} />
      </td>
      <td>{tiers.map((tier) => tier.title ?? tier.id).join(", ")}</td>
      <td className="t-num">{formatCount(pools.length)}</td>
      <td className="t-num">{formatCount(pools.reduce((sum, pool) => sum + pool.count, 0))}</td>
      <td className="t-num">{prices.length === 0 ? "–" : low === high ? formatUsd(low) : `${formatUsd(low)} – ${formatUsd(high)}`}</td>
      <td className={classes.dim}>{entry.usedBy > 0 ? plural(entry.usedBy, "pipeline") : "–"}</td>
      <td className={classes.dim}>
        <time dateTime={entry.updatedAt.toISOString()} suppressHydrationWarning>
          {formatAgo(entry.updatedAt, new Date())}
        </time>
      </td>
      <td>
        <DocumentMenu document={entry} list="/infrastructure" />
      </td>
    </tr>
  );
}
