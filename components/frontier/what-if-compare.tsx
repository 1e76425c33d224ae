"use client";

import { useEffect, useState } from "react";
import type { PlanBody } from "../../core/documents/plan";
import type { Objective } from "../../core/documents/workload";
import { unknownEnergyOf } from "../../core/frontier/unknown-energy";
import { useEditor } from "../editor/editor-store";
import { formatObjective, formatPercent, NO_DATA_SHORT, plural } from "../ui/format";
import { metricColour, metricInfo } from "../ui/metrics";
import { AssumedMark } from "./assumed-mark";
import { standing } from "./compare-model";
import classes from "./compare-tab.module.css";
import type { FrontierData } from "./frontier-data";
import { type Limit, meetsTargets } from "./limits";
import { useLive, useLiveStatus } from "./live-frontier";
import { columnsOf, isBetter, type PlanColumns, planValue } from "./plan-values";
import { planningInputOf } from "./preview";
import { cheapestWithin } from "./target-prices";
import { whatIfWords } from "./what-if";

interface Judged {
  plan: PlanBody;
  /** The same decisions under what is tried; null with the reason when they cannot run there. */
  tried: PlanBody | null;
  problem: string | null;
}

/** The plans worked out again under what is tried, as they stand. */
function useJudged(plans: readonly PlanBody[]): readonly Judged[] {
  const { documents } = useLive();
  const catalogues = useEditor((state) => state.choice.catalogues);
  const [judged, setJudged] = useState<readonly Judged[]>([]);
  useEffect(() => {
    let alive = true;
    void Promise.all([import("../../core/metrics/evaluate"), import("../../core/frontier/plan-store")]).then(([{ planEvaluator }, { plainPlan }]) => {
      const asked = documents();
      if (!alive || !asked) return;
      const evaluate = planEvaluator(planningInputOf(asked, catalogues));
      setJudged(
        plans.map((plan) => {
          try {
            return { plan, tried: evaluate(plainPlan(plan)), problem: null };
          } catch (error) {
            return { plan, tried: null, problem: error instanceof Error ? error.message : String(error) };
          }
        }),
      );
    });
    return () => {
      alive = false;
    };
  }, [plans, documents, catalogues]);
  return judged;
}

function change(objective: Objective, before: number, after: number): { text: string; standing: string } | null {
  if (!Number.isFinite(before) || !Number.isFinite(after)) return null;
  if (Math.abs(after - before) <= 1e-9 * Math.abs(before)) return { text: "same", standing: "equal" };
  const share = before === 0 ? null : after / before - 1;
  const sign = after > before ? "+" : "−";
  return {
    text: share === null ? `${sign}${formatObjective(objective, Math.abs(after - before))}` : `${sign}${formatPercent(Math.abs(share))}`,
    standing: isBetter(objective, after, before) ? "better" : "worse",
  };
}

function bestOf(columns: PlanColumns, objective: Objective): number {
  let best = Number.NaN;
  for (const value of columns.values[objective]) if (Number.isFinite(value) && (Number.isNaN(best) || isBetter(objective, value, best))) best = value;
  return best;
}

