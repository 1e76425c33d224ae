import { shareLimit } from "../../core/metrics/flows";
import type { CompiledConfiguration, CompiledOperator, PartTemplate, Problem } from "../../core/metrics/problem";

export interface Part {
  readonly template: PartTemplate;
  readonly replicas: number;
}

/** One way to run an operator: a configuration, and replicas of some of its parts. Shares are fixed unless `freeShares`. */
export interface Allocation {
  configuration: CompiledConfiguration;
  parts: Part[];
  /** Shares where they follow from capacities alone; null when the flows' linear programme decides (several parts, queueing none). */
  shares: number[] | null;
}

/**
 * Calls `visit` with every allocation of a configuration that can carry the operator's own load (capacities of pools across operators are not
 * looked at), until it returns false (`checkpoint` is called also while none of them can carry it): those of one part first, then of two, and so on. Returns whether all were visited.
 */
export function forEachAllocation(
  problem: Problem,
  operator: CompiledOperator,
  configuration: CompiledConfiguration,
  maxParts: number,
  visit: (allocation: Allocation) => boolean,
  checkpoint: () => void = () => {},
): boolean {
  const { templates } = configuration;
  const rated = problem.rateRps !== null;
  const most = rated ? Math.min(maxParts, templates.length) : 1;
  const chosen: Part[] = [];
  // What has to be carried, and what all parts from one on can carry at most.
  const needed = neededRps(problem, operator);
  const capacityOf = (template: PartTemplate, replicas: number): number => (template.pool < 0 ? template.rateRps : replicas * template.rateRps);
  const mostFrom = new Float64Array(templates.length + 1);
  for (let index = templates.length - 1; index >= 0; index -= 1)
    mostFrom[index] = mostFrom[index + 1]! + capacityOf(templates[index]!, templates[index]!.maxReplicas);
  const limits = templates.map((template) => (template.pool < 0 ? 0 : Math.min(template.maxReplicas, usefulReplicas(problem, operator, template))));
  let capacity = 0;
  let size = 1;
  let formed = 0;
  const descend = (index: number, hasApi: boolean): boolean => {
    if (capacity + mostFrom[index]! < needed) return true;
    if (chosen.length === size) {
      formed += 1;
      if ((formed & 255) === 0) checkpoint();
      const allocation = withShares(problem, operator, configuration, chosen);
      return allocation === null || visit(allocation);
    }
    if (templates.length - index < size - chosen.length) return true;
    const template = templates[index]!;
    if (chosen.length < size && !(template.pool < 0 && hasApi)) {
      const limit = limits[index]!;
      const before = capacity;
      for (let replicas = Math.min(1, limit); replicas <= limit; replicas += 1) {
        chosen.push({ template, replicas });
        capacity = before + capacityOf(template, replicas);
        if (!descend(index + 1, hasApi || template.pool < 0)) return false;
        chosen.pop();
      }
      capacity = before;
    }
    return descend(index + 1, hasApi);
  };
  for (; size <= most; size += 1) if (!descend(0, false)) return false;
  return true;
}

/** Calls per second that the parts of an operator have to be able to carry together. */
function neededRps({ rateRps, settings }: Problem, operator: CompiledOperator): number {
  return rateRps === null ? 0 : ((rateRps * operator.calls) / settings.utilisationLimit) * (1 - 1e-9);
}

/**
 * Replicas of a part beyond which more are of no use, however many devices there are; Infinity where more make it faster. Without queues a part that could carry everything
 * with fewer replicas is a dearer copy of another one.
 */
export function usefulReplicas(problem: Problem, operator: CompiledOperator, { rateRps }: PartTemplate): number {
  if (problem.rateRps === null) return 1;
  if (problem.settings.queueing !== "none" || wantsThroughput(problem)) return Number.POSITIVE_INFINITY;
  return Math.max(operator.minReplicas, Math.ceil(neededRps(problem, operator) / rateRps) + 1);
}

/** The allocation with its shares when it can carry the load, else null. */
export function withShares(problem: Problem, operator: CompiledOperator, configuration: CompiledConfiguration, parts: readonly Part[]): Allocation | null {
  const replicas = parts.reduce((sum, part) => sum + part.replicas, 0);
  if (replicas < operator.minReplicas && parts.some((part) => part.template.pool >= 0)) return null;
  const copy = [...parts];
  if (problem.rateRps === null) return { configuration, parts: copy, shares: [1] };
  const arrival = problem.rateRps * operator.calls;
  const capacities = parts.map(({ template, replicas: count }) => (template.pool < 0 ? template.rateRps : count * template.rateRps));
  const total = capacities.reduce((a, b) => a + b, 0);
  if (arrival > problem.settings.utilisationLimit * total * (1 + 1e-12)) return null;
  const erlang = problem.settings.queueing === "erlang";
  if (parts.length > 1 && !erlang) return { configuration, parts: copy, shares: null };
  if (parts.length > 1 && !Number.isFinite(total)) return null;
  const shares = parts.length === 1 ? [1] : capacities.map((capacity) => capacity / total);
  if (erlang) {
    for (let p = 0; p < parts.length; p += 1) {
      const { template, replicas: count } = parts[p]!;
      if (template.pool >= 0 && arrival * shares[p]! >= count * template.servers * template.serverRateRps * (1 - 1e-12)) return null;
    }
  }
  return { configuration, parts: copy, shares };
}

/** Under queueing none: whether a part holds more replicas than its share needs (such a plan is a dearer copy of another one). */
export function hasIdleReplica(
  problem: Problem,
  operator: CompiledOperator,
  parts: readonly { template: PartTemplate; replicas: number }[],
  shares: readonly number[],
): boolean {
  if (problem.rateRps === null || problem.settings.queueing !== "none" || wantsThroughput(problem)) return false;
  const replicas = parts.reduce((sum, part) => sum + part.replicas, 0);
  if (replicas <= operator.minReplicas) return false;
  return parts.some(({ template, replicas: count }, p) => count > 1 && shares[p]! <= shareLimit(problem, operator.calls, template, count - 1) * (1 - 1e-9));
}

/** Throughput is an objective or a hard target: then replicas beyond the load are worth something. */
export function wantsThroughput(problem: Problem): boolean {
  return problem.settings.objectives.includes("throughput") || problem.slos.some((slo) => slo.hard && slo.slo.metric === "throughput");
}
