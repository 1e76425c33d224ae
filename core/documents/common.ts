import { z } from "zod";
import { IDENTIFIER, IDENTIFIER_LENGTH, STATISTICS as STATISTIC_NAMES, type Statistic as StatisticName } from "./vocabulary";

/**
 * Building blocks shared by every document kind. Units are in the key names
 * (`latencyMs`, `priceUsdPerHour`); quality and shares are fractions in [0, 1].
 */

export const API_VERSION = "trilemma/v1";

export const STATISTICS = STATISTIC_NAMES;
export type Statistic = StatisticName;
export const statistic = z.enum(STATISTICS).describe("A statistic of a distribution.");

export const identifier = z.string().min(1).max(IDENTIFIER_LENGTH).regex(IDENTIFIER, "starts with a letter or digit; then letters, digits, and . _ - /");

export const nonNegative = z.number().nonnegative();
export const positive = z.number().positive();
export const fraction = z.number().min(0).max(1);
export const positiveInteger = z.number().int().positive();

/** How well a figure is known. A citation without `evidence` counts as measured by its source; no source at all counts as assumed. */
export const EVIDENCE = ["measured", "fitted", "interpolated", "assumed"] as const;
export const evidence = z.enum(EVIDENCE).describe("How the figure was obtained.");
export type Evidence = z.infer<typeof evidence>;

/** Keys that every figure may carry beside its value. */
export const provenance = {
  source: z.string().min(1).optional().describe("A citation, `measured`, or `assumed` (with the reasoning after a colon)."),
  evidence: evidence.optional(),
  samples: z.number().int().nonnegative().optional().describe("Number of observations behind the figure."),
  ci95: z.tuple([z.number(), z.number()]).optional().describe("95 % interval [low, high] of the figure (of the mean, or else of the lowest statistic given)."),
};

/** Values of one quantity at one or more statistics; at least one must be given. */
export const distribution = z
  .strictObject({
    mean: nonNegative.optional(),
    p50: nonNegative.optional(),
    p90: nonNegative.optional(),
    p95: nonNegative.optional(),
    p99: nonNegative.optional(),
    ...provenance,
  })
  .refine((value) => STATISTICS.some((name) => value[name] !== undefined), { message: "give at least one of mean, p50, p90, p95, p99" });
export type Distribution = z.infer<typeof distribution>;

/** A knob's value. */
export const knobValue = z.union([z.string(), z.number(), z.boolean()]);
export type KnobValue = z.infer<typeof knobValue>;
export const knobValues = z.record(z.string(), knobValue);
export const knobDomains = z.record(z.string(), z.array(knobValue).min(1));

/** An implementation with one value for each of its knobs. */
export const configuration = z.strictObject({ implementation: z.string().min(1), knobs: knobValues });
export type Configuration = z.infer<typeof configuration>;

export const metadata = z.strictObject({
  name: identifier,
  title: z.string().optional(),
  description: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
});

/** Wraps a `spec` schema into a document of the given kind. */
export function documentOf<K extends string, S extends z.ZodType, M extends z.ZodType = typeof metadata>(kind: K, spec: S, meta?: M) {
  return z.strictObject({
    apiVersion: z.literal(API_VERSION),
    kind: z.literal(kind),
    metadata: (meta ?? metadata) as M,
    spec,
  });
}
