"use client";

import { useEffect, useMemo, useState } from "react";
import type { RouterOutputs } from "@/server/trpc/router";
import type { FrontierSpec } from "../../core/documents/frontier";
import type { PlanBody } from "../../core/documents/plan";
import { namedPicks } from "../../core/frontier/picks";
import { unknownEnergyOf } from "../../core/frontier/unknown-energy";
import { drawPipelineSvg } from "../../core/graph/draw-svg";
import { linkShares } from "../../core/metrics/link-shares";
import { useEditor } from "../editor/editor-store";
import {
  formatAgainst,
  formatInterval,
  formatObjective,
  formatObjectiveExact,
  formatPercent,
  formatUsdPerHour,
  formatUsdPerThousand,
  plural,
} from "../ui/format";
import { metricInfo } from "../ui/metrics";
import { EmptyState } from "../ui/state-view";
import { AssumedMark } from "./assumed-mark";
import { ComparisonTable } from "./comparison-table";
import { bottleneckOf } from "./explain-facts";
import { type FrontierData, useFrontierData } from "./frontier-data";
import { FrontierScatter } from "./frontier-scatter";
import { resolveView } from "./frontier-view";
import { keepsLimit, meetsTargets } from "./limits";
import { MadeFromShares } from "./made-from-shares";
import { operatorWords } from "./operator-words";
import { pickWords } from "./picks-bar";
import { type PlanColumns, planValue } from "./plan-values";
import classes from "./report.module.css";
import { objectiveTitle } from "./scatter-controls";
import { useSituationPicks } from "./situation-picks";
import { roundedToSafeSide } from "./slo-edits";
import { targetPrices } from "./target-prices";
import { useProvenance } from "./use-provenance";
import { fingerprintOf } from "./use-shared-link";
import { certificateWords, sloWords } from "./words";
import { EMPTY_WORKSPACE, readWorkspace, type WorkspaceState } from "./workspace-state";

export type ReportStudy = RouterOutputs["studies"]["get"];

const nothing = () => {};

/** Pipeline, targets, picks, the chosen plan, the comparison and what the figures rest on, on paper. */
export function Report({ study }: { study: ReportStudy }) {
  const frontier = useEditor((state) => state.choice.frontier);
  const data = useFrontierData(null);
  const [state, setState] = useState<WorkspaceState>(EMPTY_WORKSPACE);
  useEffect(() => setState(readWorkspace(new URLSearchParams(window.location.search))), []);
  if (!frontier || !data) {
    return (
      <main id="main" className={classes.page}>
        <EmptyState title={frontier?.spec.infeasible ? "No plan is feasible" : "There are no plans to report yet"}>
          {frontier?.spec.infeasible?.binding[0]?.message ?? "Plan the pipeline first; the report shows what was found."}
        </EmptyState>
      </main>
    );
  }
  // ids of plans that were made anew since the link was mean other plans
  const moved = state.of !== null && state.of !== fingerprintOf(data.columns);
  return <Paper study={study} frontier={frontier.spec} data={data} state={moved ? { ...state, plan: null, pins: [] } : state} moved={moved} />;
}

interface PaperProps {
  study: ReportStudy;
  frontier: FrontierSpec;
  data: FrontierData;
  state: WorkspaceState;
  /** Planned anew since the link was made. */
  moved: boolean;
}

