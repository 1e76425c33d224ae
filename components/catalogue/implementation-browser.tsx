"use client";

import { Button } from "@mantine/core";
import { useCallback, useMemo, useState } from "react";
import { EVIDENCE } from "@/core/documents/common";
import { taskInfo } from "@/core/graph/task-ports";
import { EvidenceDots, EvidenceTag } from "../documents/evidence-mark";
import listClasses from "../documents/list-page.module.css";
import { formatCount, formatMs, formatQuality, formatUsd, plural } from "../ui/format";
import { DataGrid } from "../ui/grid/data-grid";
import type { GridColumn, GridSort } from "../ui/grid/grid-types";
import { EmptyState } from "../ui/state-view";
import classes from "./catalogue.module.css";
import { type CatalogueFilter, type Facet, facetCounts, filtered, type Listed, NO_FILTER, sorted } from "./catalogue-filter";
import { ImplementationDrawer } from "./implementation-drawer";

function range(low: number, high: number, text: (value: number) => string): string {
  return text(low) === text(high) ? text(low) : `${text(low)} – ${text(high)}`;
}

function latencyText(entry: Listed): string {
  if (entry.latencyMs) return range(entry.latencyMs.low, entry.latencyMs.high, formatMs);
  if (entry.tpotMs) return `${range(entry.tpotMs.low, entry.tpotMs.high, formatMs)} / token`;
  return "–";
}

function priceText(entry: Listed): string {
  const tokens = entry.pricePerMillionTokensUsd;
  if (tokens) return `${formatUsd(tokens.input)} / ${formatUsd(tokens.output)}`;
  return entry.pricePerCallUsd === null ? "–" : `${formatUsd(entry.pricePerCallUsd)} a call`;
}

const COLUMNS: readonly GridColumn<Listed>[] = [
  {
    id: "name",
    header: "Implementation",
    width: 220,
    grow: true,
    sortable: true,
    text: (entry) => entry.name,
    render: (entry) => (
      <>
        <span className={classes.name}>{entry.title ?? entry.name}</span>
        {entry.title ? <span className={classes.dim}> {entry.name}</span> : null}
      </>
    ),
  },
  { id: "task", header: "Task", width: 156, sortable: true, text: (entry) => taskInfo(entry.task).title },
  {
    id: "quality",
    header: "Quality",
    unit: "0–1",
    width: 112,
    align: "end",
    sortable: true,
    text: (entry) => (entry.quality ? range(entry.quality.low, entry.quality.high, formatQuality) : "–"),
  },
  { id: "metric", header: "On", width: 136, text: (entry) => [entry.quality?.metric, entry.quality?.dataset].filter(Boolean).join(", ") },
  { id: "latency", header: "Time", width: 188, align: "end", sortable: true, hint: "Of a call, or per output token", text: latencyText },
  {
    id: "evidence",
    header: "Evidence",
    width: 84,
    text: (entry) => entry.evidence.map(({ kind, figures }) => `${figures} ${kind}`).join(", "),
    render: (entry) => <EvidenceDots kinds={entry.evidence} />,
  },
  {
    id: "runs",
    header: "Runs on",
    width: 180,
    text: (entry) => [...entry.devices, ...(entry.hosted ? ["API"] : [])].join(", ") || "nothing known",
  },
  { id: "price", header: "API price", unit: "$ in / out per 1M tokens", width: 208, align: "end", sortable: true, text: priceText },
  { id: "catalogue", header: "Catalogue", width: 150, sortable: true, text: (entry) => entry.catalogueTitle },
];

interface ImplementationBrowserProps {
  all: readonly Listed[];
  filter: CatalogueFilter;
  onFilter: (patch: Partial<CatalogueFilter>) => void;
}

