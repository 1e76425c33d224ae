import type { PlanBody, PlanOperator } from "../documents/plan";
import { STATISTICS } from "../documents/vocabulary";
import type { Objective } from "../documents/workload";
import { completionTimes, countedLatency, type OperatorFigures, type PlanFigures, planFigures, requestLatency } from "./figures";
import type { ChosenOperator, Flows } from "./flows";
import { type PathShares, withShares } from "./plan-shares";
import type { Problem } from "./problem";
import { type QualityValue, qualityWithPerfectStages } from "./quality";
import { requestQuality } from "./quality-levels";
import { meetsSlo, sloValue } from "./slos";
import { STATISTIC_INDEX } from "./statistics";

/** A value that is not limited is written as the largest number, because JSON has no infinity. */
const UNLIMITED = Number.MAX_VALUE;

/** Value of an objective for a plan, in its own direction; NaN when unknown. */
export function objectiveValue(problem: Problem, objective: Objective, figures: PlanFigures, quality: QualityValue | null): number {
  switch (objective) {
    case "costPerThousand":
      return figures.usdPerRequest * 1000;
    case "costPerHour":
      return problem.rateRps === null ? Number.NaN : figures.usdPerRequest * 3600 * problem.rateRps;
    case "latency":
      return figures.latencyMs?.[STATISTIC_INDEX[problem.settings.statistic]] ?? Number.NaN;
    case "quality":
      return quality?.value ?? Number.NaN;
    case "energy":
      return figures.energyJ;
    case "throughput":
      return figures.throughputRps === Number.POSITIVE_INFINITY ? UNLIMITED : figures.throughputRps;
  }
}

/**
 * Everything a plan says about itself, from its choices and flows: metrics, figures per operator with their shares of the critical
 * path, cost, energy and quality loss, SLO results and notes. Units as in the key names.
 */
export function planBody(problem: Problem, chosen: readonly ChosenOperator[], flows: Flows, id: string): PlanBody {
  const figures = planFigures(problem, chosen, flows);
  const configurations = chosen.map((entry) => entry.configuration);
  const quality = problem.qualityUnknown ? null : requestQuality(problem, configurations);
  const stageQuality = (o: number): number | null => problem.quality.stages[o]?.[configurations[o]!]?.value ?? null;
  return {
    id,
    vector: problem.settings.objectives.map((objective) => objectiveValue(problem, objective, figures, quality)),
    metrics: planMetrics(problem, figures, quality),
    ...(Object.keys(problem.choice).length > 0 ? { alternatives: problem.choice } : {}),
    operators: planOperators(problem, chosen, figures, quality, stageQuality),
    flows: planFlows(problem, flows),
    ...(problem.slos.length > 0
      ? {
          slos: problem.slos.map((slo) => {
            const value = sloValue(problem, slo, figures, quality, stageQuality);
            return { slo: slo.slo, value: value === Number.POSITIVE_INFINITY ? null : value, met: meetsSlo(slo, value) };
          }),
        }
      : {}),
    notes: planNotes(problem, chosen, quality),
  };
}

/** The figures of a whole plan, as its document has them. */
export function planMetrics(problem: Problem, figures: PlanFigures, quality: QualityValue | null): PlanBody["metrics"] {
  const latencies = figures.latencyMs;
  return {
    costPerThousandUsd: figures.usdPerRequest * 1000,
    costPerHourUsd: problem.rateRps === null ? null : figures.usdPerRequest * 3600 * problem.rateRps,
    latencyMs: latencies ? { mean: latencies[0]!, p50: latencies[1]!, p90: latencies[2]!, p95: latencies[3]!, p99: latencies[4]! } : null,
    quality: quality ? { value: quality.value, low: quality.low, high: quality.high, basis: quality.basis } : null,
    energyJ: figures.energyJ,
    throughputRps: Number.isFinite(figures.throughputRps) ? figures.throughputRps : null,
    devices: figures.devices,
  };
}

