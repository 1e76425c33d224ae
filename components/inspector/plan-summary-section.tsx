"use client";

import { useEditor } from "@/components/editor/editor-store";
import { formatCount, formatJoules, formatMs, formatQuality, formatUsdPerHour, formatUsdPerThousand } from "@/components/ui/format";
import classes from "./inspector.module.css";
import { Section } from "./section";

/** The numbers of the chosen plan. */
export function PlanSummarySection() {
  const plan = useEditor((state) => state.choice.plan);
  const stale = useEditor((state) => state.choice.stale);
  const statistic = useEditor((state) => state.choice.frontier?.spec.statistic ?? "p95");
  // The open dock shows the same numbers beside the frontier.
  const dockOpen = useEditor((state) => state.panels.dockOpen);
  if (!plan || dockOpen) return null;
  const { metrics } = plan;
  const rows: [string | null, string, string | null][] = [
    ["latency", `Latency, ${statistic}`, metrics.latencyMs ? formatMs(metrics.latencyMs[statistic]) : null],
    ["cost", "Cost", metrics.costPerHourUsd === null ? null : formatUsdPerHour(metrics.costPerHourUsd)],
    ["cost", "Cost per 1k requests", formatUsdPerThousand(metrics.costPerThousandUsd).replace(" / 1k", "")],
    [
      "quality",
      `Quality${metrics.quality && metrics.quality.basis !== "measured" ? `, ${metrics.quality.basis}` : ""}`,
      metrics.quality ? formatQuality(metrics.quality.value) : null,
    ],
    ["energy", "Energy per request", metrics.energyJ > 0 ? formatJoules(metrics.energyJ) : null],
    [null, "Devices", formatCount(metrics.devices)],
  ];
  return (
    <Section title={stale ? `Plan ${plan.id} (out of date)` : `Plan ${plan.id}`}>
      <table className={classes.numbers}>
        <tbody>
          {rows.map(([metric, label, value]) =>
            value === null ? null : (
              <tr key={label}>
                <th scope="row">
                  <span className={classes.dot} style={{ background: metric ? `var(--t-metric-${metric})` : "transparent" }} aria-hidden />
                  {label}
                </th>
                <td>{value}</td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </Section>
  );
}
