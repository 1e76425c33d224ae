"use client";

import { Button, Checkbox } from "@mantine/core";
import { IconPin, IconPinFilled, IconX } from "@tabler/icons-react";
import { memo } from "react";
import type { Statistic } from "../../core/documents/common";
import type { PlanBody } from "../../core/documents/plan";
import type { Objective } from "../../core/documents/vocabulary";
import { changedOperators } from "../../core/frontier/picks";
import { plainPlan } from "../../core/frontier/plan-store";
import { linkShares } from "../../core/metrics/link-shares";
import type { PlanProvenance } from "../../core/metrics/made-from-plan";
import { formatAgainst, formatInterval, formatObjective, formatPercent, formatUsdPerHour, formatUsdPerThousand, NO_DATA, plural } from "../ui/format";
import { metricColour, metricInfo } from "../ui/metrics";
import { AssumedMark } from "./assumed-mark";
import type { FrontierData } from "./frontier-data";
import { keepsLimit, meetsTargets } from "./limits";
import { MadeFromNumber } from "./made-from-number";
import { MadeFromShares } from "./made-from-shares";
import { operatorWords } from "./operator-words";
import classes from "./plan-summary.module.css";
import { isBetter, planValue } from "./plan-values";
import { useRunningPlan } from "./situation-picks";
import { scaleOf } from "./table-model";
import { nodeOfObjective, useProvenance } from "./use-provenance";
import { sloWords } from "./words";
import { MAX_PINS } from "./workspace-state";

/** Index of the cheapest plan that meets every target; of the cheapest at all when none does. */
export function cheapestIndex(data: Pick<FrontierData, "columns" | "met" | "metCount">): number {
  const cost = data.columns.values.costPerThousand;
  let best = -1;
  for (let i = 0; i < data.columns.count; i++) {
    if (data.metCount > 0 && !data.met[i]) continue;
    if (best < 0 || isBetter("costPerThousand", cost[i] as number, cost[best] as number)) best = i;
  }
  return best;
}

/** In the unit of the axes and the table beside it, which may be seconds where the plan alone would be in milliseconds. */
function inUnitOfPage(data: FrontierData, objective: Objective, value: number): string {
  const scale = scaleOf(data.columns, objective);
  return `${scale.format(value)} ${scale.unit}`;
}

function TargetRow({ plan, data, index }: { plan: PlanBody; data: FrontierData; index: number }) {
  const limit = data.limits[index];
  if (!limit) return null;
  const value = planValue(plan, limit.objective, limit.statistic);
  const met = keepsLimit(limit, value);
  return (
    <li className={classes.target} data-met={met}>
      <span>
        {sloWords({ ...limit.slo, statistic: limit.objective === "latency" ? limit.statistic : undefined })}
        {limit.hard ? "" : ", soft"}
      </span>
      <span className="t-tabular">
        {met ? "met" : "missed"}: {formatAgainst(limit.objective, Number.isNaN(value) ? undefined : value, limit.value)}
      </span>
    </li>
  );
}

interface PlanSummaryProps {
  /** Null while only the picture is there. */
  data: FrontierData | null;
  plan: PlanBody | null;
  statistic: Statistic;
  onSelect: (id: string | null) => void;
  pins: readonly string[];
  onTogglePin: (id: string) => void;
}

/** The chosen plan in figures, beside the picture; without one, where to begin. */
export const PlanSummary = memo(function PlanSummary({ data, plan, statistic, onSelect, pins, onTogglePin }: PlanSummaryProps) {
  const provenance = useProvenance(plan, statistic);
  if (!data) return <aside className={classes.root} aria-label="Chosen plan" />;
  if (data.columns.count === 0) {
    return (
      <aside className={classes.root} aria-label="Chosen plan">
        <h3 className={classes.title}>Planning</h3>
        <p className={classes.lead}>Plans are drawn as soon as the first are found.</p>
      </aside>
    );
  }
  if (!plan) {
    const index = cheapestIndex(data);
    const start = data.columns.plans[index];
    return (
      <aside className={classes.root} aria-label="Chosen plan">
        <h3 className={classes.title}>No plan chosen</h3>
        <p className={classes.lead}>
          {data.limits.length === 0
            ? "Choose a point to see the plan on the canvas."
            : data.metCount === 0
              ? "No plan meets every target. The soft ones may have to give; choose a point to see which it misses."
              : `${data.metCount} of ${data.columns.count} plans meet every target. Choose a point to see it on the canvas.`}
        </p>
        {start ? (
          <Button variant="default" onClick={() => onSelect(start.id)}>
            {data.metCount > 0 && data.limits.length > 0 ? "Choose the cheapest that meets them" : "Choose the cheapest"}
          </Button>
        ) : null}
      </aside>
    );
  }
  return (
    <aside className={classes.root} aria-label="Chosen plan" data-testid="plan-summary">
      <h3 className={classes.title}>
        <span>{plan.id}</span>
        <span className={meetsTargets(plan, data.limits) ? classes.met : classes.missed}>
          {data.limits.length === 0 ? "" : meetsTargets(plan, data.limits) ? "meets every target" : "misses a target"}
        </span>
        <button
          type="button"
          className={classes.clear}
          aria-pressed={pins.includes(plan.id)}
          disabled={!pins.includes(plan.id) && pins.length >= MAX_PINS}
          onClick={() => onTogglePin(plan.id)}
          aria-label={pins.includes(plan.id) ? "Unpin this plan" : "Pin this plan to compare it"}
          title={pins.includes(plan.id) ? "Unpin" : "Pin to compare"}
        >
          {pins.includes(plan.id) ? <IconPinFilled size={14} aria-hidden /> : <IconPin size={14} aria-hidden />}
        </button>
        <button type="button" className={classes.clear} onClick={() => onSelect(null)} aria-label="Clear the chosen plan">
          <IconX size={14} aria-hidden />
        </button>
      </h3>
      <dl className={classes.figures}>
        {data.columns.available.map((objective) => (
          <Figure
            key={objective}
            plan={plan}
            objective={objective}
            statistic={statistic}
            text={figureOf(data, plan, objective, statistic)}
            provenance={provenance}
          />
        ))}
      </dl>
      {data.limits.length > 0 ? (
        <ul className={classes.targets}>
          {data.limits.map((limit, index) => (
            <TargetRow key={limit.index} plan={plan} data={data} index={index} />
          ))}
        </ul>
      ) : null}
      <MadeFromShares plan={plan} provenance={provenance} />
      <Operators plan={plan} />
      <RunsToday plan={plan} />
    </aside>
  );
});

