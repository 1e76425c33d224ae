import { completionTimes, countedLatency, overScenarios, type PlanFigures } from "./figures";
import type { CompiledSlo, Problem } from "./problem";
import type { QualityValue } from "./quality";
import { round12, STATISTIC_INDEX } from "./statistics";

/** Operators and edges on any path between two operators that some scenario uses. */
export function pathMembers(problem: Problem, from: number, to: number): { operators: number[]; edges: number[] } {
  const operators = new Set<number>();
  const edges = new Set<number>();
  for (const scenario of problem.scenarios) {
    if (!scenario.active[from] || !scenario.active[to]) continue;
    const forward = problem.operators.map((_, o) => o === from);
    const backward = problem.operators.map((_, o) => o === to);
    for (const edge of sortedByReceiver(problem)) if (edge.from >= 0 && scenario.usedEdges[edge.index] && forward[edge.from]) forward[edge.to] = true;
    for (const edge of sortedByReceiver(problem).reverse())
      if (edge.from >= 0 && scenario.usedEdges[edge.index] && backward[edge.to]) backward[edge.from] = true;
    if (!forward[to]) continue;
    problem.operators.forEach((_, o) => {
      if (forward[o] && backward[o]) operators.add(o);
    });
    for (const edge of problem.edges)
      if (edge.from >= 0 && scenario.usedEdges[edge.index] && forward[edge.from] && backward[edge.from] && forward[edge.to] && backward[edge.to])
        edges.add(edge.index);
  }
  return { operators: [...operators].sort((a, b) => a - b), edges: [...edges].sort((a, b) => a - b) };
}

function sortedByReceiver(problem: Problem): Problem["edges"] {
  return [...problem.edges].sort((a, b) => a.to - b.to);
}

/** Value of an SLO's metric for a plan, in the metric's unit; null when it is not known. */
export function sloValue(
  problem: Problem,
  slo: CompiledSlo,
  figures: PlanFigures,
  quality: QualityValue | null,
  stageQuality: (operator: number) => number | null,
): number | null {
  const q = STATISTIC_INDEX[slo.statistic];
  const { metric } = slo.slo;
  const perHour = problem.rateRps === null ? null : 3600 * problem.rateRps;
  if (slo.operator >= 0) {
    const own = figures.operators[slo.operator]!;
    if (metric === "latency") return own.latencyMs ? countedLatency(problem, figures.operators, slo.operator, q) : null;
    if (metric === "quality") return stageQuality(slo.operator);
    if (metric === "energy") return own.energyJ;
    if (metric === "throughput") return own.throughputRps;
    return metric === "costPerThousand" ? own.usdPerRequest * 1000 : perHour === null ? null : own.usdPerRequest * perHour;
  }
  if (slo.pathFrom >= 0) {
    if (metric === "latency") {
      if (figures.operators.some((operator) => operator.latencyMs === null)) return null;
      const values = problem.scenarios.map((_, s) => completionTimes(problem, figures.operators, figures.edgeMs, s, q, slo.pathFrom)[slo.pathTo]!);
      const both = problem.scenarios.flatMap((scenario, s) =>
        scenario.active[slo.pathFrom] && scenario.active[slo.pathTo] && Number.isFinite(values[s]!) ? [s] : [],
      );
      return both.length === 0 ? null : overScenarios(problem, values, q, both);
    }
    const members = pathMembers(problem, slo.pathFrom, slo.pathTo);
    if (metric === "energy") return members.operators.reduce((sum, o) => sum + figures.operators[o]!.energyJ, 0);
    if (metric === "throughput") return members.operators.reduce((least, o) => Math.min(least, figures.operators[o]!.throughputRps), Number.POSITIVE_INFINITY);
    const usd =
      members.operators.reduce((sum, o) => sum + figures.operators[o]!.usdPerRequest, 0) +
      members.edges.reduce((sum, e) => sum + figures.edgeUsdPerRequest[e]!, 0);
    return metric === "costPerThousand" ? usd * 1000 : perHour === null ? null : usd * perHour;
  }
  switch (metric) {
    case "costPerThousand":
      return figures.usdPerRequest * 1000;
    case "costPerHour":
      return problem.rateRps === null ? null : figures.usdPerRequest * 3600 * problem.rateRps;
    case "latency":
      return figures.latencyMs ? figures.latencyMs[q]! : null;
    case "quality":
      return quality?.value ?? null;
    case "energy":
      return figures.energyJ;
    case "throughput":
      return figures.throughputRps;
  }
}

/** Whether a value meets an SLO; both are compared at 12 significant digits, and `<` reads as `≤`. An unknown value does not. */
export function meetsSlo(slo: CompiledSlo, value: number | null): boolean {
  if (value === null) return false;
  const limit = slo.slo.value;
  // Rounding matters only where the two are close.
  if (Math.abs(value - limit) > 1e-9 * Math.max(Math.abs(value), Math.abs(limit))) return slo.sense === "max" ? value < limit : value > limit;
  return slo.sense === "max" ? round12(value) <= round12(slo.slo.value) : round12(value) >= round12(slo.slo.value);
}
