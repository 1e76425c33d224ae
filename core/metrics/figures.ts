import { counted } from "../documents/counted";
import { STATISTICS } from "../documents/vocabulary";
import { type ChosenOperator, type Flows, linkBytes, messageBytes, NO_SHARE, transferMs } from "./flows";
import type { CompiledOperator, Problem } from "./problem";
import { stationWait, waitStatistics } from "./queueing";
import { percentileOverScenarios } from "./scenarios";
import { PROBABILITY } from "./statistics";

/** Figures of one operator under its allocation; latencies of one call at the five statistics. */
export interface OperatorFigures {
  latencyMs: number[] | null;
  queueMs: number[];
  serviceMs: number[] | null;
  utilisation: number[];
  usdPerHour: number;
  /** US$ per request; without a rate only what is paid by use. */
  usdPerRequest: number;
  energyJ: number;
  throughputRps: number;
  devices: number;
}

/** All figures of a plan except its quality. */
export interface PlanFigures {
  operators: OperatorFigures[];
  /** Transfer time and cost per request of each edge. */
  edgeMs: number[];
  edgeUsdPerRequest: number[];
  /** Request latency at the five statistics; null when some operator has no latency figure. */
  latencyMs: number[] | null;
  usdPerRequest: number;
  energyJ: number;
  throughputRps: number;
  devices: number;
}

/** Figures of one operator (planning model, sections 2 and 3). Times in ms, energy in J per request, money in US$. */
export function operatorFigures(problem: Problem, operator: CompiledOperator, chosen: ChosenOperator): OperatorFigures {
  const { rateRps, settings } = problem;
  const { calls } = operator;
  const result: OperatorFigures = {
    latencyMs: [0, 0, 0, 0, 0],
    queueMs: [0, 0, 0, 0, 0],
    serviceMs: [0, 0, 0, 0, 0],
    utilisation: [],
    usdPerHour: 0,
    usdPerRequest: 0,
    energyJ: 0,
    throughputRps: Number.POSITIVE_INFINITY,
    devices: 0,
  };
  let reserved = 0;
  for (const { template, replicas, share } of chosen.parts) {
    const arrival = (rateRps ?? 0) * calls * share;
    const isApi = template.pool < 0;
    const capacity = isApi ? template.rateRps : replicas * template.rateRps;
    result.utilisation.push(rateRps === null || !Number.isFinite(capacity) ? 0 : arrival / capacity);
    let queue = [0, 0, 0, 0, 0];
    if (settings.queueing === "erlang" && !isApi && arrival > 0) {
      queue = waitStatistics(stationWait(replicas * template.servers, template.serverRateRps, arrival, problem.ca2, template.cs2));
    }
    if (template.serviceMs === null) {
      result.latencyMs = null;
      result.serviceMs = null;
    } else if (result.latencyMs && result.serviceMs) {
      for (let q = 0; q < STATISTICS.length; q += 1) {
        const latency = queue[q]! + template.serviceMs[q]!;
        if (latency >= result.latencyMs[q]!) {
          result.latencyMs[q] = latency;
          result.queueMs[q] = queue[q]!;
          result.serviceMs[q] = template.serviceMs[q]!;
        }
      }
    }
    reserved += replicas * template.reservedUsdPerHour;
    result.usdPerRequest += calls * share * template.usdPerCall;
    result.energyJ +=
      calls * share * (rateRps === null ? template.busyJPerCall : template.energyJPerCall) + (rateRps === null ? 0 : (replicas * template.idleW) / rateRps);
    let most = settings.utilisationLimit * capacity;
    if (settings.queueing === "erlang" && !isApi) most = Math.min(most, replicas * template.servers * template.serverRateRps);
    if (calls * share > 0) result.throughputRps = Math.min(result.throughputRps, most / (calls * share));
    result.devices += replicas * template.devices;
  }
  if (rateRps !== null) {
    result.usdPerHour = reserved + result.usdPerRequest * 3600 * rateRps;
    // not by way of the hour: what is paid per call is then the same bits at every rate, and what was planned of it stays good
    result.usdPerRequest += reserved / (3600 * rateRps);
  }
  return result;
}

