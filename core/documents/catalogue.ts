import { z } from "zod";
import { distribution, documentOf, fraction, identifier, knobDomains, knobValues, nonNegative, positive, positiveInteger, provenance } from "./common";

/** One operating point of a model on a device: either `latencyMs` per call, or `ttftMs` and `tpotMs` per token. */
export const profile = z.strictObject({
  device: identifier,
  devices: positiveInteger.optional().describe("Devices of one replica (default 1)."),
  batch: positiveInteger.optional().describe("Calls served together (default 1)."),
  latencyMs: distribution.optional().describe("Service time of one call, or of one batch, in ms."),
  ttftMs: distribution.optional().describe("Time to first token, ms."),
  tpotMs: distribution.optional().describe("Time per output token, ms."),
  capacityTokensPerSecond: positive.optional().describe("Completion tokens per second that one replica sustains; load then counts in tokens."),
  cv: nonNegative.optional().describe("Coefficient of variation of the service time (queueing: 1, spread of a missing percentile: 0, when absent)."),
  memoryGiB: nonNegative.optional().describe("Memory of one replica over all its devices."),
  powerW: nonNegative.optional().describe("Power of one replica, all its devices, at full load."),
  ...provenance,
});
export type Profile = z.infer<typeof profile>;

const figureSource = z.strictObject({ source: provenance.source, evidence: provenance.evidence });

export const api = z.strictObject({
  pricePerMillionTokensUsd: z.strictObject({ input: nonNegative, output: nonNegative }).optional(),
  pricePerCallUsd: nonNegative.optional(),
  latencyMs: distribution.optional(),
  ttftMs: distribution.optional(),
  tpotMs: distribution.optional(),
  cv: nonNegative.optional(),
  maxRps: positive.optional().describe("Rate limit in calls per second."),
  energyJPerCall: nonNegative.optional().describe("Energy of one call, J, where the provider states it."),
  sources: z
    .strictObject({ maxRps: figureSource.optional(), cv: figureSource.optional() })
    .optional()
    .describe("Where single numbers come from that are not as well known as the rest, such as an assumed rate limit beside a listed price."),
  ...provenance,
});
export type Api = z.infer<typeof api>;

export const qualityRow = z.strictObject({
  when: knobValues.optional().describe("Knob values this row is about; the most specific matching row wins."),
  value: fraction.describe("Stage quality; for the `chain` model: P(good | all active predecessors good)."),
  givenBad: fraction.optional().describe("For `chain`: P(good | some active predecessor bad)."),
  matrix: z.array(z.array(fraction)).optional().describe("For `chain` with more than two buckets: row-stochastic, best bucket first."),
  metric: z.string().optional(),
  dataset: z.string().optional(),
  ...provenance,
});
export type QualityRow = z.infer<typeof qualityRow>;

export const tokensRow = z.strictObject({
  when: knobValues.optional(),
  prompt: distribution.optional(),
  completion: distribution.optional(),
  ...provenance,
});
export type TokensRow = z.infer<typeof tokensRow>;

export const model = z.strictObject({
  name: z.string().min(1),
  title: z.string().optional(),
  description: z.string().optional(),
  profiles: z.array(profile).optional(),
  api: api.optional(),
  loadSeconds: nonNegative.optional(),
  ...provenance,
});
export type Model = z.infer<typeof model>;

export const implementation = z.strictObject({
  name: z.string().min(1),
  title: z.string().optional(),
  description: z.string().optional(),
  task: identifier,
  model: z.string().min(1).optional().describe("The model that runs it; or give `profiles` or `api` here."),
  knobs: knobDomains.optional(),
  outputBytes: nonNegative.optional(),
  quality: z.array(qualityRow).optional(),
  tokens: z.array(tokensRow).optional(),
  profiles: z.array(profile).optional(),
  api: api.optional(),
  loadSeconds: nonNegative.optional().describe("Time to load the model on a fresh replica, s."),
  ...provenance,
});
export type Implementation = z.infer<typeof implementation>;

export const catalogueSpec = z.strictObject({
  models: z.array(model).optional(),
  implementations: z.array(implementation),
});
export const catalogueDocument = documentOf("Catalogue", catalogueSpec);
export type CatalogueSpec = z.infer<typeof catalogueSpec>;
export type CatalogueDocument = z.infer<typeof catalogueDocument>;
