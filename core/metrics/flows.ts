import type { CompiledEdge, PartTemplate, Problem } from "./problem";
import { type LexicographicProgramme, solveLexicographic } from "./simplex";

/** A share or flow below this is none. */
export const NO_SHARE = 1e-9;

/** One part of a chosen allocation. */
export interface ChosenPart {
  template: PartTemplate;
  replicas: number;
  share: number;
}

/** What a plan chooses for one operator. */
export interface ChosenOperator {
  configuration: number;
  parts: ChosenPart[];
}

/** Flows of every edge between tiers: flows[edge][fromTier · tiers + toTier], fractions of the edge's messages. */
export type Flows = Float64Array[];

/** Bytes of one message: the sender's own output size, else the edge's. */
export function messageBytes(problem: Problem, edge: CompiledEdge, chosen: readonly ChosenOperator[]): number {
  if (edge.from < 0) return edge.bytes;
  return problem.operators[edge.from]!.configurations[chosen[edge.from]!.configuration]!.outputBytes ?? edge.bytes;
}

/** Time of one message over a crossing, ms: half the round trip plus bytes·8/(mbps·1000). */
export function transferMs(problem: Problem, from: number, to: number, bytes: number): number {
  const link = problem.links[from]![to];
  return link ? link.halfRttMs + (bytes * 8) / (link.mbps * 1000) : Number.POSITIVE_INFINITY;
}

/** Share of an operator's calls in each tier. */
export function tierShares(problem: Problem, chosen: ChosenOperator): Float64Array {
  const shares = new Float64Array(problem.tiers.length);
  for (const part of chosen.parts) shares[part.template.tier]! += part.share;
  return shares;
}

/** Most calls per request, as a share, that a part can take under `queueing: none`. */
export function shareLimit(problem: Problem, calls: number, template: PartTemplate, replicas: number): number {
  if (problem.rateRps === null || calls === 0) return Number.POSITIVE_INFINITY;
  const capacity = template.pool < 0 ? template.rateRps : replicas * template.rateRps;
  return (problem.settings.utilisationLimit * capacity) / (problem.rateRps * calls);
}

/**
 * Flows of least transfer cost for given shares (planning model, section 2); ties by flow-weighted transfer time, then greatest
 * flows in order. Null when a missing link or a link's bandwidth makes them impossible. Each edge is a transportation problem of its
 * own unless a link is overfull; then all edges are solved together.
 */
export function solveFlows(problem: Problem, chosen: readonly ChosenOperator[]): Flows | null {
  const tiers = problem.tiers.length;
  const shares = chosen.map((entry) => tierShares(problem, entry));
  const flows: Flows = [];
  for (const edge of problem.edges) {
    const sender = edge.from < 0 ? oneTier(tiers, edge.fromTier) : shares[edge.from]!;
    const flow = edgeFlows(problem, edge, sender, shares[edge.to]!, messageBytes(problem, edge, chosen));
    if (!flow) return null;
    flows.push(flow);
  }
  if (overfullLinks(problem, chosen, flows).length === 0) return flows;
  return solveShares(problem, chosen, false)?.flows ?? null;
}

function oneTier(tiers: number, tier: number): Float64Array {
  const shares = new Float64Array(tiers);
  shares[tier] = 1;
  return shares;
}

/** Flows of one edge for given shares of sender and receiver per tier; null when a missing link makes them impossible. */
export function edgeFlows(problem: Problem, edge: CompiledEdge, sender: Float64Array, receiver: Float64Array, bytes: number): Float64Array | null {
  const tiers = problem.tiers.length;
  const flow = new Float64Array(tiers * tiers);
  const from = nonZero(sender);
  const to = nonZero(receiver);
  if (from.length === 1 || to.length === 1) {
    for (const a of from) {
      for (const b of to) {
        if (!problem.links[a]![b]) return null;
        flow[a * tiers + b] = from.length === 1 ? receiver[b]! : sender[a]!;
      }
    }
    return flow;
  }
  const pairs: [number, number][] = [];
  for (const a of from) for (const b of to) if (problem.links[a]![b]) pairs.push([a, b]);
  const programme: LexicographicProgramme = {
    variables: pairs.length,
    equalities: [
      ...from.map((a) => ({ row: pairs.map(([x]) => (x === a ? 1 : 0)), right: sender[a]! })),
      ...to.map((b) => ({ row: pairs.map(([, y]) => (y === b ? 1 : 0)), right: receiver[b]! })),
    ],
    inequalities: [],
    objectives: [
      pairs.map(([a, b]) => edge.messages * bytes * problem.links[a]![b]!.pricePerByteUsd),
      pairs.map(([a, b]) => transferMs(problem, a, b, bytes)),
      ...pairs.map((_, i) => pairs.map((__, j) => (i === j ? -1 : 0))),
    ],
  };
  const solution = solveLexicographic(programme);
  if (!solution) return null;
  pairs.forEach(([a, b], i) => {
    flow[a * tiers + b] = solution[i]! > NO_SHARE ? solution[i]! : 0;
  });
  return flow;
}

