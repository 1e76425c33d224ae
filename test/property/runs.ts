/** Cases of one property: as many as the suite can afford, times TRILEMMA_PROPERTY_RUNS for a long soak. */
export function runsOf(usual: number): { numRuns: number; endOnFailure: boolean } {
  // Shrinking an instance plans it hundreds of times; the documents in the failure tell enough unless TRILEMMA_PROPERTY_SHRINK asks for it.
  return { numRuns: Math.max(1, Math.round(usual * Number(process.env.TRILEMMA_PROPERTY_RUNS ?? 1))), endOnFailure: !process.env.TRILEMMA_PROPERTY_SHRINK };
}
