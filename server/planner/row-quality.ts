import { qualityLossShares } from "../../core/metrics/plan-body";
import type { Problem } from "../../core/metrics/problem";
import type { QualityValue, StageQuality } from "../../core/metrics/quality";
import { requestQuality } from "../../core/metrics/quality-levels";
import type { OperatorOptions } from "./options";

/** Rows are gone through in runs of this many, so that what is formed of them stays in the processor's cache. */
export const BLOCK = 1024;
/** The weakest last, as `weaker` has them; the places are also those of the packed form. */
export const QUALITY_BASES = ["measured", "fitted", "interpolated", "assumed"] as const;
/** Stands in a column of bases where a plan has no quality. */
export const NO_QUALITY = 255;

/** Quality of one run of rows. */
export interface QualityRun {
  value: Float64Array;
  low: Float64Array;
  high: Float64Array;
  basis: Uint8Array;
}

/** Quality of plans that are given as columns of choices; the numbers are those of `requestQuality` and `qualityLossShares`, to the last bit. */
export interface RowQuality {
  /** Quality of `count` rows from a place on; NaN and NO_QUALITY where there is none. */
  figures(choices: readonly Int32Array[], from: number, count: number, run: QualityRun): void;
  /** Each operator's share of the quality lost, into losses[operator]; `value` is the quality of those rows. */
  losses(choices: readonly Int32Array[], from: number, count: number, value: Float64Array, losses: readonly Float64Array[]): void;
}

export function rowQualityOf(problem: Problem, operators: readonly OperatorOptions[]): RowQuality {
  const { model } = problem.quality;
  if (problem.qualityUnknown) return new NoQuality();
  const composes = (model === "product" || model === "minimum") && !problem.levels && problem.scenarios.length === 1;
  return composes ? new StageColumns(problem, operators) : new KnownQualities(problem, operators);
}

class NoQuality implements RowQuality {
  figures(_choices: readonly Int32Array[], _from: number, count: number, run: QualityRun): void {
    for (const column of [run.value, run.low, run.high]) column.fill(Number.NaN, 0, count);
    run.basis.fill(NO_QUALITY, 0, count);
  }

  losses(_choices: readonly Int32Array[], _from: number, count: number, _value: Float64Array, losses: readonly Float64Array[]): void {
    for (const column of losses) column.fill(0, 0, count);
  }
}

/** Any model: each combination of configurations is looked up once. */
class KnownQualities implements RowQuality {
  private readonly configurations: Int32Array[];
  private readonly known = new Map<string, { quality: QualityValue | null; losses: number[] | null }>();

  constructor(
    private readonly problem: Problem,
    operators: readonly OperatorOptions[],
  ) {
    this.configurations = operators.map(({ options }) => Int32Array.from(options, (option) => option.configuration));
  }

  figures(choices: readonly Int32Array[], from: number, count: number, run: QualityRun): void {
    for (let r = 0; r < count; r += 1) {
      const { quality } = this.of(this.chosen(choices, from + r));
      run.value[r] = quality?.value ?? Number.NaN;
      run.low[r] = quality?.low ?? Number.NaN;
      run.high[r] = quality?.high ?? Number.NaN;
      run.basis[r] = quality ? QUALITY_BASES.indexOf(quality.basis) : NO_QUALITY;
    }
  }

  losses(choices: readonly Int32Array[], from: number, count: number, _value: Float64Array, losses: readonly Float64Array[]): void {
    for (let r = 0; r < count; r += 1) {
      const chosen = this.chosen(choices, from + r);
      const entry = this.of(chosen);
      entry.losses ??= qualityLossShares(this.problem, chosen, entry.quality);
      for (let o = 0; o < losses.length; o += 1) losses[o]![r] = entry.losses[o]!;
    }
  }

  private chosen(choices: readonly Int32Array[], row: number): number[] {
    return this.configurations.map((own, o) => own[choices[o]![row]!]!);
  }

  private of(chosen: readonly number[]): { quality: QualityValue | null; losses: number[] | null } {
    const key = chosen.join();
    let entry = this.known.get(key);
    if (!entry) {
      entry = { quality: requestQuality(this.problem, chosen), losses: null };
      this.known.set(key, entry);
    }
    return entry;
  }
}

/** What one counted operator's options bring to a product or minimum. */
interface StageColumn {
  operator: number;
  stages: (StageQuality | null)[];
  /** Value per option; NaN where there is none. */
  values: Float64Array;
  bases: Uint8Array;
  /** Which estimate the value rests on; −1 where it is certain. */
  estimates: Int32Array;
}

/** Products and minima of stage values in one scenario. */
class StageColumns implements RowQuality {
  private readonly columns: StageColumn[];
  private readonly probability: number;
  private readonly product: boolean;
  private readonly weakest: number;
  private readonly certain: boolean;
  /** Two operators may rest on one estimate: their errors then add up. */
  private readonly shared: boolean;
  private readonly own: Float64Array[];
  private readonly perfect: Float64Array[];
  private readonly before = new Float64Array(BLOCK);

