"use client";

import { useMemo } from "react";
import { useEditor, useEditorActions } from "@/components/editor/editor-store";
import { MadeFromNumber } from "@/components/frontier/made-from-number";
import { useProvenance } from "@/components/frontier/use-provenance";
import {
  formatCount,
  formatJoules,
  formatMs,
  formatNumber,
  formatPercent,
  formatQuality,
  formatUsdPerHour,
  formatUsdPerThousand,
} from "@/components/ui/format";
import type { MadeFrom } from "@/core/metrics/made-from";
import classes from "./inspector.module.css";
import { Section } from "./section";

/** What the chosen plan does with this operator, and what that costs. */
export function ChosenPlanSection({ id }: { id: string }) {
  const operator = useEditor((state) => state.choice.planOperators[id]);
  const planId = useEditor((state) => state.choice.selectedPlanId);
  const stale = useEditor((state) => state.choice.stale);
  const statistic = useEditor((state) => state.choice.frontier?.spec.statistic ?? "p95");
  const plans = useEditor((state) => state.choice.frontier?.spec.plans);
  const chosen = operator?.configuration.implementation;
  const sharing = useMemo(
    () => plans?.filter((plan) => plan.operators.some((item) => item.id === id && item.configuration.implementation === chosen)).length ?? 0,
    [plans, id, chosen],
  );
  const total = plans?.length ?? 0;
  const actions = useEditorActions();
  const plan = useEditor((state) => state.choice.plan);
  const made = useProvenance(plan, statistic)?.operators[id];
  if (!operator) return null;
  const { metrics, configuration } = operator;
  const rows: [string, string, string | null][] = metrics
    ? [
        ["latency", `Latency per call, ${statistic}`, formatMs(metrics.latencyMs)],
        ["latency", "  of it waiting", metrics.queueMs > 0 ? formatMs(metrics.queueMs) : null],
        ["cost", "Cost", metrics.costPerHourUsd === null ? formatUsdPerThousand(metrics.costPerThousandUsd) : formatUsdPerHour(metrics.costPerHourUsd)],
        ["quality", "Stage quality", metrics.quality === null ? null : formatQuality(metrics.quality)],
        ["energy", "Energy per request", metrics.energyJ > 0 ? formatJoules(metrics.energyJ) : null],
      ]
    : [];
  const nodes: Record<string, MadeFrom | null | undefined> = {
    [`Latency per call, ${statistic}`]: made?.latencyMs,
    Cost: made?.costPerThousandUsd,
    "Stage quality": made?.quality,
    "Energy per request": made?.energyJ,
  };
  return (
    <Section title={stale ? `In plan ${planId} (out of date)` : `In plan ${planId}`}>
      <div
        className={classes.fields}
        onPointerEnter={() => actions.hoverOperatorChoice({ operatorId: id, implementation: configuration.implementation })}
        onPointerLeave={() => actions.hoverOperatorChoice(null)}
      >
        <div>
          <div className={classes.candidateName} title={configuration.implementation}>
            {configuration.implementation}
          </div>
          <div className={classes.candidateInfo}>
            {Object.entries(configuration.knobs).map(([name, value]) => `${name} ${String(value)} · `)}
            used by {formatCount(sharing)} of {formatCount(total)} plans
          </div>
        </div>
        <table className={classes.parts}>
          <tbody>
            {operator.parts.map((part) => (
              <tr key={`${part.pool}:${part.tier}:${part.profile}`}>
                <th scope="row">
                  {part.pool === "api" ? (
                    `API${part.tier ? `, from ${part.tier}` : ""}`
                  ) : (
                    <button
                      type="button"
                      className={classes.poolLink}
                      title="Edit this pool: count, price, links"
                      onClick={() => actions.setInteraction({ resource: { kind: "infrastructure", pool: part.pool } })}
                    >
                      {part.pool}
                    </button>
                  )}
                </th>
                <td>{part.replicas > 0 ? `×${part.replicas}` : ""}</td>
                <td>{operator.parts.length > 1 ? `${formatPercent(part.share)} of calls` : ""}</td>
                <td>{part.utilisation === undefined ? "" : `${formatPercent(part.utilisation)} busy`}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <table className={classes.numbers}>
          <tbody>
            {rows.map(([metric, label, value]) =>
              value === null ? null : (
                <tr key={label}>
                  <th scope="row">
                    <span className={classes.dot} style={{ background: `var(--t-metric-${metric})` }} aria-hidden />
                    {label}
                  </th>
                  <td>
                    <MadeFromNumber label={label.trim()} node={nodes[label]} planned={null}>
                      {value}
                    </MadeFromNumber>
                  </td>
                </tr>
              ),
            )}
            {metrics && metrics.calls !== 1 ? (
              <tr>
                <th scope="row">Calls per request</th>
                <td>{formatNumber(metrics.calls)}</td>
              </tr>
            ) : null}
          </tbody>
        </table>
        {metrics ? (
          <p className={classes.hint}>
            {formatPercent(metrics.latencyShare)} of the latency, {formatPercent(metrics.costShare)} of the cost, {formatPercent(metrics.qualityLossShare)} of
            the quality lost
            {metrics.energyJ > 0 ? `, ${formatPercent(metrics.energyShare)} of the energy` : ""}.
          </p>
        ) : null}
      </div>
    </Section>
  );
}