/** All figures of a plan but quality, from its choices and flows. Source of every number a planner, evaluator or page shows. */
export function planFigures(problem: Problem, chosen: readonly ChosenOperator[], flows: Flows): PlanFigures {
  const operators = chosen.map((entry, o) => operatorFigures(problem, problem.operators[o]!, entry));
  const { edgeMs, edgeUsdPerRequest } = edgeFigures(problem, chosen, flows);
  let usdPerRequest = 0;
  let energyJ = 0;
  let throughputRps = Number.POSITIVE_INFINITY;
  let devices = 0;
  for (const operator of operators) {
    usdPerRequest += operator.usdPerRequest;
    energyJ += operator.energyJ;
    throughputRps = Math.min(throughputRps, operator.throughputRps);
    devices += operator.devices;
  }
  for (const usd of edgeUsdPerRequest) usdPerRequest += usd;
  const bytes = linkBytes(problem, chosen, flows);
  const tiers = problem.tiers.length;
  for (let pair = 0; pair < bytes.length; pair += 1) {
    const mbps = problem.links[Math.floor(pair / tiers)]![pair % tiers]?.mbps ?? Number.POSITIVE_INFINITY;
    if (bytes[pair]! > 0 && mbps !== Number.POSITIVE_INFINITY) throughputRps = Math.min(throughputRps, (mbps * 1e6) / (8 * bytes[pair]!));
  }
  const known = operators.every((operator) => operator.latencyMs !== null);
  const latencyMs = known ? STATISTICS.map((_, q) => requestLatency(problem, operators, edgeMs, q).value) : null;
  return { operators, edgeMs, edgeUsdPerRequest, latencyMs, usdPerRequest, energyJ, throughputRps, devices };
}

/** Transfer time (largest over the flows used) and cost per request of every edge. */
export function edgeFigures(problem: Problem, chosen: readonly ChosenOperator[], flows: Flows): { edgeMs: number[]; edgeUsdPerRequest: number[] } {
  const tiers = problem.tiers.length;
  const edgeMs: number[] = [];
  const edgeUsdPerRequest: number[] = [];
  problem.edges.forEach((edge, e) => {
    const bytes = messageBytes(problem, edge, chosen);
    let slowest = 0;
    let usd = 0;
    for (let pair = 0; pair < tiers * tiers; pair += 1) {
      const flow = flows[e]![pair]!;
      if (flow <= NO_SHARE) continue;
      const from = Math.floor(pair / tiers);
      slowest = Math.max(slowest, transferMs(problem, from, pair % tiers, bytes));
      usd += flow * edge.messages * bytes * (problem.links[from]![pair % tiers]?.pricePerByteUsd ?? 0);
    }
    edgeMs.push(slowest);
    edgeUsdPerRequest.push(usd);
  });
  return { edgeMs, edgeUsdPerRequest };
}

/** Latency of an operator as counted on a path: one call's latency times its repetitions. */
export function countedLatency(problem: Problem, operators: readonly OperatorFigures[], o: number, statisticIndex: number): number {
  const operator = problem.operators[o]!;
  return (operators[o]!.latencyMs?.[statisticIndex] ?? 0) * (statisticIndex === 0 ? operator.repeatMean : operator.repeatPercentile);
}

