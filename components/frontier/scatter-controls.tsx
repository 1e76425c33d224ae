"use client";

import { Button, Select, Switch } from "@mantine/core";
import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import { memo } from "react";
import type { Statistic } from "../../core/documents/common";
import type { Objective } from "../../core/documents/workload";
import { formatObjective } from "../ui/format";
import { metricInfo } from "../ui/metrics";
import { extentOf } from "./axis";
import { sequentialColour, type Theme } from "./colour-scale";
import type { FrontierView, FrontierViewChoice } from "./frontier-view";
import type { PlanColumns } from "./plan-values";
import classes from "./scatter-controls.module.css";

interface ScatterControlsProps {
  view: FrontierView;
  columns: PlanColumns;
  theme: Theme;
  onChange: (patch: Partial<FrontierViewChoice>) => void;
  trying: boolean;
  onTry: () => void;
  /** Whether sampled plans are drawn behind. */
  sampled: boolean;
  /** What the sample is; null while it is made. */
  sampleWords: string | null;
  /** Why there is none. */
  sampleProblem: string | null;
  onSample: () => void;
}

export function objectiveTitle(objective: Objective, statistic: Statistic): string {
  return objective === "latency" ? `Latency ${statistic}` : metricInfo(objective).title;
}

/** Axes, colour and scales of the scatter, in one row above it. */
export function ScatterControls({ view, columns, theme, onChange, ...others }: ScatterControlsProps) {
  return (
    <div className={classes.row}>
      <AxisControls view={view} statistic={columns.statistic} onChange={onChange} />
      {view.colour ? <ColourLegend objective={view.colour} columns={columns} theme={theme} /> : null}
      <BesideControls {...others} />
    </div>
  );
}

interface AxisControlsProps extends Pick<ScatterControlsProps, "view" | "onChange"> {
  statistic: Statistic;
}

const AxisControls = memo(function AxisControls({ view, statistic, onChange }: AxisControlsProps) {
  const options = view.available.map((objective) => ({ value: objective, label: objectiveTitle(objective, statistic).replace(/ (?:per )?requests?$/, "") }));
  const select = (label: string, value: string, data: { value: string; label: string }[], pick: (value: string) => void, width = 114) => (
    <div className={classes.field}>
      <span>{label}</span>
      <Select size="xs" w={width} aria-label={label} data={data} value={value} allowDeselect={false} onChange={(next) => next && pick(next)} />
    </div>
  );
  return (
    <>
      {select("Across", view.x, options, (next) => onChange({ x: next as Objective, logX: null, ...(next === view.y ? { y: view.x, logY: null } : {}) }))}
      <Switch
        size="xs"
        label="log"
        aria-label="Logarithmic horizontal axis"
        checked={view.logX}
        disabled={!view.canLogX}
        onChange={(event) => onChange({ logX: event.currentTarget.checked })}
      />
      {select("Up", view.y, options, (next) => onChange({ y: next as Objective, logY: null, ...(next === view.x ? { x: view.y, logX: null } : {}) }))}
      <Switch
        size="xs"
        label="log"
        aria-label="Logarithmic vertical axis"
        checked={view.logY}
        disabled={!view.canLogY}
        onChange={(event) => onChange({ logY: event.currentTarget.checked })}
      />
      {select(
        "Colour",
        view.colour ?? "none",
        [{ value: "none", label: "One colour" }, ...options],
        (next) => onChange({ colour: next as Objective | "none" }),
        104,
      )}
      {select(
        "Size",
        view.size ?? "none",
        [{ value: "none", label: "One size" }, ...options],
        (next) => onChange({ size: next === "none" ? null : (next as Objective) }),
        88,
      )}
    </>
  );
});

type BesideControlsProps = Pick<ScatterControlsProps, "trying" | "onTry" | "sampled" | "sampleWords" | "sampleProblem" | "onSample">;

const BesideControls = memo(function BesideControls({ trying, onTry, sampled, sampleWords, sampleProblem, onSample }: BesideControlsProps) {
  return (
    <>
      <Switch
        size="xs"
        label={sampleProblem ?? "sample"}
        title={sampleWords ?? "Plans drawn at random from all that can run"}
        aria-label="Draw a sample of all plans behind the frontier"
        checked={sampled}
        onChange={onSample}
      />
      <Button
        variant={trying ? "light" : "default"}
        size="compact-xs"
        className={classes.tryIt}
        leftSection={<IconAdjustmentsHorizontal size={13} aria-hidden />}
        aria-pressed={trying}
        onClick={onTry}
      >
        What if
      </Button>
    </>
  );
});

/** The colour scale with the values at its ends; the better end stands out. */
function ColourLegend({ objective, columns, theme }: { objective: Objective; columns: PlanColumns; theme: Theme }) {
  const extent = extentOf(columns.values[objective]);
  if (!extent) return null;
  const better = metricInfo(objective).better;
  const stops = Array.from({ length: 9 }, (_, step) => sequentialColour(better === "high" ? step / 8 : 1 - step / 8, theme));
  return (
    <span
      className={classes.legend}
      data-chart-legend="frontier"
      role="img"
      aria-label={`Colour from ${formatObjective(objective, extent[0])} to ${formatObjective(objective, extent[1])}`}
    >
      <span className="t-tabular">{formatObjective(objective, extent[0])}</span>
      <span className={classes.scale} style={{ background: `linear-gradient(to right, ${stops.join(", ")})` }} />
      <span className="t-tabular">{formatObjective(objective, extent[1])}</span>
    </span>
  );
}
