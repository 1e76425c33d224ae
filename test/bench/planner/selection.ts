/**
 * A planning problem in its barest form: one option per operator, no queues, no splits. The benchmark states each instance once like this and
 * writes it as documents (for the planner), as an integer programme (HiGHS) and as a file (Python peers), so that all of them solve the same thing.
 */
export interface SelectionOption {
  /** Cost of 1,000 calls, US$. */
  usdPerThousand: number;
  latencyMs: number;
  /** Stage quality, a fraction. */
  quality: number;
  tier: number;
  /** Devices of the tier's pool that the option occupies. */
  devices: number;
}

export interface SelectionEdge {
  /** −1 = the input, which enters in tier 0. */
  from: number;
  to: number;
}

export interface Scenario {
  probability: number;
  operators: number[];
}

export interface Transfer {
  /** Cost of 1,000 messages, US$. */
  usdPerThousand: number;
  latencyMs: number;
}

export interface Selection {
  name: string;
  family: string;
  /** In topological order. */
  operators: { id: string; options: SelectionOption[] }[];
  edges: SelectionEdge[];
  /** Between tiers, [from][to]; within a tier it is free and instant. */
  transfers: Transfer[][];
  /** Devices per tier that all operators share; null = more than enough. */
  deviceCounts: number[] | null;
  quality: "product" | "minimum";
  /** Exclusive ways through the graph; latency is the longest of all (p95 with every probability above 5 %). */
  scenarios: Scenario[];
  routers: { at: number; choose: { to: number; probability: number }[] }[];
}

/** Cost of 1,000 requests in US$, latency in ms, quality; the order of the vectors of a frontier. */
export type Vector = [usdPerThousand: number, latencyMs: number, quality: number];

/** Calls of an operator per request. */
export function callsOf(selection: Selection, operator: number): number {
  return selection.scenarios.reduce((sum, scenario) => sum + (scenario.operators.includes(operator) ? scenario.probability : 0), 0);
}

/** Messages on an edge per request. */
export function messagesOf(selection: Selection, edge: SelectionEdge): number {
  return selection.scenarios.reduce(
    (sum, scenario) => sum + (scenario.operators.includes(edge.to) && (edge.from < 0 || scenario.operators.includes(edge.from)) ? scenario.probability : 0),
    0,
  );
}

export function combinationsOf(selection: Selection): number {
  return selection.operators.reduce((product, operator) => product * operator.options.length, 1);
}

/** An evaluator that shares no code with the planner's. */
export class Evaluator {
  private readonly calls: number[];
  private readonly messages: number[];
  private readonly incoming: { edge: number; from: number }[][];

  constructor(private readonly selection: Selection) {
    this.calls = selection.operators.map((_, o) => callsOf(selection, o));
    this.messages = selection.edges.map((edge) => messagesOf(selection, edge));
    this.incoming = selection.operators.map((_, o) => selection.edges.flatMap((edge, index) => (edge.to === o ? [{ edge: index, from: edge.from }] : [])));
  }

  /** The vector of one choice of options, or null when the pools do not hold it. */
  vectorOf(choice: ArrayLike<number>): Vector | null {
    const { operators, transfers, deviceCounts, scenarios, quality } = this.selection;
    let usd = 0;
    let longest = 0;
    const ends = new Float64Array(operators.length);
    const used = new Float64Array(transfers.length);
    for (let o = 0; o < operators.length; o += 1) {
      const option = operators[o]!.options[choice[o]!]!;
      usd += this.calls[o]! * option.usdPerThousand;
      used[option.tier]! += option.devices;
      let start = 0;
      for (const { edge, from } of this.incoming[o]!) {
        const transfer = transfers[from < 0 ? 0 : operators[from]!.options[choice[from]!]!.tier]![option.tier]!;
        usd += this.messages[edge]! * transfer.usdPerThousand;
        start = Math.max(start, (from < 0 ? 0 : ends[from]!) + transfer.latencyMs);
      }
      ends[o] = start + option.latencyMs;
      longest = Math.max(longest, ends[o]!);
    }
    if (deviceCounts?.some((count, tier) => used[tier]! > count)) return null;
    let value = 0;
    for (const scenario of scenarios) {
      let stage = 1;
      for (const o of scenario.operators) {
        const own = operators[o]!.options[choice[o]!]!.quality;
        stage = quality === "product" ? stage * own : Math.min(stage, own);
      }
      value += scenario.probability * stage;
    }
    return [usd, longest, value];
  }
}

/** A figure at 12 significant digits, as the planner compares them. */
export function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

/** The vectors that no other is at least as good as in everything, each once, cheapest first. */
export function nonDominated(vectors: readonly Vector[]): Vector[] {
  const sorted = vectors
    .map(([usd, latencyMs, quality]): Vector => [rounded(usd), rounded(latencyMs), rounded(quality)])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1] || b[2] - a[2]);
  const kept: Vector[] = [];
  // Quality reached so far within each latency: ascending in both.
  const stairs: { latencyMs: number; quality: number }[] = [];
  for (const vector of sorted) {
    let low = 0;
    let high = stairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (stairs[middle]!.latencyMs <= vector[1]) low = middle + 1;
      else high = middle;
    }
    if (low > 0 && stairs[low - 1]!.quality >= vector[2]) continue;
    kept.push(vector);
    let end = low;
    while (end < stairs.length && stairs[end]!.quality <= vector[2]) end += 1;
    stairs.splice(low, end - low, { latencyMs: vector[1], quality: vector[2] });
  }
  return kept;
}

/** The frontier by looking at every combination. */
export function exhaustiveFrontier(selection: Selection): Vector[] {
  const evaluator = new Evaluator(selection);
  const sizes = selection.operators.map((operator) => operator.options.length);
  const choice = new Int32Array(sizes.length);
  let batch: Vector[] = [];
  for (;;) {
    const vector = evaluator.vectorOf(choice);
    if (vector) batch.push(vector);
    if (batch.length >= 200_000) batch = nonDominated(batch);
    let at = sizes.length - 1;
    while (at >= 0) {
      choice[at]! += 1;
      if (choice[at]! < sizes[at]!) break;
      choice[at] = 0;
      at -= 1;
    }
    if (at < 0) return nonDominated(batch);
  }
}