/** Flows between tiers, as a plan's document has them. */
export function planFlows(problem: Problem, flows: Flows): PlanBody["flows"] {
  const tiers = problem.tiers.length;
  const found: PlanBody["flows"] = [];
  for (let e = 0; e < problem.edges.length; e += 1) {
    const edge = problem.edges[e]!;
    for (let pair = 0; pair < tiers * tiers; pair += 1) {
      const share = flows[e]![pair]!;
      if (share > 0)
        found.push({
          from: edge.fromId,
          to: edge.toId,
          fromTier: problem.tiers[Math.floor(pair / tiers)]!,
          toTier: problem.tiers[pair % tiers]!,
          share: Math.min(1, share),
        });
    }
  }
  return found;
}

function planOperators(
  problem: Problem,
  chosen: readonly ChosenOperator[],
  figures: PlanFigures,
  quality: QualityValue | null,
  stageQuality: (o: number) => number | null,
): PlanOperator[] {
  const shares = pathShares(problem, chosen, figures, quality);
  const whole = planMetrics(problem, figures, quality);
  return chosen.map((entry, o): PlanOperator => withShares(ownOperator(problem, o, entry, figures.operators[o]!, stageQuality(o)), whole, shares(o)));
}

/** Shares of every operator of a plan in its critical path and in the quality it loses. */
export function pathShares(problem: Problem, chosen: readonly ChosenOperator[], figures: PlanFigures, quality: QualityValue | null): (o: number) => PathShares {
  const critical = criticalShares(problem, figures, STATISTIC_INDEX[problem.settings.statistic]);
  const loss = qualityLossShares(
    problem,
    chosen.map((entry) => entry.configuration),
    quality,
  );
  return (o) => [critical[o]!, loss[o]!];
}

/** An operator as a plan tells it, with what depends on the rest of the plan left at 0. */
export function ownOperator(problem: Problem, o: number, entry: ChosenOperator, own: OperatorFigures, stageQuality: number | null): PlanOperator {
  const q = STATISTIC_INDEX[problem.settings.statistic];
  const operator = problem.operators[o]!;
  const configuration = operator.configurations[entry.configuration]!;
  return {
    id: operator.id,
    configuration: { implementation: configuration.implementation, knobs: configuration.knobs },
    parts: entry.parts.map(({ template, replicas, share }, p) => ({
      pool: template.pool < 0 ? "api" : problem.pools[template.pool]!.id,
      tier: problem.tiers[template.tier]!,
      profile: template.profile,
      replicas,
      share: Math.min(1, share),
      utilisation: own.utilisation[p]!,
    })),
    metrics: {
      calls: operator.calls,
      latencyMs: own.latencyMs?.[q] ?? 0,
      queueMs: own.queueMs[q]!,
      serviceMs: own.serviceMs?.[q] ?? 0,
      costPerHourUsd: problem.rateRps === null ? null : own.usdPerHour,
      costPerThousandUsd: own.usdPerRequest * 1000,
      energyJ: own.energyJ,
      ...(entry.parts.every((part) => part.template.energyKnown) ? {} : { energyUnknown: true }),
      quality: stageQuality,
      latencyShare: 0,
      costShare: 0,
      energyShare: 0,
      qualityLossShare: 0,
    },
  };
}

/** Each operator's share of the critical path at a statistic: of the scenario that decides the percentile, or weighted at the mean. */
export function criticalShares(problem: Problem, figures: PlanFigures, q: number): number[] {
  const shares = problem.operators.map(() => 0);
  if (!figures.latencyMs) return shares;
  const isMean = STATISTICS[q] === "mean";
  const value = figures.latencyMs[q]!;
  const deciding = isMean || problem.scenarios.length === 1 ? 0 : requestLatency(problem, figures.operators, figures.edgeMs, q).perScenario.indexOf(value);
  problem.scenarios.forEach((scenario, s) => {
    if (!isMean && s !== deciding) return;
    const times = completionTimes(problem, figures.operators, figures.edgeMs, s, q);
    const weight = isMean ? scenario.probability : 1;
    let at = times.indexOf(Math.max(...times));
    while (at >= 0) {
      if (value > 0) shares[at]! += (weight * countedLatency(problem, figures.operators, at, q)) / value;
      let next = -1;
      let latest = Number.NEGATIVE_INFINITY;
      for (const edge of problem.incoming[at]!) {
        if (!scenario.usedEdges[edge.index]) continue;
        const ready = (edge.from < 0 ? 0 : times[edge.from]!) + figures.edgeMs[edge.index]!;
        if (ready > latest) {
          latest = ready;
          next = edge.from;
        }
      }
      at = next;
    }
  });
  return shares.map((share) => Math.min(1, share));
}