/** Every implementation of every catalogue; facets beside it say what there is. */
export function ImplementationBrowser({ all, filter, onFilter }: ImplementationBrowserProps) {
  const [sort, setSort] = useState<GridSort>({ column: "", descending: false });
  const [openKey, setOpenKey] = useState<string | null>(null);
  const rows = useMemo(() => sorted(filtered(all, filter), sort.column, sort.descending).map((row) => ({ key: row.key, row })), [all, filter, sort]);
  const titles = useMemo(() => new Map(all.map((entry) => [entry.catalogueId, entry.catalogueTitle])), [all]);
  const close = useCallback(() => setOpenKey(null), []);
  const opened = openKey === null ? null : (all.find((entry) => entry.key === openKey) ?? null);
  const facet = { all, filter, onFilter };
  const isFiltered = Object.values(filter).some(Boolean);
  return (
    <div className={classes.layout}>
      <aside className={classes.facets} aria-label="Filters">
        <FacetList {...facet} facet="task" title="Task" labelOf={(value) => taskInfo(value).title} />
        <FacetList {...facet} facet="evidence" title="With figures that are" labelOf={(value) => value} order={EVIDENCE} />
        <FacetList
          {...facet}
          facet="runs"
          title="Runs"
          labelOf={(value) => (value === "api" ? "as a hosted interface" : "on devices")}
          order={["devices", "api"]}
        />
        <FacetList {...facet} facet="device" title="Device" labelOf={(value) => value} />
        <FacetList {...facet} facet="catalogue" title="Catalogue" labelOf={(value) => titles.get(value) ?? value} />
      </aside>
      <div className={listClasses.card}>
        {rows.length === 0 ? (
          <EmptyState
            title="No implementation matches"
            action={
              <Button variant="default" onClick={() => onFilter(NO_FILTER)}>
                Clear all filters
              </Button>
            }
          >
            Nothing fits all that is asked for. Take one of the filters away.
          </EmptyState>
        ) : (
          <>
            <div className={classes.toolbar} aria-live="polite">
              <span className={classes.sum}>
                {isFiltered ? `${formatCount(rows.length)} of ${plural(all.length, "implementation")}` : plural(all.length, "implementation")}
              </span>
              {isFiltered ? (
                <Button variant="subtle" color="gray" size="compact-xs" onClick={() => onFilter(NO_FILTER)}>
                  Clear all filters
                </Button>
              ) : null}
            </div>
            <DataGrid
              label="Implementations"
              columns={COLUMNS}
              rows={rows}
              readOnly
              sort={sort}
              onSort={setSort}
              selectedKey={openKey}
              onOpen={setOpenKey}
              maxHeight="calc(100dvh - 190px)"
              testId="implementations"
            />
          </>
        )}
      </div>
      <ImplementationDrawer entry={opened} onClose={close} />
    </div>
  );
}

interface FacetListProps {
  all: readonly Listed[];
  filter: CatalogueFilter;
  onFilter: (patch: Partial<CatalogueFilter>) => void;
  facet: Facet;
  title: string;
  labelOf: (value: string) => string;
  order?: readonly string[];
}

const SHOWN_AT_FIRST = 12;

function FacetList({ all, filter, onFilter, facet, title, labelOf, order }: FacetListProps) {
  const [whole, setWhole] = useState(facet === "task");
  const counts = facetCounts(all, filter, facet);
  const chosen = filter[facet];
  if (chosen && !counts.has(chosen)) counts.set(chosen, 0);
  const place = (value: string) => (order ? order.indexOf(value) : 0);
  const values = [...counts].sort(([a, x], [b, y]) => place(a) - place(b) || (order ? 0 : facet === "task" ? labelOf(a).localeCompare(labelOf(b)) : y - x));
  const shown = whole ? values : values.filter(([value], index) => index < SHOWN_AT_FIRST || value === chosen);
  return (
    <fieldset className={classes.facet} aria-label={title}>
      <div className={classes.facetTitle}>{title}</div>
      {shown.map(([value, count]) => (
        <button
          key={value}
          type="button"
          className={classes.choice}
          aria-pressed={chosen === value}
          onClick={() => onFilter({ [facet]: chosen === value ? null : value })}
        >
          <span className={classes.choiceText}>{facet === "evidence" ? <EvidenceTag kind={value as (typeof EVIDENCE)[number]} /> : labelOf(value)}</span>
          <span className={classes.choiceCount}>{formatCount(count)}</span>
        </button>
      ))}
      {shown.length < values.length ? (
        <Button variant="subtle" color="gray" size="compact-xs" h={26} onClick={() => setWhole(true)}>
          {values.length - shown.length} more
        </Button>
      ) : null}
    </fieldset>
  );
}
