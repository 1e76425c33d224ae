/** Cases of one property: as many as the suite can afford, times TRILEMMA_PROPERTY_RUNS for a long soak. */
export function runsOf(usual: number): number {
  return Math.max(1, Math.round(usual * Number(process.env.TRILEMMA_PROPERTY_RUNS ?? 1)));
}
