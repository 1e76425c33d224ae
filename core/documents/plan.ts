import { z } from "zod";
import { configuration, documentOf, fraction, identifier, nonNegative, statistic } from "./common";
import { objective, slo } from "./workload";

/** One share of an operator's calls, on replicas of one profile in one pool. */
export const part = z.strictObject({
  pool: identifier.describe("Pool id, or `api`."),
  tier: identifier.optional().describe("The pool's tier; for `api` the tier the call is made from."),
  profile: z.union([z.number().int().nonnegative(), z.literal("api")]).describe("Index into the profiles of the configuration's model."),
  replicas: z.number().int().nonnegative(),
  share: fraction,
  utilisation: nonNegative.optional().describe("Load over capacity."),
});
export type PlanPart = z.infer<typeof part>;

export const planOperator = z.strictObject({
  id: identifier.describe("Operator id; inside an alternative `operator/inner`."),
  configuration,
  parts: z.array(part).min(1),
  /** Numbers of this operator, for explaining the plan; recomputed by `evaluate`. */
  metrics: z
    .strictObject({
      calls: nonNegative.describe("Expected calls per request."),
      latencyMs: nonNegative.describe("Latency of one call at the plan's statistic: queue + service, slowest part."),
      queueMs: nonNegative,
      serviceMs: nonNegative,
      costPerHourUsd: nonNegative.nullable(),
      costPerThousandUsd: nonNegative,
      energyJ: nonNegative,
      energyUnknown: z.boolean().optional().describe("True when the energy of some part is not known and counts as 0 J."),
      quality: fraction.nullable(),
      latencyShare: fraction.describe("Share of the critical path of the request."),
      costShare: fraction,
      energyShare: fraction,
      qualityLossShare: fraction,
    })
    .optional(),
});
export type PlanOperator = z.infer<typeof planOperator>;

export const flow = z.strictObject({
  from: identifier,
  to: identifier,
  fromTier: identifier,
  toTier: identifier,
  share: fraction,
});
export type Flow = z.infer<typeof flow>;

export const planMetrics = z.strictObject({
  costPerThousandUsd: nonNegative,
  costPerHourUsd: nonNegative.nullable().describe("null when the rate is not known"),
  latencyMs: z
    .strictObject({ mean: nonNegative, p50: nonNegative, p90: nonNegative, p95: nonNegative, p99: nonNegative })
    .nullable()
    .describe("null when some configuration has no latency figure"),
  quality: z
    .strictObject({ value: fraction, low: fraction, high: fraction, basis: z.enum(["measured", "fitted", "interpolated", "assumed"]) })
    .nullable()
    .describe("null when the quality model gives no value"),
  energyJ: nonNegative,
  throughputRps: nonNegative.nullable().describe("Largest rate at which every part, API and link stays within its limit at these shares; null = unlimited"),
  devices: nonNegative.describe("Devices used over all pools."),
});
export type PlanMetrics = z.infer<typeof planMetrics>;

export const sloResult = z.strictObject({ slo, value: z.number().nullable(), met: z.boolean() });

export const planBody = z.strictObject({
  id: z.string().min(1),
  vector: z.array(z.number()),
  metrics: planMetrics,
  alternatives: z.record(identifier, identifier).optional().describe("Operator with alternatives -> the alternative used."),
  operators: z.array(planOperator),
  flows: z.array(flow),
  slos: z.array(sloResult).optional(),
  notes: z.array(z.string()).optional().describe("How missing statistics were filled, what rests on assumptions."),
});
export type PlanBody = z.infer<typeof planBody>;

export const planSpec = planBody.partial({ id: true, vector: true, metrics: true, flows: true }).extend({
  pipeline: identifier,
  class: identifier.optional(),
  objectives: z.array(objective).optional(),
  statistic: statistic.optional(),
});
export const planDocument = documentOf("Plan", planSpec);
export type PlanSpec = z.infer<typeof planSpec>;
export type PlanDocument = z.infer<typeof planDocument>;
