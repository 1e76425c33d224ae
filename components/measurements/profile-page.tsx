"use client";

import { Button } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { LoadError } from "@/components/data/load-error";
import { isMissing, useTRPC } from "@/components/data/trpc";
import { EvidenceTag } from "@/components/documents/evidence-mark";
import { TopBar } from "@/components/shell/top-bar";
import { formatCount, formatNumber, plural } from "@/components/ui/format";
import { EmptyState, TableSkeleton } from "@/components/ui/state-view";
import type { RouterOutputs } from "@/server/trpc/router";
import { LawsSection } from "./laws-section";
import classes from "./measurements.module.css";

type Page = RouterOutputs["measurements"]["profiles"];

/** Operating points of one model or implementation: the laws with their points, and every figure with its source. */
export function ProfilePage({ documentId, name }: { documentId: string; name: string }) {
  const trpc = useTRPC();
  const page = useQuery(trpc.measurements.profiles.queryOptions({ documentId, name }));
  const data = page.data;
  return (
    <div className={classes.page}>
      <TopBar
        title={
          <>
            <Link href="/catalogue" className={classes.up}>
              Catalogue
            </Link>
            <span className={classes.dim}>/</span>
            <Link href={`/catalogue/${documentId}`} className={classes.up}>
              {data?.catalogue.title ?? "…"}
            </Link>
            <span className={classes.dim}>/</span>
            <span>{name}</span>
          </>
        }
        actions={
          <Button
            component={Link}
            variant="default"
            leftSection={<IconUpload size={14} aria-hidden />}
            href={`/catalogue/import?${new URLSearchParams({ catalogue: documentId, model: data?.runsAs ?? name })}`}
          >
            Import measurements
          </Button>
        }
      />
      <main id="main" className={classes.main}>
        {data ? (
          <Loaded page={data} />
        ) : isMissing(page.error) ? (
          <EmptyState
            title="There is nothing of this name"
            action={
              <Button component={Link} href="/catalogue">
                All implementations
              </Button>
            }
          >
            No model or implementation of this catalogue is called {name}. It may have been renamed or removed.
          </EmptyState>
        ) : page.isError ? (
          <LoadError what="The profiles" query={page} />
        ) : (
          <TableSkeleton label="Loading profiles" rows={10} />
        )}
      </main>
    </div>
  );
}

function Loaded({ page }: { page: Page }) {
  const facts = [
    page.task ? `task ${page.task}` : page.kind,
    page.runsAs ? `runs as ${page.runsAs}` : null,
    page.runBy.length > 0 ? `run by ${page.runBy.join(", ")}` : null,
    plural(page.rows.length, "operating point"),
    page.catalogue.builtin ? "built in" : `version ${page.catalogue.version}`,
  ].filter(Boolean);
  return (
    <>
      <header className={classes.head}>
        <h1>{page.title ?? page.name}</h1>
        <p className={classes.dim}>{facts.join(" · ")}</p>
        {page.description ? <p>{page.description}</p> : null}
      </header>
      {page.rows.length === 0 ? (
        <div className={classes.card}>
          <EmptyState title="No operating points">
            {page.name} has no profile of its own: it is called through an API, or nothing was measured yet. Import a file of measurements to give it some.
          </EmptyState>
        </div>
      ) : (
        <>
          <section aria-labelledby="laws" className={classes.card}>
            <h2 id="laws" className={classes.cardTitle}>
              Laws
            </h2>
            {page.laws.length === 0 ? (
              <p className={classes.dim}>
                No law is fitted: that takes at least three measured points at different loads or batch sizes on one device.
                {page.unfitted.map((series) => ` ${series.device}: ${series.reason}.`).join("")}
              </p>
            ) : (
              <LawsSection laws={page.laws} />
            )}
          </section>
          <section aria-labelledby="points" className={classes.card}>
            <h2 id="points" className={classes.cardTitle}>
              Operating points
            </h2>
            <ProfilesTable rows={page.rows} />
          </section>
        </>
      )}
    </>
  );
}

type Profile = Page["rows"][number]["profile"];

const TIMES = [
  ["latencyMs", "Latency"],
  ["ttftMs", "First token"],
  ["tpotMs", "Per token"],
] as const;
const NAMES = ["mean", "p50", "p90", "p95", "p99"] as const;

interface Column {
  title: string;
  unit?: string;
  value: (profile: Profile) => number | undefined;
  count?: boolean;
  spread?: (profile: Profile) => readonly [number, number] | undefined;
}

function columnsOf(rows: Page["rows"]): Column[] {
  const all: Column[] = [
    { title: "Devices", value: (profile) => profile.devices ?? 1, count: true },
    { title: "Batch", value: (profile) => profile.batch, count: true },
    ...TIMES.flatMap(([key, title]) =>
      NAMES.map((name, index): Column => {
        const value = (profile: Profile) => profile[key]?.[name];
        // the interval is of the mean, else of the lowest statistic given
        const first = (profile: Profile) => NAMES.findIndex((candidate) => profile[key]?.[candidate] !== undefined) === index;
        return { title: `${title} ${name}`, unit: "ms", value, spread: (profile) => (first(profile) ? (profile[key]?.ci95 ?? undefined) : undefined) };
      }),
    ),
    { title: "Capacity", unit: "tokens/s", value: (profile) => profile.capacityTokensPerSecond },
    { title: "cv", value: (profile) => profile.cv },
    { title: "Memory", unit: "GiB", value: (profile) => profile.memoryGiB },
    { title: "Power", unit: "W", value: (profile) => profile.powerW },
    { title: "Samples", value: (profile) => profile.samples ?? profile.latencyMs?.samples ?? profile.tpotMs?.samples, count: true },
  ];
  return all.filter((column) => rows.some((row) => column.value(row.profile) !== undefined));
}

function ProfilesTable({ rows }: { rows: Page["rows"] }) {
  const columns = columnsOf(rows);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable with the keyboard
    <section className={classes.scroll} data-tall tabIndex={0} aria-label="Operating points with their sources">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col" className="t-num">
              #
            </th>
            <th scope="col">Device</th>
            {columns.map((column) => (
              <th key={column.title} scope="col" className="t-num">
                {column.title}
                {column.unit ? <span className={classes.unit}> {column.unit}</span> : null}
              </th>
            ))}
            <th scope="col">Evidence</th>
            <th scope="col">Source</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.index}>
              <td className={`t-num ${classes.dim}`}>{row.index + 1}</td>
              <th scope="row">{row.profile.device}</th>
              {columns.map((column) => {
                const value = column.value(row.profile);
                const spread = column.spread?.(row.profile);
                return (
                  <td
                    key={column.title}
                    className="t-num"
                    title={value === undefined ? undefined : `${value}${spread ? `, 95 % interval ${spread[0]} to ${spread[1]}` : ""}`}
                  >
                    {value === undefined ? "" : column.count ? formatCount(value) : formatNumber(value)}
                    {spread && value !== undefined ? <span className={classes.dim}> ±{formatNumber((spread[1] - spread[0]) / 2, 2)}</span> : null}
                  </td>
                );
              })}
              <td>
                <EvidenceTag kind={row.evidence} />
              </td>
              <td className={classes.source} title={row.source ?? undefined}>
                {row.source ?? "none given"}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
