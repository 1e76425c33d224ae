import fc from "fast-check";

type Generate = fc.GeneratorValue;

/** Without fast-check's liking for extremes, which would make most instances empty or infeasible. */
const uniform = (min: number, max: number) => fc.noBias(fc.integer({ min, max }));

/** Draws of one random instance. `nice` instances use few round numbers, so that ties are common; the others have no ties. */
export class Draw {
  readonly nice: boolean;
  constructor(private readonly generate: Generate) {
    this.nice = this.chance(0.4);
  }
  int(min: number, max: number): number {
    return this.generate(uniform, min, max);
  }
  chance(probability: number): boolean {
    // The interesting case is the larger number, so that shrinking takes features away.
    return this.int(0, 999) >= 1000 - probability * 1000;
  }
  pick<T>(values: readonly T[]): T {
    return values[this.int(0, values.length - 1)] as T;
  }
  maybe<T>(probability: number, make: () => T): T | undefined {
    return this.chance(probability) ? make() : undefined;
  }
  /** A number: one of the nice ones, or any between their extremes (on a logarithmic scale when they span much). */
  number(nice: readonly number[]): number {
    if (this.nice) return this.pick(nice);
    const positive = nice.filter((value) => value > 0);
    const low = Math.min(...positive);
    const high = Math.max(...positive);
    const at = this.int(0, 99991) / 99991;
    return low * (high / low) ** at;
  }
  /** A non-empty subset in order. */
  subset<T>(values: readonly T[], keep = 0.5): T[] {
    const kept = values.filter(() => this.chance(keep));
    return kept.length > 0 ? kept : [this.pick(values)];
  }
}

/** Drops keys without a value, as a document would not have them. */
export function compact<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;
}
