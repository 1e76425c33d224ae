import type { Slack } from "./table";

/**
 * Values this close, relatively, are taken for equal: one sum formed in two orders differs by about one part in 10^16 per term, and without this each
 * such twin would be multiplied in every later step. Over 40 steps it adds up to 2·10^-13; answers are compared at 12 digits.
 */
export const TWIN = 4e-15;

/** The slack of three columns; at least that of twins. */
export class SlackOf {
  readonly times0: number;
  readonly plus0: number;
  readonly times1: number;
  readonly plus1: number;
  readonly times2: number;
  readonly plus2: number;

  /** Whether there is slack in column 0 beyond that of twins. */
  readonly wide: boolean;

  constructor(slack: Slack | null) {
    const times = (d: number): number => {
      const value = slack?.times[d] ?? 0;
      return value === 0 ? TWIN : value;
    };
    this.times0 = times(0);
    this.plus0 = slack?.plus[0] ?? 0;
    this.wide = this.times0 > TWIN || this.plus0 > 0;
    this.times1 = times(1);
    this.plus1 = slack?.plus[1] ?? 0;
    this.times2 = times(2);
    this.plus2 = slack?.plus[2] ?? 0;
  }

  first(value: number): number {
    return value + Math.abs(value) * this.times0 + this.plus0;
  }

  second(value: number): number {
    return value + Math.abs(value) * this.times1 + this.plus1;
  }

  third(value: number): number {
    return value + Math.abs(value) * this.times2 + this.plus2;
  }
}

/** Whether two values differ by no more than the order of a sum can make. */
export function twins(a: number, b: number): boolean {
  return Math.abs(a - b) <= TWIN * Math.abs(a);
}

/** Just below all twins of a value. */
export function lessThanTwins(value: number): number {
  return value - Math.abs(value) * 2 * TWIN;
}