/** A figure in words. */
function figureOf(data: FrontierData, plan: PlanBody, objective: Objective, statistic: Statistic): string {
  const value = planValue(plan, objective, statistic);
  const { quality } = plan.metrics;
  if (objective === "quality" && quality) return formatInterval("quality", quality.value, quality.low, quality.high);
  if (Number.isNaN(value)) return NO_DATA;
  return objective === "latency" || objective === "energy"
    ? inUnitOfPage(data, objective, value)
    : formatObjective(objective, Number.isFinite(value) ? value : null);
}

interface FigureProps {
  plan: PlanBody;
  objective: Objective;
  statistic: Statistic;
  text: string;
  provenance: PlanProvenance | null;
}

const Figure = memo(function Figure({ plan, objective, statistic, text, provenance }: FigureProps) {
  const value = planValue(plan, objective, statistic);
  return (
    <div>
      <dt>
        <span className={classes.swatch} style={{ background: metricColour(objective) }} />
        {objective === "latency" ? `Latency ${statistic}` : metricInfo(objective).title}
      </dt>
      <dd>
        <MadeFromNumber label={metricInfo(objective).title} node={nodeOfObjective(provenance, objective)} planned={Number.isFinite(value) ? value : null}>
          {text}
        </MadeFromNumber>
        <AssumedMark plan={plan} objective={objective} />
      </dd>
    </div>
  );
});

const Operators = memo(function Operators({ plan }: { plan: PlanBody }) {
  const links = linkShares(plan);
  return (
    <ul className={classes.operators}>
      {plan.operators.map((operator) => (
        <li key={operator.id}>
          <span className={classes.operator}>{operator.id}</span>
          <span className={classes.choice} title={operatorWords(operator)}>
            {operatorWords(operator)}
          </span>
          {operator.metrics ? (
            <span className={classes.shares}>
              <Share colour="latency" share={operator.metrics.latencyShare} label="of latency" />
              <Share colour="cost" share={operator.metrics.costShare} label="of cost" />
            </span>
          ) : null}
        </li>
      ))}
      {links ? (
        <li key="links" data-testid="link-shares">
          <span className={classes.operator}>Links</span>
          <span className={classes.choice} title={links.crossings.join("\n")}>
            transfers: {links.costPerHourUsd === null ? formatUsdPerThousand(links.costPerThousandUsd) : formatUsdPerHour(links.costPerHourUsd)}
          </span>
          <span className={classes.shares}>
            <Share colour="latency" share={links.latencyShare} label="of latency" />
            <Share colour="cost" share={links.costShare} label="of cost" />
          </span>
        </li>
      ) : null}
    </ul>
  );
});

/** Says which plan runs today, so that the least change from it can be found. */
const RunsToday = memo(function RunsToday({ plan }: { plan: PlanBody }) {
  const [running, setRunning] = useRunningPlan();
  const same = running !== null && changedOperators(running, plan).length === 0;
  return (
    <Checkbox
      className={classes.today}
      size="xs"
      label="Runs today"
      description={running && !same ? `${plural(changedOperators(running, plan).length, "operator")} would change` : undefined}
      checked={same}
      onChange={(event) => setRunning(event.currentTarget.checked ? plainPlan(plan) : null)}
    />
  );
});

function Share({ colour, share, label }: { colour: "latency" | "cost"; share: number; label: string }) {
  return (
    <span className={classes.share} title={`${formatPercent(share)} ${label}`}>
      <span className={classes.bar}>
        <span style={{ width: `${Math.min(100, share * 100)}%`, background: `var(--t-metric-${colour})` }} />
      </span>
      <span className="t-tabular">{formatPercent(share)}</span>
    </span>
  );
}