function nonZero(shares: Float64Array): number[] {
  const found: number[] = [];
  for (let t = 0; t < shares.length; t += 1) if (shares[t]! > NO_SHARE) found.push(t);
  return found;
}

/** Links (as fromTier · tiers + toTier) whose total flow exceeds their bandwidth. */
export function overfullLinks(problem: Problem, chosen: readonly ChosenOperator[], flows: Flows): number[] {
  if (problem.rateRps === null) return [];
  const tiers = problem.tiers.length;
  const bytesPerRequest = linkBytes(problem, chosen, flows);
  const overfull: number[] = [];
  for (let pair = 0; pair < tiers * tiers; pair += 1) {
    const link = problem.links[Math.floor(pair / tiers)]![pair % tiers];
    if (!link || link.mbps === Number.POSITIVE_INFINITY) continue;
    if (bytesPerRequest[pair]! * 8 * problem.rateRps > link.mbps * 1e6 * (1 + 1e-12)) overfull.push(pair);
  }
  return overfull;
}

/** Bytes per request over each crossing. */
export function linkBytes(problem: Problem, chosen: readonly ChosenOperator[], flows: Flows): Float64Array {
  const size = problem.tiers.length ** 2;
  const total = new Float64Array(size);
  problem.edges.forEach((edge, e) => {
    const bytes = edge.messages * messageBytes(problem, edge, chosen);
    for (let pair = 0; pair < size; pair += 1) total[pair]! += bytes * flows[e]![pair]!;
  });
  return total;
}

/**
 * Shares and flows together. With `freeShares` (queueing none) the shares are those of least cost, ties by energy, then transfer time,
 * then greatest shares (operators by id, parts in order), then greatest flows; otherwise the given shares are kept. Link bandwidths
 * are always respected. `usdPerRequest` is what these shares and flows cost beside reserved devices. With `costOnly` ties are not broken. Null
 * when nothing fits.
 */
