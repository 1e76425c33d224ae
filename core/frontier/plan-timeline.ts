import type { PlanBody } from "../documents/plan";
import { compileProblems } from "../metrics/compile-problems";
import { flowsOfPlan, problemOfPlan, resolvePlan } from "../metrics/evaluate";
import { completionTimes, countedLatency, planFigures, requestLatency } from "../metrics/figures";
import type { PlanningInput } from "../metrics/planning-input";
import { STATISTIC_INDEX } from "../metrics/statistics";

/** When an operator works during one request, at the plan's statistic; all times in ms from the request's arrival. */
export interface TimelineRow {
  operator: string;
  startMs: number;
  /** Waiting, over all repetitions of the operator. */
  queueMs: number;
  /** Work, over all repetitions. */
  serviceMs: number;
  endMs: number;
  /** On the longest path of the request. */
  critical: boolean;
  /** The transfer that brought its last input: from where, and how long it took. */
  transfer: { from: string; startMs: number; ms: number } | null;
  /** Time to spare before it delays the request. */
  slackMs: number;
}

export interface PlanTimeline {
  rows: TimelineRow[];
  totalMs: number;
  /** Probability of the scenario shown; below 1 when routers choose. */
  probability: number;
}

/**
 * The request that decides the plan's latency, drawn out: operators with their waiting, work and transfers, and which of them lie on
 * the longest path (critical path method, Kelley and Walker 1959). With routers it is the scenario whose latency is the percentile, at the
 * mean the most probable one. Throws PlanningError when the plan does not fit the documents. Times in ms.
 */
export function planTimeline(input: PlanningInput, plan: Pick<PlanBody, "operators" | "alternatives">): PlanTimeline {
  const problem = problemOfPlan(compileProblems(input), plan);
  const chosen = resolvePlan(problem, plan);
  const flows = flowsOfPlan(problem, chosen);
  const figures = planFigures(problem, chosen, flows);
  const q = STATISTIC_INDEX[problem.settings.statistic];
  const { value, perScenario } = requestLatency(problem, figures.operators, figures.edgeMs, q);
  const probable = problem.scenarios.reduce((best, scenario, s) => (scenario.probability > (problem.scenarios[best]?.probability ?? 0) ? s : best), 0);
  const deciding = q === 0 ? probable : Math.max(0, perScenario.indexOf(value));
  const scenario = problem.scenarios[deciding]!;
  const ends = completionTimes(problem, figures.operators, figures.edgeMs, deciding, q);
  const totalMs = Math.max(0, ...ends);

  // latest end without delaying the request, from the sinks backwards (operators are in topological order)
  const latest = ends.map(() => totalMs);
  for (let o = problem.operators.length - 1; o >= 0; o -= 1) {
    for (const edge of problem.outgoing[o]!) {
      if (!scenario.usedEdges[edge.index] || !scenario.active[edge.to]) continue;
      const work = countedLatency(problem, figures.operators, edge.to, q);
      latest[o] = Math.min(latest[o]!, latest[edge.to]! - work - figures.edgeMs[edge.index]!);
    }
  }
  const rows = problem.operators.flatMap((operator, o): TimelineRow[] => {
    if (!scenario.active[o]) return [];
    const counted = countedLatency(problem, figures.operators, o, q);
    const own = figures.operators[o]!;
    const repeats = q === 0 ? operator.repeatMean : operator.repeatPercentile;
    const queueMs = Math.min(counted, own.queueMs[q]! * repeats);
    const startMs = ends[o]! - counted;
    let transfer: TimelineRow["transfer"] = null;
    for (const edge of problem.incoming[o]!) {
      if (!scenario.usedEdges[edge.index]) continue;
      const ms = figures.edgeMs[edge.index]!;
      const ready = edge.from < 0 ? 0 : ends[edge.from]!;
      if (Math.abs(ready + ms - startMs) <= 1e-9 * Math.max(1, totalMs) && (!transfer || ms > transfer.ms))
        transfer = { from: edge.fromId, startMs: ready, ms };
    }
    const slackMs = Math.max(0, latest[o]! - ends[o]!);
    return [
      {
        operator: operator.id,
        startMs,
        queueMs,
        serviceMs: counted - queueMs,
        endMs: ends[o]!,
        critical: slackMs <= 1e-9 * Math.max(1, totalMs),
        transfer,
        slackMs,
      },
    ];
  });
  return { rows, totalMs, probability: scenario.probability };
}
