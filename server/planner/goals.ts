import type { Statistic } from "../../core/documents/common";
import type { Objective as SloMetric } from "../../core/documents/workload";
import type { PlanFigures } from "../../core/metrics/figures";
import { objectiveValue } from "../../core/metrics/plan-body";
import type { CompiledSlo, Problem } from "../../core/metrics/problem";
import type { QualityValue } from "../../core/metrics/quality";
import { sloValue } from "../../core/metrics/slos";
import { round12, STATISTIC_INDEX } from "../../core/metrics/statistics";

/** Something to make as small (or, with `sense` min of a target, as large) as possible: an objective, or the value of a target. */
export interface Goal {
  metric: SloMetric;
  statistic: Statistic;
  /** Set when the goal is a target's own value (it may be on an operator or a path). */
  slo: CompiledSlo | null;
  /** 1: smaller is better; −1: larger is. */
  sign: 1 | -1;
}

/** What is to be solved: goals, and which targets must hold. */
export interface Query {
  goals: Goal[];
  hard: CompiledSlo[];
  /** A (1+ε) cover is enough; absent = exact. */
  epsilon?: number;
  /** Most pairs of partial plans that may be looked at; absent = no limit. */
  mostPairs?: number;
}

/** The query of a frontier: the objectives, and every hard target. */
export function frontierQuery(problem: Problem): Query {
  return {
    goals: problem.settings.objectives.map((metric) => ({
      metric,
      statistic: problem.settings.statistic,
      slo: null,
      sign: metric === "quality" || metric === "throughput" ? -1 : 1,
    })),
    hard: problem.slos.filter((slo) => slo.hard),
  };
}

/** The query for the best value of one target with others kept. */
export function targetQuery(slo: CompiledSlo, kept: CompiledSlo[]): Query {
  return { goals: [{ metric: slo.slo.metric, statistic: slo.statistic, slo, sign: slo.sense === "max" ? 1 : -1 }], hard: kept };
}

/** A goal is on the whole request, so it composes from the parts. */
export function isWhole(goal: { slo: CompiledSlo | null }): boolean {
  return goal.slo === null || (goal.slo.operator < 0 && goal.slo.pathFrom < 0);
}

/** A plan's goals, all to be minimised, rounded to 12 significant digits; null when one is not known. */
export function goalKey(
  problem: Problem,
  goals: readonly Goal[],
  figures: PlanFigures,
  quality: QualityValue | null,
  stageQuality: (o: number) => number | null,
): number[] | null {
  const key: number[] = [];
  for (const goal of goals) {
    const value = goal.slo
      ? (sloValue(problem, goal.slo, figures, quality, stageQuality) ?? Number.NaN)
      : goal.metric === "latency"
        ? (figures.latencyMs?.[STATISTIC_INDEX[goal.statistic]] ?? Number.NaN)
        : objectiveValue(problem, goal.metric, figures, quality);
    if (Number.isNaN(value)) return null;
    key.push(goal.sign * round12(Math.min(value, Number.MAX_VALUE)));
  }
  return key;
}
