import loadHighs from "highs";
import { callsOf, messagesOf, rounded, type Selection, type Vector } from "./selection";

/** Slack of a bound, so that a plan exactly on it is inside in spite of rounding; far below the steps of the figures. */
const SLACK = 1e-7;
const LOSS_SLACK = 1e-9;

export interface HighsAnswer {
  /** Least cost of 1,000 requests within the bounds; null = none, or not found in time. */
  usdPerThousand: number | null;
  ms: number;
  proven: boolean;
  choice: number[] | null;
}

export interface EpsilonConstraint {
  version: string;
  /** Least cost with latency and quality bounded: the programme that ε-constraint enumeration repeats. */
  leastCost(bounds: { latencyMs: number; quality: number }, limitSeconds: number): HighsAnswer;
  close(): void;
}

/** Whether the quality model can be written with linear rows: a product is a sum of logarithms, but a mean of products over scenarios is not. */
export function isLinear(selection: Selection): boolean {
  return selection.quality === "minimum" || selection.scenarios.length === 1;
}

/** The instance in HiGHS, kept between queries; only bounds change, as an enumeration would have it. */
export async function epsilonConstraint(selection: Selection): Promise<EpsilonConstraint> {
  const highs = await loadHighs();
  const model = highs.createModel({ format: "lp", data: lpText(selection) });
  model.options.set({ output_flag: false, mip_rel_gap: 0, mip_abs_gap: 1e-9, mip_feasibility_tolerance: 1e-9, primal_feasibility_tolerance: 1e-9 });
  const latencyRow = model.getRowByName("latency");
  const qualityRow = model.getRowByName("quality");
  const columns = selection.operators.map((operator, o) => operator.options.map((_, k) => model.getColByName(`x${o}_${k}`)));
  return {
    version: highs.version.string,
    leastCost({ latencyMs, quality }, limitSeconds) {
      const started = performance.now();
      model.changeRowBounds(latencyRow, -highs.infinity, latencyMs + SLACK);
      if (selection.quality === "minimum") model.changeRowBounds(qualityRow, quality - LOSS_SLACK, highs.infinity);
      else model.changeRowBounds(qualityRow, -highs.infinity, (quality > 0 ? -Math.log(quality) : highs.infinity) + LOSS_SLACK);
      model.zeroAllClocks();
      model.options.set({ time_limit: limitSeconds });
      model.run();
      const ms = performance.now() - started;
      const status = model.getModelStatus();
      const { optimal, infeasible } = highs.constants.modelStatus;
      // A programme stopped at its limit may still have found a plan.
      const values = status === infeasible ? null : model.getSolution().colValue;
      const found = values ? columns.map((row) => row.findIndex((column) => (values[column] ?? 0) > 0.5)) : null;
      const choice = found?.every((option) => option >= 0) ? found : null;
      return { usdPerThousand: status === optimal ? model.getObjectiveValue() : null, ms, proven: status === optimal || status === infeasible, choice };
    },
    close: () => model.dispose(),
  };
}

