import { z } from "zod";
import { documentOf, identifier, nonNegative, statistic } from "./common";
import { planBody } from "./plan";
import { objective, slo } from "./workload";

const work = { considered: nonNegative, pruned: nonNegative, seconds: nonNegative };

/** What is proven about a list of plans. */
export const certificate = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("exact"), ...work }),
  z.strictObject({ kind: z.literal("epsilon"), epsilon: nonNegative, ...work }),
  z.strictObject({ kind: z.literal("partial"), reason: z.string(), ...work }),
]);
export type Certificate = z.infer<typeof certificate>;

/** Why nothing is feasible, and what would be. */
export const infeasible = z.strictObject({
  binding: z
    .array(
      z.strictObject({
        kind: z.enum(["slo", "capacity", "link", "memory", "options"]),
        slo: slo.optional(),
        pool: identifier.optional(),
        operator: identifier.optional(),
        message: z.string(),
      }),
    )
    .describe("What binds, most important first."),
  nearest: z.array(
    z.strictObject({
      slo,
      feasibleValue: z.number().nullable().describe("Nearest value feasible with all others kept; null when none is."),
      message: z.string(),
    }),
  ),
  conflict: z.array(slo).describe("The smallest set of SLOs that cannot hold together; empty when capacity alone is too small."),
  alone: z
    .array(z.strictObject({ slo, bestValue: z.number() }))
    .optional()
    .describe("Hard SLOs that no plan meets even with all others dropped, each with the best value that any plan reaches."),
  together: z
    .array(z.strictObject({ slo, value: z.number() }))
    .optional()
    .describe("Where no single change helps: values for these SLOs that are feasible at once. Each is the nearest possible with the SLOs before it kept."),
});
export type Infeasible = z.infer<typeof infeasible>;

const priceStep = z.strictObject({
  value: z.number().describe("The target's limit at this step."),
  best: z.number().describe("Best value of `objective` with the limit there and every other hard SLO kept."),
  change: z.number().describe("Relative to the best value of today; negative = smaller."),
  vector: z.array(z.number()).describe("Objectives of the plan that has it."),
});

/** What a hard SLO costs: how the best plan changes when its limit alone is moved. Exact, also beyond the limit. */
export const targetPrice = z.strictObject({
  slo,
  objective: objective.describe("What is bought: cost; for a target on cost the first other objective."),
  now: z.number().nullable().describe("Best value with the limits as they are; null when nothing is feasible."),
  tighten: z.array(priceStep).describe("The next steps of the frontier inside the limit, nearest first."),
  ease: z.array(priceStep).describe("The next steps beyond the limit that improve the objective, nearest first."),
});
export type TargetPrice = z.infer<typeof targetPrice>;

/** A configuration that was left out, and why. */
export const exclusion = z.strictObject({ operator: identifier, implementation: z.string(), reason: z.string() });
export type Exclusion = z.infer<typeof exclusion>;

export const frontierSpec = z.strictObject({
  pipeline: identifier.optional(),
  class: identifier.optional(),
  objectives: z.array(objective),
  statistic,
  rateRps: nonNegative.nullable().optional(),
  certificate,
  plans: z.array(planBody),
  infeasible: infeasible.nullable(),
  prices: z.array(targetPrice).optional().describe("What each hard SLO costs, where the search has shown it."),
  excluded: z.array(exclusion).optional(),
});
export const frontierDocument = documentOf("Frontier", frontierSpec);
export type FrontierSpec = z.infer<typeof frontierSpec>;
export type FrontierDocument = z.infer<typeof frontierDocument>;
