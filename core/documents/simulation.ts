import { z } from "zod";
import { documentOf, fraction, identifier, nonNegative, positive, statistic } from "./common";
import { slo } from "./workload";

/** A figure of a simulation with its 95 % interval; null where too little was observed to say. */
export const estimate = z.strictObject({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export type Estimate = z.infer<typeof estimate>;

/** How requests arrive. Times count from the end of the warm-up. */
export const arrivalPattern = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("poisson") }),
  z.strictObject({ kind: z.literal("uniform") }).describe("Evenly spaced."),
  z.strictObject({ kind: z.literal("trace") }).describe("The class's trace, from its start, repeated when it ends."),
  z.strictObject({ kind: z.literal("curve") }).describe("Poisson at the rate of the class's curve, repeated when it ends."),
  z.strictObject({
    kind: z.literal("mmpp"),
    burstFactor: z.number().min(1).optional().describe("Rate within a burst over the mean rate (default 4)."),
    burstShare: z.number().positive().lt(1).optional().describe("Share of time within bursts (default 0.1)."),
    burstMs: positive.optional().describe("Mean length of a burst, ms (default 10000)."),
  }),
  z.strictObject({
    kind: z.literal("spike"),
    factor: positive.optional().describe("Rate within the spike over the usual rate (default 3)."),
    atMs: nonNegative.optional().describe("Start of the spike (default: at 40 % of the duration)."),
    forMs: positive.optional().describe("Length of the spike (default: a tenth of the duration)."),
  }),
]);
export type ArrivalPattern = z.infer<typeof arrivalPattern>;

export const poolLoss = z.strictObject({
  pool: identifier,
  atMs: nonNegative,
  untilMs: positive.optional().describe("When the pool is back; never, when absent."),
});
export type PoolLoss = z.infer<typeof poolLoss>;

const sloOutcome = z.strictObject({
  slo,
  attainment: estimate.describe("Share of requests within the limit; those dropped count as misses."),
  observed: estimate.describe("The observed latency at the SLO's statistic, ms."),
  met: z.boolean().nullable().describe("For a percentile: whether at least that share of the requests is within the limit. For the mean: of those completed."),
});
export type SloOutcome = z.infer<typeof sloOutcome>;

const histogram = z.strictObject({
  edgesMs: z.array(z.number()).describe("One more edge than counts; logarithmic steps."),
  counts: z.array(nonNegative),
});

export const simulatedClass = z.strictObject({
  id: identifier,
  pipeline: identifier.optional(),
  plan: z.string().optional(),
  arrived: nonNegative,
  completed: nonNegative,
  dropped: nonNegative,
  inFlight: nonNegative.describe("Requests that had arrived and not yet finished when the run ended."),
  latencyMs: z.strictObject({ mean: estimate, p50: estimate, p90: estimate, p95: estimate, p99: estimate }),
  sloAttainment: estimate.describe("Share of requests within every latency limit on the whole request; null without such an SLO."),
  slos: z.array(sloOutcome).optional(),
  predictedMs: z
    .strictObject({ mean: nonNegative, p50: nonNegative, p90: nonNegative, p95: nonNegative, p99: nonNegative })
    .optional()
    .describe("What the plan says (an upper bound that assumes slow calls coincide)."),
  quantilesMs: z.array(z.number()).optional().describe("Latency at 0 %, 1 %, ..., 100 %."),
  histogram: histogram.optional(),
});
export type SimulatedClass = z.infer<typeof simulatedClass>;

export const simulatedStation = z.strictObject({
  id: z.string().optional(),
  operator: z.string().describe("The operator it serves; several are joined by `+`, with their class where there is more than one."),
  pool: identifier.describe("Pool id, or `api`."),
  model: z.string().optional(),
  servers: nonNegative.optional().describe("Replicas, times slots where calls run side by side on one; 0 = unlimited."),
  calls: nonNegative.optional(),
  batchMean: nonNegative.nullable().optional().describe("Mean calls served together."),
  utilisation: estimate.describe("Share of server time that was busy."),
  queueMs: z.strictObject({ mean: estimate, p95: estimate }),
});
export type SimulatedStation = z.infer<typeof simulatedStation>;

export const simulatedLink = z.strictObject({
  from: identifier,
  to: identifier,
  messages: nonNegative,
  utilisation: estimate,
  queueMs: z.strictObject({ mean: estimate, p95: estimate }),
});

const series = z.strictObject({
  stepMs: positive.describe("Each value is about the step that begins at its index times this."),
  stations: z
    .array(z.strictObject({ queue: z.array(nonNegative).describe("Mean calls waiting."), utilisation: z.array(nonNegative) }))
    .describe("In the order of `stations`."),
  classes: z.array(
    z.strictObject({
      arrivedRps: z.array(nonNegative),
      completedRps: z.array(nonNegative),
      droppedRps: z.array(nonNegative),
      latencyMeanMs: z.array(nonNegative.nullable()),
      latencyMaxMs: z.array(nonNegative.nullable()),
      level: z.array(nonNegative).optional().describe("With a ladder: mean step in use, 0 the first."),
    }),
  ),
});
export type SimulationSeries = z.infer<typeof series>;

export const simulationSpec = z.strictObject({
  classes: z.array(simulatedClass),
  stations: z.array(simulatedStation),
  links: z.array(simulatedLink).optional(),
  seed: z.number().int().nonnegative(),
  seconds: nonNegative.describe("Simulated seconds observed, after the warm-up. (Not the time the computation took: the same seed gives the same bytes.)"),
  warmupSeconds: nonNegative.optional(),
  arrivals: arrivalPattern.optional(),
  rateFactor: positive.optional(),
  poolLoss: poolLoss.optional(),
  statistic: statistic.optional(),
  events: nonNegative.optional(),
  stopped: z
    .enum(["duration", "events", "cancelled"])
    .optional()
    .describe("Why the run ended; figures of an unfinished run are about the part that was simulated."),
  series: series.optional(),
  ladder: z
    .array(z.strictObject({ class: identifier, plan: z.string(), share: fraction.describe("Of the class's requests."), quality: fraction.nullable() }))
    .optional()
    .describe("Steps of a ladder, most accurate first, with the share of requests that each served."),
  switches: nonNegative.optional().describe("With a ladder: how often another plan was chosen."),
  meanQuality: fraction.optional().describe("With a ladder: quality over all requests, when every step's is known."),
  notes: z.array(z.string()).optional(),
  confidence: fraction.optional().describe("Of the intervals: 0.95."),
});
export const simulationDocument = documentOf("Simulation", simulationSpec);
export type SimulationSpec = z.infer<typeof simulationSpec>;
export type SimulationDocument = z.infer<typeof simulationDocument>;
