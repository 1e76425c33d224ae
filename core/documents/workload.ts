import { z } from "zod";
import { documentOf, identifier, nonNegative, positive, positiveInteger, statistic } from "./common";
import { OBJECTIVES as OBJECTIVE_NAMES, type Objective as ObjectiveName } from "./vocabulary";

export const OBJECTIVES = OBJECTIVE_NAMES;
export type Objective = ObjectiveName;
export const objective = z.enum(OBJECTIVES);
const objectiveOrAlias = z.enum(["cost", ...OBJECTIVES]);

export const sloMetric = z.enum(OBJECTIVES);
export const slo = z
  .strictObject({
    metric: sloMetric,
    statistic: statistic.optional().describe("For latency; default: the statistic of the settings."),
    op: z.enum(["<=", ">=", "<", ">"]),
    value: nonNegative.describe("In the metric's unit: ms, fraction, US$, J, requests/s."),
    hard: z.boolean().optional().describe("Hard limits decide feasibility; soft ones are reported and weighed (default true)."),
    weight: nonNegative.optional(),
    operator: identifier.optional().describe("Only this operator."),
    path: z.strictObject({ from: identifier, to: identifier }).optional().describe("Only the path between these two operators, both included."),
  })
  .refine((value) => !(value.operator && value.path), { message: "an SLO is on one operator or on a path, not both" });
export type Slo = z.infer<typeof slo>;

export const settings = z.strictObject({
  objectives: z.array(objectiveOrAlias).min(1).optional().describe("Default cost, latency, quality."),
  statistic: statistic.optional().describe("Default p95."),
  queueing: z.enum(["none", "erlang"]).optional().describe("Default erlang once a rate is known, else none."),
  utilisationLimit: z.number().positive().max(1).optional().describe("Default 1."),
  maxParts: positiveInteger.optional().describe("Parts per operator; 1 = no splitting; default no limit."),
  epsilon: nonNegative.optional().describe("0 = exact. Absent: exact, or the smallest ε for which the time limit leaves room."),
  timeLimitSeconds: positive.optional(),
  sizingStatistic: statistic.optional().describe("Tokens per call for capacity (default mean)."),
  shareStations: z.boolean().optional(),
  objective: z.enum(["goodput", "cost", "energy"]).optional().describe("For several classes."),
  epochMinutes: positive.optional(),
  sizing: z.enum(["coincident", "peak", "mean"]).optional(),
});
export type Settings = z.infer<typeof settings>;

export const trace = z.strictObject({
  file: z.string().optional().describe("CSV of timestamps and token counts, beside the document."),
  timestampsMs: z.array(nonNegative).optional().describe("Arrival times since the first, ms, ascending."),
  promptTokens: z.array(nonNegative).optional(),
  completionTokens: z.array(nonNegative).optional(),
  source: z.string().optional(),
});
export type Trace = z.infer<typeof trace>;

export const queryClass = z.strictObject({
  id: identifier,
  title: z.string().optional(),
  pipeline: identifier,
  rateRps: positive.optional(),
  curve: z
    .array(z.strictObject({ minute: nonNegative, rateRps: nonNegative }))
    .min(1)
    .optional(),
  trace: trace.optional(),
  at: identifier.optional().describe("The tier where this class's users are; inputs without `at` enter there."),
  slos: z.array(slo).optional(),
  weight: nonNegative.optional(),
});
export type QueryClass = z.infer<typeof queryClass>;

export const workloadSpec = z.strictObject({ settings: settings.optional(), classes: z.array(queryClass).min(1) });
export const workloadDocument = documentOf("Workload", workloadSpec);
export type WorkloadSpec = z.infer<typeof workloadSpec>;
export type WorkloadDocument = z.infer<typeof workloadDocument>;