export function solveShares(
  problem: Problem,
  chosen: readonly ChosenOperator[],
  freeShares: boolean,
  costOnly = false,
): { shares: number[][]; flows: Flows; usdPerRequest: number } | null {
  const tiers = problem.tiers.length;
  const shareStart: number[] = [];
  let variables = 0;
  for (const entry of chosen) {
    shareStart.push(variables);
    variables += entry.parts.length;
  }
  const flowVariables: { edge: number; a: number; b: number }[] = [];
  const tiersUsed = chosen.map((entry) => [...new Set(entry.parts.map((part) => part.template.tier))].sort((a, b) => a - b));
  problem.edges.forEach((edge, e) => {
    for (const a of edge.from < 0 ? [edge.fromTier] : tiersUsed[edge.from]!)
      for (const b of tiersUsed[edge.to]!) if (problem.links[a]![b]) flowVariables.push({ edge: e, a, b });
  });
  const flowStart = variables;
  variables += flowVariables.length;
  const zeros = (): number[] => new Array<number>(variables).fill(0);
  const equalities: LexicographicProgramme["equalities"] = [];
  const inequalities: LexicographicProgramme["inequalities"] = [];
  chosen.forEach((entry, o) => {
    const calls = problem.operators[o]!.calls;
    const whole = zeros();
    entry.parts.forEach((part, p) => {
      whole[shareStart[o]! + p] = 1;
      if (!freeShares && entry.parts.length > 1) {
        const fixed = zeros();
        fixed[shareStart[o]! + p] = 1;
        if (p > 0) equalities.push({ row: fixed, right: part.share });
      } else if (freeShares) {
        const limit = shareLimit(problem, calls, part.template, part.replicas);
        if (limit < 1 + 1e-9) {
          const bound = zeros();
          bound[shareStart[o]! + p] = 1;
          inequalities.push({ row: bound, right: limit * (1 + 2e-13) });
        }
      }
    });
    equalities.push({ row: whole, right: 1 });
  });
  problem.edges.forEach((edge, e) => {
    const senders = edge.from < 0 ? [edge.fromTier] : tiersUsed[edge.from]!;
    for (const a of senders) {
      const row = zeros();
      flowVariables.forEach((flow, f) => {
        if (flow.edge === e && flow.a === a) row[flowStart + f] = 1;
      });
      if (edge.from >= 0) addTier(row, chosen[edge.from]!, shareStart[edge.from]!, a);
      equalities.push({ row, right: edge.from < 0 ? 1 : 0 });
    }
    for (const b of tiersUsed[edge.to]!) {
      const row = zeros();
      flowVariables.forEach((flow, f) => {
        if (flow.edge === e && flow.b === b) row[flowStart + f] = 1;
      });
      addTier(row, chosen[edge.to]!, shareStart[edge.to]!, b);
      equalities.push({ row, right: 0 });
    }
  });
  const cost = zeros();
  const energy = zeros();
  const time = zeros();
  chosen.forEach((entry, o) => {
    const calls = problem.operators[o]!.calls;
    entry.parts.forEach((part, p) => {
      cost[shareStart[o]! + p] = calls * part.template.usdPerCall;
      energy[shareStart[o]! + p] = calls * (problem.rateRps === null ? part.template.busyJPerCall : part.template.energyJPerCall);
    });
  });
  const load = new Map<number, number[]>();
  flowVariables.forEach(({ edge: e, a, b }, f) => {
    const edge = problem.edges[e]!;
    const bytes = messageBytes(problem, edge, chosen);
    const link = problem.links[a]![b]!;
    cost[flowStart + f] = edge.messages * bytes * link.pricePerByteUsd;
    time[flowStart + f] = transferMs(problem, a, b, bytes);
    if (link.mbps !== Number.POSITIVE_INFINITY && problem.rateRps !== null) {
      const pair = a * tiers + b;
      const row = load.get(pair) ?? zeros();
      row[flowStart + f] = (edge.messages * bytes * 8 * problem.rateRps) / (link.mbps * 1e6);
      load.set(pair, row);
    }
  });
  for (const row of load.values()) inequalities.push({ row, right: 1 + 2e-13 });
  const byId = chosen.map((_, o) => o).sort((x, y) => (problem.operators[x]!.id < problem.operators[y]!.id ? -1 : 1));
  const unit = (j: number): number[] => {
    const row = zeros();
    row[j] = -1;
    return row;
  };
  const objectives = costOnly ? [cost] : [cost, energy, time];
  if (freeShares && !costOnly) for (const o of byId) for (let p = 0; p < chosen[o]!.parts.length - 1; p += 1) objectives.push(unit(shareStart[o]! + p));
  if (!costOnly) for (let f = 0; f < flowVariables.length; f += 1) objectives.push(unit(flowStart + f));
  const solution = solveLexicographic({ variables, equalities, inequalities, objectives });
  if (!solution) return null;
  const flows = problem.edges.map(() => new Float64Array(tiers * tiers));
  flowVariables.forEach(({ edge, a, b }, f) => {
    const value = solution[flowStart + f]!;
    flows[edge]![a * tiers + b] = value > NO_SHARE ? value : 0;
  });
  const usdPerRequest = solution.reduce((sum, value, j) => sum + value * cost[j]!, 0);
  return { usdPerRequest, shares: chosen.map((entry, o) => entry.parts.map((_, p) => solution[shareStart[o]! + p]!)), flows };
}

function addTier(row: number[], entry: ChosenOperator, start: number, tier: number): void {
  entry.parts.forEach((part, p) => {
    if (part.template.tier === tier) row[start + p]! -= 1;
  });
}
