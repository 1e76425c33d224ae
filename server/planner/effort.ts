/** Most rows that the tables of one search may hold together; at about 45 bytes a row this bounds their memory at some 270 MB. */
export const MOST_ROWS = 6_000_000;

/** Raised inside a search when it is told to stop; what was found stays. */
export class SearchStopped extends Error {}

/** Raised inside a search that would hold more rows, or look at more pairs, than it may. What was found before stays. */
export class EffortExceeded extends SearchStopped {}

/**
 * What a search may spend, counted and not clocked, so that the same input ends the same way on every machine: pairs of partial plans looked at
 * and rows held by its tables.
 */
export class Effort {
  private pairs = 0;
  private rows = 0;

  constructor(
    readonly mostPairs: number = Number.POSITIVE_INFINITY,
    readonly mostRows: number = MOST_ROWS,
  ) {}

  /** Counts pairs; throws when there are too many. */
  look(pairs: number): void {
    this.pairs += pairs;
    if (this.pairs > this.mostPairs)
      throw new EffortExceeded(`The search needs more than the ${Math.round(this.mostPairs / 1e6)} million partial plans that its time limit leaves room for.`);
  }

  /** Whether a table that is being made still has room for so many rows; throws when not. */
  fits(rows: number): void {
    if (this.rows + rows > this.mostRows)
      throw new EffortExceeded(`The search needs more than the ${this.mostRows / 1e6} million partial plans that are kept at a time.`);
  }

  /** Counts the rows of a table that is kept. */
  keep(rows: number): void {
    this.fits(rows);
    this.rows += rows;
  }
}
