import { z } from "zod";
import type { Json } from "./canonical";
import type { DocumentKind } from "./kinds";
import { DOCUMENT_KINDS, documentSchemas } from "./kinds";

/** One line about each kind, for schemas and the reference. */
export const KIND_DESCRIPTIONS: Record<DocumentKind, string> = {
  Pipeline: "What is to be done: operators (each a task with a contract), edges, routing, loops, quality model, inputs. Names no machine.",
  Catalogue: "With what it can be done: implementations of tasks, their knobs, quality, token counts, performance profiles per device, API prices.",
  Infrastructure: "Where: tiers, pools of devices with count, price and power, links with round trip, bandwidth and price.",
  Workload: "For whom: query classes, each a pipeline, a rate or a trace, where its users are, and its SLOs with weights.",
  Plan: "One decision for one pipeline, with every number that led to it.",
  Frontier: "The set of plans nobody can beat, with a certificate.",
  Simulation: "What happened to the requests of a plan, event by event: latencies, queues and use with their intervals.",
};

/** The identifier of a kind's JSON Schema. */
export function schemaId(kind: DocumentKind): string {
  return `urn:trilemma:v1:${kind}`;
}

/** JSON Schema (draft 2020-12) of a document kind, made from the same source as the validator. */
export function jsonSchemaOf(kind: DocumentKind): { [key: string]: Json } {
  const schema = z.toJSONSchema(documentSchemas[kind], {
    target: "draft-2020-12",
    io: "input",
    override: ({ jsonSchema }) => {
      // Bounds of safe integers are an accident of JavaScript, not of the format.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  }) as { [key: string]: Json };
  const { $schema, ...rest } = schema;
  return {
    $schema: $schema ?? "https://json-schema.org/draft/2020-12/schema",
    $id: schemaId(kind),
    title: kind,
    description: KIND_DESCRIPTIONS[kind],
    ...rest,
  };
}

/** One schema for a document of any kind, told apart by `kind`. */
export function jsonSchemaOfAny(): { [key: string]: Json } {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:trilemma:v1:Document",
    title: "Document",
    description: "Any Trilemma document.",
    oneOf: DOCUMENT_KINDS.map((kind) => ({ $ref: schemaId(kind) })),
    $defs: Object.fromEntries(DOCUMENT_KINDS.map((kind) => [kind, jsonSchemaOf(kind)])),
  };
}