/** What a what-if does: to the frontier as a whole, and to plans that are kept as they are. */
export function WhatIfComparison({ data, plans, limitsBefore }: { data: FrontierData; plans: readonly PlanBody[]; limitsBefore: readonly Limit[] }) {
  const live = useLive();
  const { infeasible } = useLiveStatus();
  const judged = useJudged(plans);
  const actual = live.actual();
  if (!live.baseline || !actual) return null;
  const before = columnsOf(live.baseline);
  const after = data.columns;
  const objectives = before.available.filter((objective) => after.available.includes(objective));
  const [cheapBefore, cheapAfter] = [cheapestWithin(before, limitsBefore), cheapestWithin(after, data.limits)];
  const cost: Objective = before.objectives.includes("costPerHour") ? "costPerHour" : "costPerThousand";
  const valueAt = (columns: PlanColumns, index: number) => (index < 0 ? Number.NaN : (columns.values[cost][index] as number));
  const rows: { label: string; objective: Objective; before: number; after: number }[] = [
    { label: "Cheapest within every target", objective: cost, before: valueAt(before, cheapBefore), after: valueAt(after, cheapAfter) },
    ...objectives
      .filter((objective) => before.objectives.includes(objective))
      .map((objective) => ({ label: `Best ${metricInfo(objective).noun}`, objective, before: bestOf(before, objective), after: bestOf(after, objective) })),
  ];
  const show = (objective: Objective, value: number) => (Number.isFinite(value) ? formatObjective(objective, value) : "none");
  return (
    <section className={classes.whatIf} aria-label="What if, compared" data-testid="what-if-compare">
      <h3>What if: {whatIfWords(live.whatIf, actual).join(", ")}</h3>
      {infeasible ? <p className={classes.dim}>Not feasible: {infeasible.binding[0]?.message}</p> : null}
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">The frontier</th>
            <th scope="col">As it is</th>
            <th scope="col">What if</th>
            <th scope="col">Change</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">Plans, of them within every target</th>
            <td>
              {plural(before.count, "plan")}, {countWithin(before, limitsBefore)}
            </td>
            <td>
              {plural(after.count, "plan")}, {data.metCount}
            </td>
            <td />
          </tr>
          {rows.map((row) => {
            const found = change(row.objective, row.before, row.after);
            return (
              <tr key={row.label}>
                <th scope="row">
                  <span className={classes.swatch} style={{ background: metricColour(row.objective) }} />
                  {row.label}
                </th>
                <td>{show(row.objective, row.before)}</td>
                <td>{show(row.objective, row.after)}</td>
                <td>
                  {found ? (
                    <span className={classes.delta} data-standing={found.standing}>
                      {found.text}
                    </span>
                  ) : (
                    NO_DATA_SHORT
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {judged.length > 0 ? (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Plans kept as they are</th>
              {objectives.map((objective) => (
                <th key={objective} scope="col">
                  <span className={classes.swatch} style={{ background: metricColour(objective) }} />
                  {objective === "latency" ? `Latency ${after.statistic}` : metricInfo(objective).title}
                </th>
              ))}
              <th scope="col">Targets</th>
            </tr>
          </thead>
          <tbody>
            {judged.map(({ plan, tried, problem }, place) => (
              <tr key={plan.id}>
                <th scope="row">
                  <span className={classes.letter}>{"ABCDEF"[place]}</span> {plan.id}
                </th>
                {tried ? (
                  objectives.map((objective) => {
                    const [was, is] = [planValue(plan, objective, after.statistic), planValue(tried, objective, after.statistic)];
                    const found = change(objective, was, is);
                    const own = tried.metrics.quality;
                    const old = plan.metrics.quality;
                    const overlap = objective === "quality" && own && old && standing("quality", own, old) === "overlap";
                    const open = objective === "energy" && unknownEnergyOf(tried).length > 0;
                    return (
                      <td key={objective}>
                        {formatObjective(objective, was)} → {formatObjective(objective, is)}
                        <AssumedMark plan={tried} objective={objective} />{" "}
                        {found ? (
                          <span className={classes.delta} data-standing={overlap || open ? "overlap" : found.standing}>
                            {overlap ? "intervals overlap" : found.text}
                          </span>
                        ) : null}
                      </td>
                    );
                  })
                ) : (
                  <td colSpan={objectives.length} className={classes.dim}>
                    {problem}
                  </td>
                )}
                <td>
                  {tried ? (
                    meetsTargets(tried, data.limits) ? (
                      <span className={classes.better}>meets every target</span>
                    ) : (
                      <span className={classes.dim}>misses a target</span>
                    )
                  ) : (
                    NO_DATA_SHORT
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}

function countWithin(columns: PlanColumns, limits: readonly Limit[]): number {
  let count = 0;
  for (const plan of columns.plans) if (meetsTargets(plan, limits)) count++;
  return count;
}
