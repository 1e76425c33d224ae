/**
 * Most rows that the tables of one search may hold together; at about 45 bytes a row this bounds their memory at some 270 MB. Where rows are equal, their ties are
 * settled by numbers (tie-break.ts) of another 8 to 24 bytes a row.
 */
export const MOST_ROWS = 6_000_000;

/** Raised inside a search when it is told to stop; what was found stays. */
export class SearchStopped extends Error {}

/** Raised inside a search that would hold more rows, or look at more pairs, than it may. What was found before stays. */
export class EffortExceeded extends SearchStopped {}

/** What it took to make a table: pairs looked at, rows kept, and the most rows asked for on the way. */
export interface Spent {
  pairs: number;
  rows: number;
  most: number;
}

/**
 * What a search may spend, counted and not clocked, so that the same input ends the same way on every machine: pairs of partial plans looked at
 * and rows held by its tables.
 */
export class Effort {
  private pairs = 0;
  private rows = 0;
  /** The most rows that were asked for at once. */
  private most = 0;

  constructor(
    readonly mostPairs: number = Number.POSITIVE_INFINITY,
    readonly mostRows: number = MOST_ROWS,
  ) {}

  /** Counts pairs; throws when there are too many. */
  look(pairs: number): void {
    this.pairs += pairs;
    if (this.pairs > this.mostPairs)
      throw new EffortExceeded(
        `The search needs more than the ${Math.round(this.mostPairs).toLocaleString("en")} partial plans that its time limit leaves room for.`,
      );
  }

  /** Whether a table that is being made still has room for so many rows; throws when not. */
  fits(rows: number): void {
    this.most = Math.max(this.most, this.rows + rows);
    if (this.rows + rows > this.mostRows)
      throw new EffortExceeded(`The search needs more than the ${this.mostRows.toLocaleString("en")} partial plans that are kept at a time.`);
  }

  /** Counts the rows of a table that is kept. */
  keep(rows: number): void {
    this.fits(rows);
    this.rows += rows;
  }

  /** Begins to measure what a table takes. */
  mark(): Spent {
    this.most = this.rows;
    return { pairs: this.pairs, rows: this.rows, most: this.rows };
  }

  since({ pairs, rows }: Spent): Spent {
    return { pairs: this.pairs - pairs, rows: this.rows - rows, most: this.most - rows };
  }

  affords({ pairs, most }: Spent): boolean {
    return this.pairs + pairs <= this.mostPairs && this.rows + most <= this.mostRows;
  }

  /** Counts what a table took when it was made. */
  spend({ pairs, rows }: Spent): void {
    this.look(pairs);
    this.keep(rows);
  }
}