  constructor(problem: Problem, operators: readonly OperatorOptions[]) {
    const { quality } = problem;
    const estimates = new Map<object, { place: number; operator: number }>();
    let shared = false;
    this.columns = operators.flatMap(({ options }, o): StageColumn[] => {
      if (!quality.counted[o]) return [];
      const stages = options.map((option) => quality.stages[o]![option.configuration] ?? null);
      const own: StageColumn = {
        operator: o,
        stages,
        values: new Float64Array(stages.length).fill(Number.NaN),
        bases: new Uint8Array(stages.length),
        estimates: new Int32Array(stages.length).fill(-1),
      };
      stages.forEach((stage, i) => {
        if (!stage) return;
        own.values[i] = stage.value;
        own.bases[i] = QUALITY_BASES.indexOf(stage.basis);
        if (stage.low === stage.value && stage.high === stage.value) return;
        const rests = stage.row ?? stage;
        const known = estimates.get(rests);
        shared ||= known !== undefined && known.operator !== o;
        own.estimates[i] = known?.place ?? estimates.size;
        if (!known) estimates.set(rests, { place: estimates.size, operator: o });
      });
      return [own];
    });
    this.shared = shared;
    this.certain = estimates.size === 0;
    this.product = quality.model === "product";
    this.probability = problem.scenarios[0]!.probability;
    this.weakest = quality.assumption ? QUALITY_BASES.indexOf("assumed") : 0;
    this.own = this.columns.map(() => new Float64Array(BLOCK));
    this.perfect = this.columns.map(() => new Float64Array(BLOCK));
  }

  figures(choices: readonly Int32Array[], from: number, count: number, run: QualityRun): void {
    const { columns, product, probability } = this;
    const { value, low, high, basis } = run;
    value.fill(1, 0, count);
    basis.fill(this.weakest, 0, count);
    for (const { operator, values, bases } of columns) {
      const chosen = choices[operator]!;
      for (let r = 0; r < count; r += 1) {
        const option = chosen[from + r]!;
        const own = values[option]!;
        value[r] = product ? value[r]! * own : Math.min(value[r]!, own);
        if (bases[option]! > basis[r]!) basis[r] = bases[option]!;
      }
    }
    for (let r = 0; r < count; r += 1) {
      if (Number.isNaN(value[r])) basis[r] = NO_QUALITY;
      value[r] = probability * value[r]!;
    }
    if (this.certain) {
      for (let r = 0; r < count; r += 1) low[r] = high[r] = value[r] = clip(value[r]!);
      return;
    }
    this.formPerfect(choices, from, count);
    for (let r = 0; r < count; r += 1) this.spread(choices, from, r, run);
  }

  losses(choices: readonly Int32Array[], from: number, count: number, value: Float64Array, losses: readonly Float64Array[]): void {
    const { columns, perfect, before } = this;
    for (const column of losses) column.fill(0, 0, count);
    this.formPerfect(choices, from, count);
    const total = before.fill(0);
    for (let k = 0; k < columns.length; k += 1) {
      const own = losses[columns[k]!.operator]!;
      const best = perfect[k]!;
      for (let r = 0; r < count; r += 1) {
        own[r] = Math.max(0, clip(best[r]!) - value[r]!);
        total[r] = total[r]! + own[r]!;
      }
    }
    for (let k = 0; k < columns.length; k += 1) {
      const own = losses[columns[k]!.operator]!;
      // None is lost where the quality is not known.
      for (let r = 0; r < count; r += 1) own[r] = total[r]! > 0 ? Math.min(1, own[r]! / total[r]!) : 0;
    }
  }

  /** Stage values of the rows, and the quality if one stage after the other were perfect, factors in the order of operators. */
  private formPerfect(choices: readonly Int32Array[], from: number, count: number): void {
    const { columns, own, perfect, product, probability } = this;
    const before = this.before.fill(1);
    for (let k = 0; k < columns.length; k += 1) {
      const { operator, values } = columns[k]!;
      const chosen = choices[operator]!;
      const column = own[k]!;
      for (let r = 0; r < count; r += 1) column[r] = values[chosen[from + r]!]!;
    }
    for (let k = 0; k < columns.length; k += 1) {
      const column = perfect[k]!;
      column.set(before);
      for (let j = k + 1; j < columns.length; j += 1) combine(column, own[j]!, count, product);
      for (let r = 0; r < count; r += 1) column[r] = probability * column[r]!;
      combine(before, own[k]!, count, product);
    }
  }

  /** Interval of one row: independent estimates, half-widths by the derivative. */
  private spread(choices: readonly Int32Array[], from: number, r: number, { value, low, high }: QualityRun): void {
    const { columns, own, perfect } = this;
    let least = 0;
    if (!this.product) for (let k = 1; k < columns.length; k += 1) if (own[k]![r]! < own[least]![r]!) least = k;
    const seen: { estimate: number; stage: StageQuality; slope: number }[] = [];
    for (let k = 0; k < columns.length; k += 1) {
      const { operator, stages, estimates } = columns[k]!;
      const option = choices[operator]![from + r]!;
      const estimate = estimates[option]!;
      if (estimate < 0) continue;
      const slope = this.product ? perfect[k]![r]! : k === least ? this.probability : 0;
      const known = this.shared ? seen.find((entry) => entry.estimate === estimate) : undefined;
      if (known) known.slope += slope;
      else seen.push({ estimate, stage: stages[option]!, slope });
    }
    let lowSquares = 0;
    let highSquares = 0;
    for (const { stage, slope } of seen) {
      const down = slope * (stage.value - stage.low);
      const up = slope * (stage.high - stage.value);
      lowSquares += down * down;
      highSquares += up * up;
    }
    const middle = value[r]!;
    value[r] = clip(middle);
    low[r] = clip(middle - Math.sqrt(lowSquares));
    high[r] = clip(middle + Math.sqrt(highSquares));
  }
}

function combine(into: Float64Array, own: Float64Array, count: number, product: boolean): void {
  if (product) for (let r = 0; r < count; r += 1) into[r] = into[r]! * own[r]!;
  else for (let r = 0; r < count; r += 1) into[r] = Math.min(into[r]!, own[r]!);
}

function clip(value: number): number {
  return Math.min(1, Math.max(0, value));
}
