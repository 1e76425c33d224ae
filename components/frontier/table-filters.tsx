"use client";

import { ActionIcon, Button, Checkbox, CloseButton, Popover, TextInput } from "@mantine/core";
import { IconDownload, IconFilter, IconSearch } from "@tabler/icons-react";
import { OBJECTIVES, type Objective } from "../../core/documents/vocabulary";
import { formatCount, formatObjective, plural } from "../ui/format";
import { metricInfo } from "../ui/metrics";
import { NumberField } from "../ui/number-field";
import { extentOf } from "./axis";
import type { PlanColumns } from "./plan-values";
import classes from "./table-filters.module.css";
import type { Brushes, WorkspaceState } from "./workspace-state";

interface TableFiltersProps {
  columns: PlanColumns;
  state: WorkspaceState;
  shown: number;
  hasTargets: boolean;
  onChange: (patch: Partial<WorkspaceState>) => void;
  onExport: () => void;
}

/** Filters of the table; the same ranges as the brushes on the parallel axes. */
export function TableFilters({ columns, state, shown, hasTargets, onChange, onExport }: TableFiltersProps) {
  const active = OBJECTIVES.filter((objective) => state.brushes[objective]);
  const without = (objective: Objective): Brushes => Object.fromEntries(Object.entries(state.brushes).filter(([name]) => name !== objective));
  return (
    <div className={classes.row}>
      <TextInput
        aria-label="Find plans"
        placeholder="Plan, implementation or pool"
        leftSection={<IconSearch size={13} aria-hidden />}
        value={state.search}
        onChange={(event) => onChange({ search: event.currentTarget.value })}
        className={classes.search}
      />
      {hasTargets ? (
        <Checkbox label="Only plans that meet every target" checked={state.onlyMet} onChange={(event) => onChange({ onlyMet: event.currentTarget.checked })} />
      ) : null}
      <Popover position="bottom-start" width={360} trapFocus>
        <Popover.Target>
          <Button variant="default" leftSection={<IconFilter size={13} aria-hidden />}>
            Ranges{active.length > 0 ? ` (${active.length})` : ""}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          {columns.available.map((objective) => (
            <RangeFields key={objective} objective={objective} columns={columns} brushes={state.brushes} onChange={(brushes) => onChange({ brushes })} />
          ))}
        </Popover.Dropdown>
      </Popover>
      {active.map((objective) => {
        const [low, high] = state.brushes[objective] as readonly [number, number];
        return (
          <span key={objective} className={classes.chip}>
            {metricInfo(objective).noun} {formatObjective(objective, low)} to {formatObjective(objective, high)}
            <CloseButton size={16} aria-label={`Clear the ${metricInfo(objective).noun} range`} onClick={() => onChange({ brushes: without(objective) })} />
          </span>
        );
      })}
      <span className={classes.count} role="status">
        {shown === columns.count ? plural(shown, "plan") : `${formatCount(shown)} of ${plural(columns.count, "plan")}`}
      </span>
      <ActionIcon aria-label="Download the listed plans as CSV" title="Download the listed plans as CSV" onClick={onExport}>
        <IconDownload size={15} aria-hidden />
      </ActionIcon>
    </div>
  );
}

function RangeFields({
  objective,
  columns,
  brushes,
  onChange,
}: {
  objective: Objective;
  columns: PlanColumns;
  brushes: Brushes;
  onChange: (brushes: Brushes) => void;
}) {
  const extent = extentOf(columns.values[objective]) ?? [0, 1];
  const [low, high] = brushes[objective] ?? [null, null];
  const set = (next: [number, number] | null) => {
    const rest = Object.fromEntries(Object.entries(brushes).filter(([name]) => name !== objective));
    onChange(next ? { ...rest, [objective]: next } : rest);
  };
  const field = (which: "from" | "to", value: number | null) => (
    <NumberField
      aria-label={`${metricInfo(objective).title} ${which}`}
      placeholder={which}
      optional
      tight
      value={value ?? undefined}
      onChange={(typed) => {
        const from = which === "from" ? (typed ?? null) : low;
        const to = which === "to" ? (typed ?? null) : high;
        set(from === null && to === null ? null : [from ?? Math.min(extent[0], to ?? extent[0]), to ?? Math.max(extent[1], from ?? extent[1])]);
      }}
    />
  );
  return (
    <div className={classes.range}>
      <span>{objective === "latency" ? `Latency ${columns.statistic}, ms` : metricInfo(objective).title}</span>
      {field("from", low)}
      {field("to", high)}
    </div>
  );
}
