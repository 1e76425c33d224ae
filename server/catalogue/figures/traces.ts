/**
 * Token lengths computed from public traces (mean and linearly interpolated percentiles).
 * Azure LLM inference traces 2023: Patel et al., "Splitwise", ISCA 2024; github.com/Azure/AzurePublicDataset (commit b469a11), CC-BY-4.0.
 * arXiv summarisation: Agrawal et al., "Vidur", MLSys 2024; github.com/microsoft/vidur (commit 7d47513), MIT.
 */
export interface TraceLengths {
  requests: number;
  prompt: { mean: number; p50: number; p90: number; p95: number; p99: number };
  completion: { mean: number; p50: number; p90: number; p95: number; p99: number };
}

export const CONVERSATION: TraceLengths = {
  requests: 19366,
  prompt: { mean: 1154.7, p50: 1020, p90: 2734, p95: 4083, p99: 4142 },
  completion: { mean: 211.1, p50: 129, p90: 424, p95: 451, p99: 601 },
};

export const ARXIV_SUMMARY: TraceLengths = {
  requests: 28257,
  prompt: { mean: 2588.1, p50: 2730, p90: 3702, p95: 3813, p99: 3933 },
  completion: { mean: 291.4, p50: 167, p90: 372, p95: 736, p99: 3271 },
};
