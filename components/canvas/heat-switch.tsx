"use client";

import { Tooltip } from "@mantine/core";
import type { HeatMetric } from "@/components/editor/editor-state";
import { useEditor, useEditorActions } from "@/components/editor/editor-store";
import classes from "./canvas.module.css";

const METRICS: readonly { id: Exclude<HeatMetric, "none">; label: string; help: string }[] = [
  { id: "latency", label: "Latency", help: "Tint operators by their share of the latency of the critical path" },
  { id: "cost", label: "Cost", help: "Tint operators by their share of the cost" },
  { id: "quality", label: "Quality", help: "Tint operators by their share of the quality that is lost" },
  { id: "energy", label: "Energy", help: "Tint operators by their share of the energy" },
];

/** Which metric tints the nodes, top right. */
export function HeatSwitch() {
  const heat = useEditor((state) => state.interaction.heat);
  const hasPlan = useEditor((state) => state.choice.plan !== null);
  const actions = useEditorActions();
  return (
    <fieldset className={classes.heat} aria-label="Heat">
      <span className={classes.heatLabel}>Heat</span>
      {METRICS.map((metric) => (
        <Tooltip key={metric.id} label={hasPlan ? metric.help : "Choose a plan first"}>
          <button
            type="button"
            className={classes.heatButton}
            aria-pressed={heat === metric.id && hasPlan}
            disabled={!hasPlan}
            onClick={() => actions.setInteraction({ heat: heat === metric.id ? "none" : metric.id })}
          >
            <span className={classes.dot} style={{ background: `var(--t-metric-${metric.id})` }} />
            {metric.label}
          </button>
        </Tooltip>
      ))}
    </fieldset>
  );
}