function Paper({ study, frontier, data, state, moved }: PaperProps) {
  const { columns } = data;
  const picks = useMemo(() => namedPicks(frontier), [frontier]);
  const situations = useSituationPicks(frontier) ?? [];
  const chosen = planOf(columns, state.plan) ?? planOf(columns, picks[0]?.planId ?? null);
  const comparedIds = [...new Set([...state.pins, ...(chosen ? [chosen.id] : [])])].join();
  const compared = useMemo(() => comparedIds.split(",").flatMap((id) => planOf(columns, id) ?? []), [comparedIds, columns]);
  const tables = useMemo(() => beside(compared), [compared]);
  const provenance = useProvenance(chosen, columns.statistic);
  const view = useMemo(() => resolveView(state.view, columns), [state.view, columns]);
  const picture = useMemo(
    () => drawPipelineSvg(study.pipeline.document, { ...(chosen ? { plan: chosen } : {}), theme: "light", title: false }),
    [study, chosen],
  );
  const prices = useMemo(() => targetPrices(columns, data.limits), [columns, data.limits]);
  const certificate = certificateWords(frontier.certificate, frontier.plans.length);
  const documents = [study.pipeline, study.infrastructure, study.workload, ...study.catalogues].filter((view) => view !== null);
  return (
    <main id="main" className={classes.page} data-testid="report">
      <header className={classes.head}>
        <h1>{study.pipeline.title}</h1>
        <p className={classes.dim}>
          {new Intl.DateTimeFormat("en", { dateStyle: "long", timeStyle: "short" }).format(new Date())} · {plural(columns.count, "plan")} · {certificate.short}
          {study.runs.stale ? " · planned for earlier documents than those on the page now" : ""}
        </p>
        {moved ? <p>The pipeline was planned anew since this link was made, so its chosen and pinned plans are not shown.</p> : null}
      </header>

      <section>
        <h2>{chosen ? `Plan ${chosen.id}` : "The pipeline"}</h2>
        <figure className={classes.picture} aria-label="The pipeline as drawn, with the plan's choices">
          {/* biome-ignore lint/performance/noImgElement: a drawing made here, not a file to be optimised */}
          <img alt={`Pipeline ${study.pipeline.title}`} src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture)}`} />
        </figure>
        {chosen ? <Figures plan={chosen} data={data} /> : null}
        {chosen && (chosen.metrics.quality?.basis === "assumed" || (columns.available.includes("energy") && unknownEnergyOf(chosen).length > 0)) ? (
          <p className={classes.dim}>* Rests on an assumption, or is not known in full: see what it rests on, at the end.</p>
        ) : null}
      </section>

      <section>
        <h2>Targets</h2>
        {data.limits.length === 0 ? <p>No targets are set.</p> : null}
        <table>
          <tbody>
            {data.limits.map((limit) => {
              const value = chosen ? planValue(chosen, limit.objective, limit.statistic) : Number.NaN;
              const price = prices.find((entry) => entry.limit.index === limit.index);
              return (
                <tr key={limit.index}>
                  <th scope="row">
                    {sloWords(limit.slo)}
                    {limit.hard ? "" : ", soft"}
                  </th>
                  <td>
                    {chosen
                      ? `${keepsLimit(limit, value) ? "met" : "missed"}: ${formatAgainst(limit.objective, Number.isNaN(value) ? undefined : value, limit.value)}`
                      : ""}
                  </td>
                  <td className={classes.dim}>
                    {price
                      ? `${formatObjectiveExact(price.limit.objective, roundedToSafeSide(price.limit.slo, price.value))} instead would save ${formatPercent(-price.change)}`
                      : ""}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
        <p className={classes.dim}>
          {data.metCount} of {plural(columns.count, "plan")} meet every target.
        </p>
      </section>

      <section>
        <h2>The frontier</h2>
        <div className={classes.chart}>
          <FrontierScatter
            columns={columns}
            xObjective={view.x}
            yObjective={view.y}
            colourObjective={view.colour}
            sizeObjective={view.size}
            zoom={state.zoom}
            logX={view.logX}
            logY={view.logY}
            limits={data.limits}
            rateRps={data.rateRps}
            lit={data.limits.length > 0 ? data.met : null}
            met={data.met}
            selectedId={chosen?.id ?? null}
            pinnedIds={state.pins}
            onSelect={nothing}
            onHover={nothing}
          />
        </div>
        <p className={classes.dim}>
          {view.colour ? `Colour: ${objectiveTitle(view.colour, columns.statistic)}, the better the darker. ` : ""}
          {certificate.long}
        </p>
        <table>
          <tbody>
            {pickWords(picks, situations).map((pick) => {
              const plan = planOf(columns, pick.planId);
              return (
                <tr key={pick.name}>
                  <th scope="row">{pick.title}</th>
                  <td>{pick.planId}</td>
                  <td>
                    {pick.reason}{" "}
                    {plan ? columns.objectives.map((objective) => formatObjective(objective, planValue(plan, objective, columns.statistic))).join(" · ") : ""}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>

      {compared.length > 1 ? (
        <section>
          <h2>Compared</h2>
          {tables.map((plans) => (
            <div key={plans[1]?.id} className={classes.compared}>
              <ComparisonTable data={data} plans={plans} pins={state.pins} selectedId={chosen?.id ?? null} onSelect={nothing} />
            </div>
          ))}
        </section>
      ) : null}

      <section>
        <h2>What it rests on</h2>
        <table>
          <tbody>
            {documents.map((view) => (
              <tr key={view.id}>
                <th scope="row">{view.kind}</th>
                <td>{view.title}</td>
                <td>version {view.version}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {chosen ? <MadeFromShares plan={chosen} provenance={provenance} inFull /> : null}
        <ul>
          {(chosen?.notes ?? []).map((note) => (
            <li key={note}>{note}</li>
          ))}
          {(frontier.excluded ?? []).map((entry) => (
            <li key={`${entry.operator} ${entry.implementation} ${entry.reason}`}>
              Left out: {entry.implementation} for {entry.operator}. {entry.reason}
            </li>
          ))}
        </ul>
      </section>
    </main>
  );
}

function planOf(columns: PlanColumns, id: string | null): PlanBody | null {
  const index = id === null ? undefined : columns.indexOfId.get(id);
  return index === undefined ? null : (columns.plans[index] ?? null);
}

/** Plans that fit beside the first one on a sheet of paper. */
const MOST_BESIDE = 3;

/** The plans in tables that fit on paper, each with the first, which the others are held against. */
function beside([first, ...others]: readonly PlanBody[]): PlanBody[][] {
  const tables: PlanBody[][] = [];
  for (let start = 0; first && start < others.length; start += MOST_BESIDE) tables.push([first, ...others.slice(start, start + MOST_BESIDE)]);
  return tables;
}

function Figures({ plan, data }: { plan: PlanBody; data: FrontierData }) {
  const { quality } = plan.metrics;
  const bottleneck = bottleneckOf(plan);
  const links = linkShares(plan);
  return (
    <div className={classes.figures}>
      <table>
        <tbody>
          {data.columns.available.map((objective) => {
            const value = planValue(plan, objective, data.columns.statistic);
            return (
              <tr key={objective}>
                <th scope="row">{objective === "latency" ? `Latency ${data.columns.statistic}` : metricInfo(objective).title}</th>
                <td>
                  {objective === "quality" && quality
                    ? formatInterval("quality", quality.value, quality.low, quality.high)
                    : formatObjective(objective, Number.isNaN(value) ? undefined : Number.isFinite(value) ? value : null)}
                  <AssumedMark plan={plan} objective={objective} />
                </td>
              </tr>
            );
          })}
          <tr>
            <th scope="row">Devices</th>
            <td>{plan.metrics.devices}</td>
          </tr>
          {data.limits.length > 0 ? (
            <tr>
              <th scope="row">Targets</th>
              <td>{meetsTargets(plan, data.limits) ? "meets every target" : "misses a target"}</td>
            </tr>
          ) : null}
          {bottleneck ? (
            <tr>
              <th scope="row">Busiest</th>
              <td>
                {bottleneck.pool} for {bottleneck.operator}, {formatPercent(bottleneck.utilisation)}
              </td>
            </tr>
          ) : null}
        </tbody>
      </table>
      <table>
        <thead>
          <tr>
            <th scope="col">Operator</th>
            <th scope="col">Runs</th>
            <th scope="col" className="t-num">
              Latency
            </th>
            <th scope="col" className="t-num">
              Cost
            </th>
          </tr>
        </thead>
        <tbody>
          {plan.operators.map((operator) => (
            <tr key={operator.id}>
              <th scope="row">{operator.id}</th>
              <td>{operatorWords(operator)}</td>
              <td className="t-num">{operator.metrics ? formatPercent(operator.metrics.latencyShare) : ""}</td>
              <td className="t-num">{operator.metrics ? formatPercent(operator.metrics.costShare) : ""}</td>
            </tr>
          ))}
          {links ? (
            <tr>
              <th scope="row">Links</th>
              <td>transfers: {links.costPerHourUsd === null ? formatUsdPerThousand(links.costPerThousandUsd) : formatUsdPerHour(links.costPerHourUsd)}</td>
              <td className="t-num">{formatPercent(links.latencyShare)}</td>
              <td className="t-num">{formatPercent(links.costShare)}</td>
            </tr>
          ) : null}
        </tbody>
      </table>
    </div>
  );
}
