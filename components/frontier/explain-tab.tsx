"use client";

import { Badge, Button } from "@mantine/core";
import { useEffect, useMemo, useState } from "react";
import type { PlanBody } from "../../core/documents/plan";
import { bestSingleChange } from "../../core/frontier/explain";
import type { PlanTimeline } from "../../core/frontier/plan-timeline";
import { linkShares } from "../../core/metrics/link-shares";
import { useEditor, useEditorActions, useEditorStore } from "../editor/editor-store";
import { formatAgainst, formatMs, formatObjective, formatObjectiveExact, formatPercent } from "../ui/format";
import { metricColour, metricInfo } from "../ui/metrics";
import { EmptyState } from "../ui/state-view";
import { ChartFrame } from "./chart-frame";
import { bottleneckOf } from "./explain-facts";
import classes from "./explain-tab.module.css";
import type { FrontierData } from "./frontier-data";
import { HardPrices } from "./hard-prices";
import { keepsLimit } from "./limits";
import { useLive } from "./live-frontier";
import { MadeFromShares } from "./made-from-shares";
import { operatorWords } from "./operator-words";
import { usePlanActions } from "./plan-run";
import { planValue } from "./plan-values";
import { indexOfTarget, roundedToSafeSide, useSetTarget } from "./slo-edits";
import { cheapestWithin, targetPrices } from "./target-prices";
import { TimelineChart } from "./timeline-chart";
import { useProvenance } from "./use-provenance";
import { sloWords } from "./words";

const TIGHT = 0.02;

