import type { Evidence } from "../documents/common";
import type { CompiledEdge, CompiledOperator, Scenario } from "./problem";

/** A quality figure with its interval and the weakest evidence it rests on. */
export interface QualityValue {
  value: number;
  low: number;
  high: number;
  basis: Evidence;
}

/** Quality of one stage in one configuration. */
export interface StageQuality extends QualityValue {
  /** Identity of the figure: two operators that use the same row share its error. */
  row: object | null;
  /** For `chain`: row-stochastic, rows = worst bucket among active predecessors, best first. */
  matrix: number[][];
  /** What the value rests on, where it was computed from other figures: an alternative with a quality model of its own. */
  errors?: QualityErrors;
}

/** Figures that a quality rests on, each with the derivative of the quality by it. A figure that is used twice is one entry. */
export type QualityErrors = Map<object, { figure: Pick<QualityValue, "value" | "low" | "high">; slope: number }>;

export interface TableRow extends QualityValue {
  /** The row of the document. */
  origin: object;
  /** Per constrained operator: which of its configurations match. */
  matches: { operator: number; configurations: boolean[] }[];
}

/** Additive main effects fitted to a table's rows, for combinations without a row. */
export interface TableFit {
  intercept: number;
  /** effect[operator][configuration] */
  effect: number[][];
  largestResidual: number;
}

export interface CompiledQuality {
  model: "table" | "chain" | "product" | "minimum";
  /** The model itself is an assumption (product, minimum, several sinks). */
  assumption: boolean;
  counted: boolean[];
  /** stages[operator][configuration]; null when unknown. */
  stages: (StageQuality | null)[][];
  buckets: number;
  /** Most specific first. */
  rows: TableRow[];
  fit: TableFit | null;
}

/** What quality needs to know of a problem. */
export interface QualityContext {
  quality: CompiledQuality;
  operators: CompiledOperator[];
  incoming: CompiledEdge[][];
  outgoing: CompiledEdge[][];
  scenarios: Scenario[];
}

const RANK: Record<Evidence, number> = { measured: 0, fitted: 1, interpolated: 2, assumed: 3 };

/** The weaker of two kinds of evidence. */
export function weaker(a: Evidence, b: Evidence): Evidence {
  return RANK[a] >= RANK[b] ? a : b;
}

/**
 * Quality of a request (planning model, section 4) when operator i uses configuration `chosen[i]`; null when the model has no value
 * for that combination. Intervals: independent rows, first-order propagation of half-widths.
 */
export function evaluateQuality(context: QualityContext, chosen: readonly number[]): QualityValue | null {
  return evaluateWithErrors(context, chosen)?.quality ?? null;
}

/** The same, with what its interval rests on. */
export function evaluateWithErrors(context: QualityContext, chosen: readonly number[]): { quality: QualityValue; errors: QualityErrors } | null {
  const { quality } = context;
  if (quality.model === "table") return evaluateTable(quality, chosen);
  const count = context.operators.length;
  const stages: (StageQuality | null)[] = [];
  for (let o = 0; o < count; o += 1) {
    if (!quality.counted[o]) {
      stages.push(null);
      continue;
    }
    const stage = quality.stages[o]![chosen[o]!] ?? null;
    if (stage === null) return null;
    stages.push(stage);
  }
  const values = stages.map((stage) => stage?.value ?? 1);
  const value = stageQualityOf(context, stages, values);
  // Half-widths add up per row before they are squared: one estimate used twice errs in the same direction.
  const errors: QualityErrors = new Map();
  let basis: Evidence = quality.assumption ? "assumed" : "measured";
  for (let o = 0; o < count; o += 1) {
    const stage = stages[o];
    if (!stage) continue;
    basis = weaker(basis, stage.basis);
    if (stage.low === stage.value && stage.high === stage.value && !stage.errors) continue;
    const slope = slopeOf(context, stages, values, o);
    if (stage.errors) for (const [key, inner] of stage.errors) addError(errors, key, inner.figure, slope * inner.slope);
    else addError(errors, stage.row ?? stage, stage, slope);
  }
  let lowSquares = 0;
  let highSquares = 0;
  for (const { figure, slope } of errors.values()) {
    const down = slope * (slope >= 0 ? figure.value - figure.low : figure.value - figure.high);
    const up = slope * (slope >= 0 ? figure.high - figure.value : figure.low - figure.value);
    lowSquares += down * down;
    highSquares += up * up;
  }
  return {
    quality: { value: clip(value), low: clip(value - Math.sqrt(lowSquares)), high: clip(value + Math.sqrt(highSquares)), basis },
    errors,
  };
}

function addError(errors: QualityErrors, key: object, figure: QualityValue | Pick<QualityValue, "value" | "low" | "high">, slope: number): void {
  const known = errors.get(key);
  if (known) known.slope += slope;
  else errors.set(key, { figure, slope });
}

/**
 * Quality of a request (not of a table) if one stage after the other were perfect, all others as chosen: one value per operator, null for those that do
 * not count. Null when a stage has no value.
 */
