import { fitRelative, type LinearFit, type Prediction, predict } from "./linear-fit";

/** One measured batch. */
export interface BatchPoint {
  batch: number;
  /** Time of the whole batch, ms. */
  batchMs: number;
}

/**
 * Time of a batch against its size: batchMs = fixed + perItem · batch. Small batches pay the fixed part (launches, weights), large ones the arithmetic.
 * @throws FitError with fewer than three points or one batch size.
 */
export function fitBatchLatency(points: readonly BatchPoint[]): LinearFit {
  return fitRelative(
    ["fixed ms", "ms per item"],
    points.map((point) => ({ features: [1, point.batch], y: point.batchMs })),
  );
}

/** Time of one batch of this size, ms. */
export function predictBatchLatency(fit: LinearFit, batch: number): Prediction {
  return predict(fit, [1, batch]);
}
