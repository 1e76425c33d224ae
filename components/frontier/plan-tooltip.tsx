import type { Statistic } from "../../core/documents/common";
import type { PlanBody } from "../../core/documents/plan";
import type { Objective } from "../../core/documents/workload";
import { formatInterval, formatObjectiveExact } from "../ui/format";
import { metricColour, metricInfo } from "../ui/metrics";
import { AssumedMark } from "./assumed-mark";
import { operatorWords } from "./operator-words";
import classes from "./plan-tooltip.module.css";
import { planValue } from "./plan-values";

interface PlanTooltipProps {
  plan: PlanBody;
  objectives: readonly Objective[];
  statistic: Statistic;
  meets: boolean;
  hasTargets: boolean;
  /** Drawn at random, not one of the frontier. */
  sampled?: boolean;
}

/** Exact values and choices of the plan under the pointer. */
export function PlanTooltip({ plan, objectives, statistic, meets, hasTargets, sampled = false }: PlanTooltipProps) {
  return (
    <div className={classes.root}>
      <div className={classes.head}>
        <strong>{sampled ? "sampled plan" : plan.id}</strong>
        {hasTargets ? <span className={meets ? classes.met : classes.missed}>{meets ? "meets every target" : "misses a target"}</span> : null}
      </div>
      <dl className={classes.values}>
        {objectives.map((objective) => {
          const value = planValue(plan, objective, statistic);
          const known = Number.isNaN(value) ? undefined : Number.isFinite(value) ? value : null;
          const { quality } = plan.metrics;
          const text =
            objective === "quality" && quality && quality.low < quality.high
              ? formatInterval(objective, quality.value, quality.low, quality.high)
              : formatObjectiveExact(objective, known);
          return (
            <div key={objective} className={classes.row}>
              <dt>
                <span className={classes.swatch} style={{ background: metricColour(objective) }} />
                {objective === "latency" ? `Latency ${statistic}` : metricInfo(objective).title}
              </dt>
              <dd>
                {text}
                <AssumedMark plan={plan} objective={objective} />
              </dd>
            </div>
          );
        })}
      </dl>
      <ul className={classes.operators}>
        {plan.operators.slice(0, 8).map((operator) => (
          <li key={operator.id}>
            <span>{operator.id}</span> {operatorWords(operator)}
          </li>
        ))}
        {plan.operators.length > 8 ? <li>and {plan.operators.length - 8} more operators</li> : null}
      </ul>
    </div>
  );
}