/** One binary column per option; between tiers, flows along each edge; the longest path by one column per operator (a chain: one sum). */
function lpText(selection: Selection): string {
  const { operators, edges, transfers, scenarios } = selection;
  const several = transfers.length > 1;
  const isChain = scenarios.length === 1 && edges.every(({ from, to }) => from === to - 1);
  const cost: string[] = [];
  const rows: string[] = [];
  const binaries: string[] = [];
  const bounds: string[] = [];
  const x = (o: number, k: number): string => `x${o}_${k}`;
  const sum = (terms: string[]): string => (terms.length > 0 ? terms.join(" + ") : "0 x0_0");
  const times = (value: number, name: string): string => `${value} ${name}`;
  const own = operators.map(({ options }, o) => options.flatMap((option, k) => (option.latencyMs === 0 ? [] : [times(option.latencyMs, x(o, k))])));
  const losses = operators.map(({ options }, o) =>
    options.flatMap((option, k) => (option.quality === 1 ? [] : [{ value: -Math.log(option.quality), name: x(o, k) }])),
  );
  operators.forEach(({ options }, o) => {
    const calls = callsOf(selection, o);
    options.forEach((option, k) => {
      cost.push(times(calls * option.usdPerThousand, x(o, k)));
      binaries.push(x(o, k));
    });
    rows.push(`g${o}: ${sum(options.map((_, k) => x(o, k)))} = 1`);
  });
  const inTier = (o: number, t: number, sign: string): string =>
    operators[o]!.options.flatMap((option, k) => (option.tier === t ? [` ${sign} ${x(o, k)}`] : [])).join("");
  const crossings = edges.map(({ from, to }, e) => {
    if (!several) return [];
    const messages = messagesOf(selection, { from, to });
    const terms: string[] = [];
    const starts = from < 0 ? [0] : transfers.map((_, t) => t);
    for (const a of starts) {
      transfers.forEach((_, b) => {
        const { usdPerThousand, latencyMs } = transfers[a]![b]!;
        const z = `z${e}_${a}_${b}`;
        if (usdPerThousand > 0) cost.push(times(messages * usdPerThousand, z));
        if (latencyMs > 0) terms.push(times(latencyMs, z));
        bounds.push(`0 <= ${z} <= 1`);
      });
      if (from >= 0) rows.push(`s${e}_${a}: ${sum(transfers.map((_, b) => `z${e}_${a}_${b}`))}${inTier(from, a, "-")} = 0`);
    }
    transfers.forEach((_, b) => {
      rows.push(`r${e}_${b}: ${sum(starts.map((a) => `z${e}_${a}_${b}`))}${inTier(to, b, "-")} = 0`);
    });
    return terms;
  });
  if (isChain) rows.push(`latency: ${sum([...own.flat(), ...crossings.flat()])} <= 1e30`);
  else {
    edges.forEach(({ from, to }, e) => {
      const start = from < 0 ? "" : ` - end${from}`;
      rows.push(`p${e}: end${to}${start}${[...own[to]!, ...crossings[e]!].map((term) => ` - ${term}`).join("")} >= 0`);
    });
    operators.forEach((_, o) => {
      if (!edges.some((edge) => edge.from === o)) rows.push(`f${o}: finish - end${o} >= 0`);
    });
    rows.push("latency: finish <= 1e30");
  }
  selection.deviceCounts?.forEach((count, t) => {
    const terms = operators.flatMap(({ options }, o) => options.flatMap((option, k) => (option.tier === t ? [times(option.devices, x(o, k))] : [])));
    if (terms.length > 0) rows.push(`d${t}: ${sum(terms)} <= ${count}`);
  });
  if (selection.quality === "product") {
    rows.push(`quality: ${sum(losses.flat().map(({ value, name }) => times(value, name)))} <= 1e30`);
  } else {
    scenarios.forEach(({ operators: members }, s) => {
      bounds.push(`0 <= m${s} <= 1`);
      for (const o of members) {
        const terms = operators[o]!.options.map((option, k) => ` - ${times(option.quality, x(o, k))}`);
        rows.push(`m${s}_${o}: m${s}${terms.join("")} <= 0`);
      }
    });
    rows.push(`quality: ${sum(scenarios.map(({ probability }, s) => times(probability, `m${s}`)))} >= 0`);
  }
  return [
    "Minimize",
    ` cost: ${sum(cost)}`,
    "Subject To",
    ...rows.map((row) => ` ${row}`),
    "Bounds",
    ...bounds,
    "Binary",
    ` ${binaries.join(" ")}`,
    "End",
  ].join("\n");
}

/**
 * The whole frontier by ε-constraint, in nested loops: with quality bounded, the two-dimensional front of cost and latency by tightening latency;
 * then quality is tightened beyond the worst of that front. Each front is complete for its bound, so every vector is found.
 */
export function enumerateByEpsilonConstraint(
  problem: EpsilonConstraint,
  vectorOf: (choice: number[]) => Vector,
  steps: { ms: number },
  limitSeconds: number,
): { vectors: Vector[]; solves: number; seconds: number; complete: boolean } {
  const started = performance.now();
  const found = new Map<string, Vector>();
  let solves = 0;
  let quality = 0;
  for (;;) {
    let latencyMs = 1e9;
    let worst = Number.POSITIVE_INFINITY;
    for (;;) {
      const seconds = (performance.now() - started) / 1000;
      if (seconds > limitSeconds) return { vectors: [...found.values()], solves, seconds, complete: false };
      const answer = problem.leastCost({ latencyMs, quality }, limitSeconds);
      solves += 1;
      if (!answer.choice) break;
      const vector = vectorOf(answer.choice).map(rounded) as Vector;
      found.set(vector.join(" "), vector);
      worst = Math.min(worst, vector[2]);
      latencyMs = vector[1] - steps.ms / 2;
    }
    if (worst === Number.POSITIVE_INFINITY) return { vectors: [...found.values()], solves, seconds: (performance.now() - started) / 1000, complete: true };
    quality = worst * (1 + 1e-7);
  }
}
