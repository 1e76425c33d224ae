import type { PlanSpec } from "../../core/documents/plan";
import type { ArrivalPattern, PoolLoss, SimulatedClass } from "../../core/documents/simulation";
import type { PlanningInput } from "../../core/metrics/planning-input";

/** What the simulator reads of a plan; a `Plan` document's spec and a plan of a frontier both fit. */
export type SimulatedPlanChoice = Pick<PlanSpec, "id" | "operators" | "alternatives" | "flows" | "metrics">;

/** One plan for one query class. Several of the same class split its requests by `share`; what is left of 1 is rejected. */
export interface SimulatedPlan {
  input: PlanningInput;
  plan: SimulatedPlanChoice;
  /** Share of the class's requests (default 1). */
  share?: number;
}

export interface SimulationOptions {
  /** Observed simulated time, ms (default one hour). */
  durationMs?: number;
  /** Simulated time before it that is not observed, ms (default five minutes). */
  warmupMs?: number;
  /** Non-negative integer (default 1). The same seed gives the same document. */
  seed?: number;
  /** Default: the class's trace, else its curve, else Poisson at its rate. */
  arrivals?: ArrivalPattern;
  /** Multiplies every rate ("what if there is half as much again"). */
  rateFactor?: number;
  poolLoss?: PoolLoss;
  /** Default 50 million. */
  maxEvents?: number;
  /** Requests under way at most (default one million); arrivals beyond are dropped. */
  maxInFlight?: number;
  /** Calls waiting at one station at most (default: no limit); those beyond are dropped with their request. */
  queueLimit?: number;
  /** Whether parts with the same model, profile and pool are one station (default: when there are several classes). */
  shareStations?: boolean;
  /** Adds time series, histogram and quantiles to the document (default false). */
  charts?: boolean;
  /** Uses the plans of each class as a ladder, most accurate first (planning model, section 8). */
  ladder?: { cooldownMs?: number };
}

export interface SimulationInput {
  /** Name of the document (default: that of the first pipeline). */
  name?: string;
  plans: SimulatedPlan[];
  options?: SimulationOptions;
  /** Sizes of shared stations, where a joint plan gives them. */
  stations?: { model: string; profile: number; pool: string; replicas: number }[];
}

export interface SimulationProgress {
  /** Share of simulated time done. */
  fraction: number;
  events: number;
  /** What is known of each class so far. */
  classes: (Pick<SimulatedClass, "id" | "arrived" | "completed" | "dropped"> & { latencyMeanMs: number | null })[];
}

export interface SimulationControl {
  shouldStop?: () => boolean;
  onProgress?: (progress: SimulationProgress) => void;
}

export type SimulationErrorCode = "plan-mismatch" | "latency-unknown" | "link-missing" | "rate-needed" | "trace-missing" | "curve-missing" | "options-invalid";

/** A fault of the input: what cannot be simulated, and why. */
export class SimulationError extends Error {
  readonly code: SimulationErrorCode;

  constructor(code: SimulationErrorCode, message: string) {
    super(message);
    this.name = "SimulationError";
    this.code = code;
  }
}