export function qualityWithPerfectStages(context: QualityContext, chosen: readonly number[]): (number | null)[] | null {
  const { quality } = context;
  const stages: (StageQuality | null)[] = [];
  for (let o = 0; o < context.operators.length; o += 1) {
    const stage = quality.counted[o] ? (quality.stages[o]![chosen[o]!] ?? null) : null;
    if (stage === null && quality.counted[o]) return null;
    stages.push(stage);
  }
  const values = stages.map((stage) => stage?.value ?? 1);
  return stages.map((stage, o) => {
    if (stage === null) return null;
    const own = values[o]!;
    values[o] = 1;
    const value = clip(stageQualityOf(context, stages, values));
    values[o] = own;
    return value;
  });
}

function clip(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** Derivative of the request's quality by a stage's value. Product and chain are affine in each value, so a difference is exact. */
function slopeOf(context: QualityContext, stages: (StageQuality | null)[], values: number[], operator: number): number {
  if (context.quality.model === "minimum") {
    let slope = 0;
    for (const scenario of context.scenarios) {
      let least = -1;
      for (let o = 0; o < values.length; o += 1) {
        if (!scenario.active[o] || !context.quality.counted[o]) continue;
        if (least < 0 || values[o]! < values[least]!) least = o;
      }
      if (least === operator) slope += scenario.probability;
    }
    return slope;
  }
  const at = (value: number): number => stageQualityOf(context, stages, values.with(operator, value));
  return at(1) - at(0);
}

function stageQualityOf(context: QualityContext, stages: (StageQuality | null)[], values: readonly number[]): number {
  let total = 0;
  for (const scenario of context.scenarios) total += scenario.probability * scenarioQuality(context, scenario, stages, values);
  return total;
}

/** Quality of one scenario from stage values; a stage's `matrix` is used with its first row's best entry replaced by the value (two buckets). */
export function scenarioQuality(context: QualityContext, scenario: Scenario, stages: (StageQuality | null)[], values: readonly number[]): number {
  const { quality } = context;
  if (quality.model === "product" || quality.model === "minimum") {
    let result = 1;
    for (let o = 0; o < values.length; o += 1) {
      if (!scenario.active[o] || !quality.counted[o]) continue;
      result = quality.model === "product" ? result * values[o]! : Math.min(result, values[o]!);
    }
    return result;
  }
  return chainQuality(context, scenario, stages, values);
}

/** Propagates bucket distributions in topological order; predecessors are combined as independent; several sinks multiply. */
function chainQuality(context: QualityContext, scenario: Scenario, stages: (StageQuality | null)[], values: readonly number[]): number {
  const buckets = context.quality.buckets;
  const distribution: (number[] | undefined)[] = new Array(values.length);
  let sinks = 1;
  for (let o = 0; o < values.length; o += 1) {
    if (!scenario.active[o]) continue;
    const worst = worstBucket(context, scenario, distribution, o, buckets);
    const stage = stages[o];
    if (!stage) distribution[o] = worst;
    else {
      const result = new Array<number>(buckets).fill(0);
      for (let row = 0; row < buckets; row += 1) {
        if (worst[row] === 0) continue;
        const cells = row === 0 ? firstRow(stage, values[o]!, buckets) : stage.matrix[row]!;
        for (let column = 0; column < buckets; column += 1) result[column]! += worst[row]! * cells[column]!;
      }
      distribution[o] = result;
    }
    if (!context.outgoing[o]!.some((edge) => scenario.usedEdges[edge.index])) sinks *= distribution[o]![0]!;
  }
  return sinks;
}

function firstRow(stage: StageQuality, value: number, buckets: number): number[] {
  if (value === stage.matrix[0]![0]) return stage.matrix[0]!;
  const rest = 1 - stage.matrix[0]![0]!;
  const row = stage.matrix[0]!.map((cell) => (rest > 0 ? (cell * (1 - value)) / rest : (1 - value) / (buckets - 1)));
  row[0] = value;
  return row;
}

function worstBucket(context: QualityContext, scenario: Scenario, distribution: (number[] | undefined)[], operator: number, buckets: number): number[] {
  const cumulative = new Array<number>(buckets).fill(1);
  for (const edge of context.incoming[operator]!) {
    if (edge.from < 0 || !scenario.usedEdges[edge.index]) continue;
    const sender = distribution[edge.from];
    if (!sender) continue;
    let sum = 0;
    for (let b = 0; b < buckets; b += 1) {
      sum += sender[b]!;
      cumulative[b]! *= b === buckets - 1 ? 1 : sum;
    }
  }
  return cumulative.map((value, b) => (b === 0 ? value : value - cumulative[b - 1]!));
}

function evaluateTable(quality: CompiledQuality, chosen: readonly number[]): { quality: QualityValue; errors: QualityErrors } | null {
  const asOne = (found: QualityValue, key: object) => ({ quality: found, errors: new Map([[key, { figure: found, slope: 1 }]]) });
  for (const row of quality.rows) {
    if (row.matches.every((match) => match.configurations[chosen[match.operator]!])) {
      return asOne({ value: row.value, low: row.low, high: row.high, basis: row.basis }, row);
    }
  }
  if (!quality.fit) return null;
  let value = quality.fit.intercept;
  for (let o = 0; o < chosen.length; o += 1) value += quality.fit.effect[o]![chosen[o]!] ?? 0;
  value = clip(value);
  const found: QualityValue = {
    value,
    low: clip(value - quality.fit.largestResidual),
    high: clip(value + quality.fit.largestResidual),
    basis: "interpolated",
  };
  return asOne(found, quality.fit);
}
