import type { ResolvedSettings } from "../../core/metrics/problem";

/** Pairs of partial plans that a slow machine looks at in a second; counted instead of the clock, so that the same input takes the same rung everywhere. */
const PAIRS_PER_SECOND = 12_000_000;
/** Stands for the time limit where there is none. */
const UNLIMITED_SECONDS = 600;
/** The ε that are tried, each with its share of the time limit. */
const RUNGS = [
  { epsilon: 0, share: 0.3 },
  { epsilon: 0.002, share: 0.15 },
  { epsilon: 0.01, share: 0.15 },
  { epsilon: 0.05, share: 0.15 },
  { epsilon: 0.2, share: 0.15 },
] as const;

/** One attempt: how good an answer it gives, and how many pairs of partial plans it may look at. */
export interface Rung {
  epsilon: number;
  mostPairs: number;
}

/**
 * The attempts of a search, best first: the ε that was asked for, or, when none was, exact and then the smallest ε of the ladder for which the time limit
 * leaves room. Without a limit an attempt may take as much as ten minutes would allow.
 */
export function rungsOf({ epsilon, automaticEpsilon, timeLimitSeconds }: ResolvedSettings, limitSeconds: number | null): Rung[] {
  if (!automaticEpsilon) return [{ epsilon, mostPairs: Number.POSITIVE_INFINITY }];
  const seconds = limitSeconds ?? timeLimitSeconds ?? UNLIMITED_SECONDS;
  return RUNGS.map(({ epsilon: own, share }) => ({ epsilon: own, mostPairs: seconds * share * PAIRS_PER_SECOND }));
}