/** Completion time of every operator in a scenario (longest paths); −Infinity for inactive ones. `from` starts the clock at that operator instead of at the inputs. */
export function completionTimes(
  problem: Problem,
  operators: readonly OperatorFigures[],
  edgeMs: readonly number[],
  scenario: number,
  q: number,
  from = -1,
): number[] {
  const { active, usedEdges } = problem.scenarios[scenario]!;
  const times: number[] = [];
  problem.operators.forEach((_, o) => {
    if (!active[o]) {
      times.push(Number.NEGATIVE_INFINITY);
      return;
    }
    let start = from < 0 || from === o ? 0 : Number.NEGATIVE_INFINITY;
    for (const edge of problem.incoming[o]!) {
      if (!usedEdges[edge.index] || from === o) continue;
      const ready = edge.from < 0 ? (from < 0 ? 0 : Number.NEGATIVE_INFINITY) : times[edge.from]!;
      start = Math.max(start, ready + edgeMs[edge.index]!);
    }
    times.push(start + countedLatency(problem, operators, o, q));
  });
  return times;
}

/** Request latency at a statistic over all scenarios, and the scenarios' own latencies. */
export function requestLatency(
  problem: Problem,
  operators: readonly OperatorFigures[],
  edgeMs: readonly number[],
  q: number,
): { value: number; perScenario: number[] } {
  const perScenario = problem.scenarios.map((_, s) => Math.max(0, ...completionTimes(problem, operators, edgeMs, s, q)));
  return { value: overScenarios(problem, perScenario, q), perScenario };
}

/** Combines values of the scenarios: probability-weighted mean, or percentile. */
export function overScenarios(
  problem: Problem,
  perScenario: readonly number[],
  q: number,
  scenarios: readonly number[] = problem.scenarios.map((_, s) => s),
): number {
  const probabilities = scenarios.map((s) => problem.scenarios[s]!.probability);
  const values = scenarios.map((s) => perScenario[s]!);
  const name = STATISTICS[q]!;
  if (name !== "mean") return percentileOverScenarios(values, probabilities, PROBABILITY[name]);
  let sum = 0;
  let total = 0;
  values.forEach((value, i) => {
    sum += value * probabilities[i]!;
    total += probabilities[i]!;
  });
  return total > 0 ? sum / total : 0;
}

/** Devices used per pool. */
export function poolUse(problem: Problem, chosen: readonly ChosenOperator[]): number[] {
  const used = problem.pools.map(() => 0);
  for (const entry of chosen) for (const part of entry.parts) if (part.template.pool >= 0) used[part.template.pool]! += part.replicas * part.template.devices;
  return used;
}

/** What keeps a plan from being feasible (capacity, devices, minimum replicas), as sentences; links are checked when flows are solved. */
export function capacityProblems(problem: Problem, chosen: readonly ChosenOperator[]): string[] {
  const problems: string[] = [];
  poolUse(problem, chosen).forEach((used, p) => {
    const pool = problem.pools[p]!;
    if (used > pool.count) problems.push(`pool ${pool.id}: ${counted(used, "device")} used, ${pool.count} there`);
  });
  chosen.forEach((entry, o) => {
    const operator = problem.operators[o]!;
    const replicas = entry.parts.reduce((sum, part) => sum + part.replicas, 0);
    if (replicas < operator.minReplicas && entry.parts.some((part) => part.template.pool >= 0))
      problems.push(`${operator.id}: ${replicas} replicas, at least ${operator.minReplicas} asked for`);
    if (problem.rateRps === null) return;
    const figures = operatorFigures(problem, operator, entry);
    entry.parts.forEach((part, p) => {
      const where = part.template.pool < 0 ? "api" : problem.pools[part.template.pool]!.id;
      const arrival = problem.rateRps! * operator.calls * part.share;
      if (figures.utilisation[p]! > problem.settings.utilisationLimit * (1 + 1e-9)) {
        problems.push(
          `${operator.id} on ${where}: load is ${(figures.utilisation[p]! * 100).toFixed(1)} % of capacity, the limit is ${problem.settings.utilisationLimit * 100} %`,
        );
      } else if (
        problem.settings.queueing === "erlang" &&
        part.template.pool >= 0 &&
        arrival >= part.replicas * part.template.servers * part.template.serverRateRps * (1 - 1e-12)
      ) {
        problems.push(`${operator.id} on ${where}: full load, so its queue never ends`);
      }
    });
  });
  return problems;
}
