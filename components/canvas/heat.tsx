import type { EditorState, HeatMetric } from "@/components/editor/editor-state";
import classes from "./node.module.css";

const SHARE = { latency: "latencyShare", cost: "costShare", quality: "qualityLossShare", energy: "energyShare" } as const;

/** `metric:share` of an operator under the heat that is switched on; a string, so that subscribers compare it by value. */
export function heatOf(state: EditorState, id: string): string | null {
  const metric = state.interaction.heat;
  if (metric === "none") return null;
  const metrics = state.choice.planOperators[id]?.metrics;
  return metrics ? `${metric}:${metrics[SHARE[metric]].toFixed(3)}` : null;
}

/** Tints a node by its share of a metric. */
export function HeatLayer({ heat }: { heat: string | null }) {
  if (!heat) return null;
  const [metric, share] = heat.split(":") as [Exclude<HeatMetric, "none">, string];
  return <div className={classes.heat} style={{ background: `var(--t-metric-${metric})`, opacity: Math.min(0.36, 0.03 + Number(share) * 0.34) }} />;
}