/** Each operator's share of what is lost against the best it could do with all others kept. */
export function qualityLossShares(problem: Problem, configurations: readonly number[], quality: QualityValue | null): number[] {
  const none = problem.operators.map(() => 0);
  if (!quality) return none;
  const perfect = problem.quality.model === "table" || problem.levels ? null : qualityWithPerfectStages(problem, configurations);
  const losses = problem.operators.map((operator, o) => {
    if (perfect) return Math.max(0, (perfect[o] ?? quality.value) - quality.value);
    if (problem.quality.model === "table") {
      let best = quality.value;
      operator.configurations.forEach((_, c) => {
        best = Math.max(best, requestQuality(problem, configurations.with(o, c))?.value ?? 0);
      });
      return best - quality.value;
    }
    const stage = problem.quality.stages[o]?.[configurations[o]!];
    if (!stage || !problem.quality.counted[o]) return 0;
    const stages = problem.quality.stages.map((row, index) =>
      index === o ? row.with(configurations[o]!, { ...stage, value: 1, low: 1, high: 1, matrix: perfectFirst(stage.matrix) }) : row,
    );
    const better = requestQuality({ ...problem, quality: { ...problem.quality, stages } }, configurations);
    return Math.max(0, (better?.value ?? quality.value) - quality.value);
  });
  const total = losses.reduce((sum, value) => sum + value, 0);
  return total > 0 ? losses.map((value) => Math.min(1, value / total)) : none;
}

function perfectFirst(matrix: number[][]): number[][] {
  return matrix.map((row, r) => (r === 0 ? row.map((_, c) => (c === 0 ? 1 : 0)) : row));
}

/** How missing statistics were filled, and what rests on assumptions. */
export function planNotes(problem: Problem, chosen: readonly ChosenOperator[], quality: QualityValue | null): string[] {
  const notes = [...problem.notes];
  if (quality && (problem.quality.model === "product" || problem.quality.model === "minimum"))
    notes.push(`Quality is the ${problem.quality.model} of stage values: an assumption.`);
  if (quality?.basis === "interpolated") notes.push("Quality has no measured row for this combination and is interpolated.");
  if (quality && problem.quality.model === "chain" && problem.quality.assumption)
    notes.push("The pipeline has several results; their qualities are multiplied: an assumption.");
  const withoutPower = new Set<string>();
  const onApis = new Set<string>();
  const name = STATISTICS[STATISTIC_INDEX[problem.settings.statistic]]!;
  for (let o = 0; o < chosen.length; o += 1) {
    for (const { template } of chosen[o]!.parts) {
      if (!template.energyKnown) {
        if (template.pool < 0) onApis.add(problem.operators[o]!.id);
        else withoutPower.add(problem.pools[template.pool]!.id);
      }
      for (const note of template.fillNotes) {
        if (note.startsWith(name) || note.startsWith("mean") || note.startsWith("prompt")) notes.push(`${problem.operators[o]!.id}: ${note}.`);
      }
    }
  }
  if (withoutPower.size > 0) notes.push(`Energy is incomplete: no power is given for ${[...withoutPower].sort().join(", ")}.`);
  if (onApis.size > 0) notes.push(`Energy is incomplete: the API of ${[...onApis].sort().join(", ")} states none, which counts as 0 J.`);
  return [...new Set(notes)];
}
