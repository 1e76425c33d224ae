import { PROBABILITY } from "./statistics";

/**
 * Probability that a call waits in an M/M/c station (Erlang C), by the stable recursion of Erlang B:
 * B(0) = 1, B(n) = aB(n−1)/(n + aB(n−1)), C = B(c)/(1 − ρ(1 − B(c))) with a = offered load in Erlang and ρ = a/c < 1.
 * Source: Cooper, Introduction to Queueing Theory (1981), ch. 3.
 */
export function erlangC(servers: number, offeredErlang: number): number {
  if (offeredErlang <= 0) return 0;
  const utilisation = offeredErlang / servers;
  if (utilisation >= 1) return 1;
  let blocking = 1;
  for (let n = 1; n <= servers; n += 1) blocking = (offeredErlang * blocking) / (n + offeredErlang * blocking);
  return blocking / (1 - utilisation * (1 - blocking));
}

export interface Wait {
  /** P(wait). */
  probability: number;
  meanMs: number;
}

/**
 * Mean wait of a G/G/c station (Allen–Cunneen approximation): 1000·C/(cμ − r)·(ca² + cs²)/2 ms, where each of `servers`
 * serves at `ratePerServerRps` and calls arrive at `arrivalRps`. Infinite at or beyond full load.
 */
export function stationWait(servers: number, ratePerServerRps: number, arrivalRps: number, ca2: number, cs2: number): Wait {
  const capacityRps = servers * ratePerServerRps;
  if (arrivalRps <= 0) return { probability: 0, meanMs: 0 };
  if (arrivalRps >= capacityRps) return { probability: 1, meanMs: Number.POSITIVE_INFINITY };
  const probability = erlangC(servers, arrivalRps / ratePerServerRps);
  return { probability, meanMs: ((1000 * probability) / (capacityRps - arrivalRps)) * ((ca2 + cs2) / 2) };
}

/** Wait at each of the five statistics, ms: waits beyond zero are exponential with mean W/C. */
export function waitStatistics(wait: Wait): number[] {
  const { probability, meanMs } = wait;
  if (probability <= 0 || meanMs <= 0) return [0, 0, 0, 0, 0];
  const scale = meanMs / probability;
  const at = (q: number): number => Math.max(0, scale * Math.log(probability / (1 - q)));
  return [meanMs, at(PROBABILITY.p50), at(PROBABILITY.p90), at(PROBABILITY.p95), at(PROBABILITY.p99)];
}
