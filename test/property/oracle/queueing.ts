/**
 * Erlang C: the probability that a call waits at `servers` servers of rate `mu` (per second) under `rate` calls per second,
 * by the textbook sum (Gross & Harris, Fundamentals of Queueing Theory, 2.33).
 */
export function erlangC(servers: number, mu: number, rate: number): number {
  const a = rate / mu;
  let term = 1;
  let below = 0;
  for (let n = 0; n < servers; n += 1) {
    below += term;
    term *= a / (n + 1);
  }
  const last = (term * servers) / (servers - a);
  return last / (below + last);
}

/** A G/G/c station in the Allen–Cunneen approximation, waits beyond zero exponential (section 2). */
export interface Station {
  servers: number;
  /** Calls per second of one server. */
  mu: number;
  /** Offered calls per second. */
  rate: number;
  /** Squared coefficient of variation of the arrivals. */
  ca2: number;
  /** Squared coefficient of variation of the service. */
  cs2: number;
}

/** Wait at a percentile level (null: mean), in ms. */
export function waitMs(station: Station, level: number | null): number {
  const c = erlangC(station.servers, station.mu, station.rate);
  const meanOfWaiting = ((1000 / (station.servers * station.mu - station.rate)) * (station.ca2 + station.cs2)) / 2;
  if (level === null) return c * meanOfWaiting;
  return Math.max(0, meanOfWaiting * Math.log(c / (1 - level)));
}