/** The timeline of a plan, computed from the documents on the page; `problem` says why there is none. */
function useTimeline(plan: PlanBody | null): { timeline: PlanTimeline | null; problem: string | null } {
  const store = useEditorStore();
  const { documents } = useLive();
  const revision = useEditor((state) => state.document.revision);
  const infrastructure = useEditor((state) => state.choice.infrastructure);
  const classId = useEditor((state) => state.choice.classId);
  const [result, setResult] = useState<{ timeline: PlanTimeline | null; problem: string | null }>({ timeline: null, problem: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision stands for the tables, which are read when the effect runs
  useEffect(() => {
    const { choice } = store.getState();
    if (!plan || !choice.workload || !infrastructure) {
      setResult({ timeline: null, problem: null });
      return;
    }
    const { catalogues } = choice;
    let alive = true;
    void import("../../core/frontier/plan-timeline").then(({ planTimeline }) => {
      if (!alive) return;
      try {
        const asked = documents();
        if (!asked) return;
        const input = {
          pipeline: asked.pipeline,
          infrastructure: asked.infrastructure,
          workload: asked.workload,
          catalogues: catalogues.map((catalogue) => catalogue.document),
          ...(classId ? { classId } : {}),
        };
        setResult({ timeline: planTimeline(input, plan), problem: null });
      } catch (error) {
        setResult({ timeline: null, problem: error instanceof Error ? error.message : String(error) });
      }
    });
    return () => {
      alive = false;
    };
  }, [plan, infrastructure, classId, revision, documents, store]);
  return result;
}

function headroomWords(headroom: number): string {
  return headroom < 0.001 ? "nothing more than what is asked" : `${formatPercent(headroom)} more than what is asked`;
}

function choiceOf(plan: PlanBody, id: string): string {
  const operator = plan.operators.find((candidate) => candidate.id === id);
  return operator ? operatorWords(operator) : "not in the plan";
}

/** Why the chosen plan is what it is: where its time goes, what binds, what each target costs, what rests on assumptions. */
export function ExplainTab({ data }: { data: FrontierData }) {
  const plan = useEditor((state) => state.choice.plan);
  const actions = useEditorActions();
  const setTarget = useSetTarget();
  const { start } = usePlanActions();
  const { timeline, problem } = useTimeline(plan);
  const provenance = useProvenance(plan, data.columns.statistic);
  const frontier = useEditor((state) => state.choice.frontier);
  const change = useMemo(() => (frontier && plan ? bestSingleChange(frontier.spec, plan) : null), [frontier, plan]);
  const other = change ? frontier?.spec.plans.find(({ id }) => id === change.planId) : undefined;
  const exact = frontier?.spec.prices;
  // hard targets cut the frontier, so that only the planner can price them
  const prices = useMemo(
    () =>
      targetPrices(data.columns, data.limits).filter(
        (price) => !(price.limit.hard && exact?.some((entry) => sloWords(entry.slo) === sloWords(price.limit.slo))),
      ),
    [data, exact],
  );
  if (!plan) {
    return (
      <EmptyState compact title="No plan chosen">
        Choose a plan in the scatter or the table; this explains where its time, money and quality go.
      </EmptyState>
    );
  }
  const bottleneck = bottleneckOf(plan);
  const links = linkShares(plan);
  const tight = data.limits.filter((limit) => {
    const value = planValue(plan, limit.objective, limit.statistic);
    return keepsLimit(limit, value) && Math.abs(value - limit.value) <= TIGHT * Math.abs(limit.value);
  });
  const missed = data.limits.filter((limit) => !keepsLimit(limit, planValue(plan, limit.objective, limit.statistic)));
  const cost = data.columns.objectives.includes("costPerHour") ? "costPerHour" : "costPerThousand";
  const against = data.limits.length > 0 ? data.columns.plans[cheapestWithin(data.columns, data.limits)] : undefined;
  return (
    <div className={classes.root} data-testid="explain">
      <section className={classes.timeline} aria-label="Timeline of a request">
        <h3>
          One request at {data.columns.statistic}
          {timeline ? <span className={classes.dim}> · {formatMs(timeline.totalMs)}</span> : null}
          {timeline && timeline.probability < 1 ? <span className={classes.dim}> · the path of {formatPercent(timeline.probability)} of requests</span> : null}
        </h3>
        {timeline ? (
          <ChartFrame title="timeline of a request">
            <TimelineChart timeline={timeline} />
          </ChartFrame>
        ) : (
          <p className={classes.dim}>{problem ?? "Working out the timeline"}</p>
        )}
      </section>
      <section className={classes.facts}>
        <h3>What holds it back</h3>
        <ul>
          {bottleneck ? (
            <li>
              Busiest: <strong>{bottleneck.pool}</strong> for {bottleneck.operator}, {formatPercent(bottleneck.utilisation)} of its capacity.
            </li>
          ) : null}
          {links ? (
            <li title={links.crossings.join("\n")}>
              Links: transfers between tiers take {formatPercent(links.costShare)} of the cost (
              {links.costPerHourUsd === null
                ? formatObjective("costPerThousand", links.costPerThousandUsd)
                : formatObjective("costPerHour", links.costPerHourUsd)}
              ) and {formatPercent(links.latencyShare)} of the latency.
            </li>
          ) : null}
          {plan.metrics.throughputRps !== null && data.rateRps ? (
            <li>
              It carries {formatObjective("throughput", plan.metrics.throughputRps)}: {headroomWords(plan.metrics.throughputRps / data.rateRps - 1)}.
            </li>
          ) : null}
          {tight.map((limit) => (
            <li key={`t${limit.index}`}>Binds: {sloWords(limit.slo)}.</li>
          ))}
          {missed.map((limit) => (
            <li key={`m${limit.index}`}>
              Misses {sloWords(limit.slo)}: {formatAgainst(limit.objective, planValue(plan, limit.objective, limit.statistic), limit.value)}.
            </li>
          ))}
          {tight.length === 0 && missed.length === 0 && data.limits.length > 0 ? <li>No target is within 2 % of its limit.</li> : null}
        </ul>
        <h3>What each target costs</h3>
        {against ? (
          <p className={classes.dim}>
            Against{" "}
            {against.id === plan.id ? (
              "this plan, the"
            ) : (
              <>
                <button type="button" className={classes.link} onClick={() => actions.selectPlan(against.id)}>
                  {against.id}
                </button>
                , the
              </>
            )}{" "}
            cheapest that meets every target ({formatObjective(cost, planValue(against, cost, data.columns.statistic))}).
          </p>
        ) : null}
        <HardPrices prices={frontier?.spec.prices ?? []} />
        {prices.length > 0 ? (
          <ul className={classes.prices}>
            {prices.map((price) => {
              const value = roundedToSafeSide(price.limit.slo, price.value);
              return (
                <li key={price.limit.index}>
                  <span className={classes.swatch} style={{ background: metricColour(price.limit.objective) }} />
                  <span>
                    {sloWords(price.limit.slo)} → {formatObjectiveExact(price.limit.objective, value)} saves {formatPercent(-price.change)} (
                    {formatObjective(cost, price.cost)})
                  </span>
                  <span className={classes.buttons}>
                    <Button variant="default" size="compact-xs" onClick={() => actions.selectPlan(data.columns.plans[price.index]?.id ?? null)}>
                      Show
                    </Button>
                    <Button
                      variant="default"
                      size="compact-xs"
                      onClick={() => {
                        const changed = setTarget(
                          indexOfTarget(
                            data.limits.map((limit) => limit.slo),
                            price.limit.slo,
                          ) < 0
                            ? -1
                            : price.limit.index,
                          value,
                          { label: "Relax target" },
                        );
                        actions.sealEdit();
                        if (changed) void start();
                      }}
                    >
                      Set
                    </Button>
                  </span>
                </li>
              );
            })}
          </ul>
        ) : exact && exact.length > 0 ? null : (
          <p className={classes.dim}>
            {data.limits.length === 0
              ? "There are no targets."
              : data.metCount === 0
                ? "No plan meets them all, so none can be priced."
                : "Loosening any one of them saves less than 1 %."}
          </p>
        )}
        {change && other && change.worth > 0 ? (
          <>
            <h3>The one change that helps most</h3>
            <p>
              <strong>{change.operator}</strong>: {choiceOf(plan, change.operator)} → {choiceOf(other, change.operator)}:{" "}
              {change.gains
                .map(
                  ({ objective, gain }) =>
                    `${metricInfo(objective).noun} ${Math.abs(gain) < 0.0005 ? "the same" : `${formatPercent(Math.abs(gain))} ${gain > 0 ? "better" : "worse"}`}`,
                )
                .join(", ")}
              .{" "}
              <Button variant="default" size="compact-xs" onClick={() => actions.selectPlan(change.planId)}>
                Show {change.planId}
              </Button>
            </p>
          </>
        ) : null}
        <h3>What it rests on</h3>
        <MadeFromShares plan={plan} provenance={provenance} />
        <ul>
          <li>
            Quality is{" "}
            <Badge color={plan.metrics.quality?.basis === "measured" ? "green" : plan.metrics.quality?.basis === "assumed" ? "yellow" : "gray"}>
              {plan.metrics.quality?.basis ?? "not known"}
            </Badge>
          </li>
          {(plan.notes ?? []).map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      </section>
    </div>
  );
}
