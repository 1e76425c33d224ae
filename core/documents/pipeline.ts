import { z } from "zod";
import {
  configuration,
  documentOf,
  fraction,
  identifier,
  knobDomains,
  knobValues,
  metadata,
  nonNegative,
  positive,
  positiveInteger,
  provenance,
} from "./common";

const placement = z.strictObject({
  tiers: z.array(identifier).min(1).optional().describe("Only these tiers."),
  pools: z.array(identifier).min(1).optional().describe("Only these pools (`api` names the hosted interface of an implementation)."),
});

const input = z.strictObject({
  id: identifier,
  at: identifier.optional().describe("The tier where the data enters; taken from the query class when absent."),
  type: z.string().optional().describe("Port type: text, image, audio, ..."),
});

const edge = z.strictObject({
  from: identifier,
  to: identifier,
  bytes: nonNegative.optional().describe("Bytes per message; an implementation's `outputBytes` wins."),
});

const router = z.strictObject({
  at: identifier,
  choose: z.array(z.strictObject({ to: identifier, probability: fraction })).min(1),
});

/** Which configuration of an operator a quality row is about: an implementation's name, or a name with knob values. */
const configurationMatch = z.union([z.string().min(1), configuration.partial({ knobs: true })]);

/** A stage value that overrides the catalogue's for `product`, `minimum` and `chain`. */
const stageQuality = z.strictObject({
  operator: identifier,
  when: z.union([z.string().min(1), z.strictObject({ implementation: z.string().optional(), knobs: knobValues.optional() })]).optional(),
  value: fraction.describe("Stage quality; for `chain`: P(good | all active predecessors good)."),
  givenBad: fraction.optional().describe("For `chain`: P(good | some active predecessor bad)."),
  matrix: z
    .array(z.array(fraction))
    .optional()
    .describe("For `chain` with more than two buckets: row-stochastic, rows = worst input bucket, columns = output bucket, best first."),
  ...provenance,
});

const countedOperators = z.array(identifier).min(1).optional().describe("Only these stages count (default: all).");

export const qualityModel = z.discriminatedUnion("model", [
  z.strictObject({
    model: z.literal("table"),
    values: z
      .array(z.strictObject({ when: z.record(identifier, configurationMatch), value: fraction, ...provenance }))
      .describe("Measured end-to-end values; the most specific matching row wins."),
    missing: z
      .enum(["exclude", "interpolate"])
      .optional()
      .describe("What to do with a combination that has no row (default: exclude). `interpolate` fits additive effects."),
  }),
  z.strictObject({ model: z.literal("chain"), values: z.array(stageQuality).optional(), operators: countedOperators }),
  z.strictObject({ model: z.literal("product"), values: z.array(stageQuality).optional(), operators: countedOperators }),
  z.strictObject({ model: z.literal("minimum"), values: z.array(stageQuality).optional(), operators: countedOperators }),
]);
export type QualityModel = z.infer<typeof qualityModel>;

const operatorFields = {
  id: identifier,
  title: z.string().optional(),
  task: identifier.optional().describe("What is to be done; the catalogue says with what."),
  candidates: z.array(z.string().min(1)).min(1).optional().describe("Allow-list of implementations; default: every implementation of the task."),
  knobs: knobDomains.optional().describe("Narrows the catalogue's knob values."),
  placement: placement.optional(),
  minReplicas: positiveInteger.optional().describe("At least this many replicas over all parts, for availability."),
  iterations: z.strictObject({ mean: positive, max: positive }).optional().describe("A loop round this operator."),
  fanOut: positive.optional().describe("Copies per request."),
  parallel: z.boolean().optional().describe("Whether the copies run side by side (default true)."),
};

type OperatorShape = z.infer<z.ZodObject<typeof operatorFields>> & { alternatives?: Alternative[] };
/** A sub-pipeline an operator may be replaced by; `in` and `out` stand for the operator's own input and output. */
export interface Alternative {
  name: string;
  operators: Operator[];
  edges: Edge[];
  routers?: Router[];
  quality?: QualityModel;
}
export type Operator = OperatorShape;
export type Edge = z.infer<typeof edge>;
export type Router = z.infer<typeof router>;
export type PipelineInput = z.infer<typeof input>;

const alternative: z.ZodType<Alternative> = z.lazy(() =>
  z.strictObject({
    name: identifier,
    operators: z.array(operator).min(1),
    edges: z.array(edge),
    routers: z.array(router).optional(),
    quality: qualityModel.optional(),
  }),
);

/** An operator names its task, or gives `alternatives`; the cross-document check requires exactly one of the two. */
const operator: z.ZodType<Operator> = z.lazy(() =>
  z.strictObject({
    ...operatorFields,
    alternatives: z.array(alternative).min(1).optional().describe("Sub-pipelines to choose from, instead of a task."),
  }),
);

const point = z.strictObject({ x: z.number(), y: z.number() });
/** Where things are drawn. Never changes the meaning of a pipeline; the semantic hash ignores it. */
export const layout = z.strictObject({
  nodes: z.record(z.string(), point).optional(),
  groups: z.array(z.strictObject({ id: identifier, title: z.string(), members: z.array(z.string()), collapsed: z.boolean().optional() })).optional(),
  notes: z
    .array(z.strictObject({ id: identifier, text: z.string(), x: z.number(), y: z.number(), width: positive.optional(), height: positive.optional() }))
    .optional(),
});
export type Layout = z.infer<typeof layout>;

export const pipelineSpec = z.strictObject({
  inputs: z.array(input),
  operators: z.array(operator),
  edges: z.array(edge),
  routers: z.array(router).optional(),
  quality: qualityModel.optional().describe("How stage qualities make the request's quality (default: product, marked as an assumption)."),
});

export const pipelineDocument = documentOf("Pipeline", pipelineSpec, metadata.extend({ layout: layout.optional() }));
export type PipelineSpec = z.infer<typeof pipelineSpec>;
export type PipelineDocument = z.infer<typeof pipelineDocument>;
