import type { CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { z } from "zod";
import { documentSchemas } from "@/core/documents/kinds";
import { knownKeys, schemaAt, unwrap } from "@/core/documents/schema-walk";
import { catalogueIndex } from "../catalogue-index";
import type { EditorState } from "../editor-state";
import { yamlPlace } from "./yaml-path";

/** Names that a key's value may be, from the open documents. */
function namesFor(key: string, state: EditorState): string[] {
  const { tables } = state.document;
  const index = catalogueIndex(state.choice.catalogues);
  switch (key) {
    case "task":
      return [...index.byTask.keys()];
    case "candidates":
    case "implementation":
      return [...index.implementations.keys()];
    case "from":
      return [...Object.keys(tables.inputs), ...Object.keys(tables.operators)];
    case "to":
    case "operator":
      return Object.keys(tables.operators);
    case "at":
    case "tiers":
      return [...(state.choice.infrastructure?.document.spec.tiers.map((tier) => tier.id) ?? []), ...(key === "at" ? Object.keys(tables.operators) : [])];
    case "pools":
      return [...(state.choice.infrastructure?.document.spec.pools.map((pool) => pool.id) ?? []), "api"];
    case "type":
      return ["text", "tokens", "vector", "documents", "image", "audio", "video", "boxes", "label"];
    default:
      return [];
  }
}

/** Values that the schema itself lists. */
function valuesOf(schema: z.core.$ZodType | undefined): string[] {
  if (schema instanceof z.ZodEnum) return schema.options.map(String);
  if (schema instanceof z.ZodLiteral) return [...schema.values].map(String);
  if (schema instanceof z.ZodBoolean) return ["true", "false"];
  if (schema instanceof z.ZodArray) return valuesOf(unwrap(schema.element));
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => valuesOf(unwrap(option)));
  return [];
}

function descriptionOf(schema: z.core.$ZodType | undefined): string | undefined {
  return schema instanceof z.ZodType ? schema.description : undefined;
}

/** Completes keys from the schema of pipelines, and values from it and from the open documents. */
export function yamlCompletion(stateOf: () => EditorState, documentOf: () => unknown) {
  return (context: CompletionContext): CompletionResult | null => {
    const place = yamlPlace(context.state.doc.toString(), context.pos);
    if (place.word === "" && !context.explicit) return null;
    const schema = schemaAt(documentSchemas.Pipeline, place.path, documentOf());
    const from = context.pos - place.word.length;
    if (place.key !== null) {
      const own = schemaAt(documentSchemas.Pipeline, [...place.path, place.key], documentOf());
      const options = [...new Set([...valuesOf(own), ...namesFor(place.key, stateOf())])].map((label) => ({ label, type: "constant" }));
      return options.length > 0 ? { from, options, validFor: /^[\w./-]*$/ } : null;
    }
    const holder = schema instanceof z.ZodArray ? unwrap(schema.element) : schema;
    const options = knownKeys(holder).map((key) => {
      const inner = holder instanceof z.ZodObject ? (holder.shape as Record<string, z.core.$ZodType>)[key] : undefined;
      return { label: key, type: "property", apply: `${key}: `, ...(descriptionOf(inner) ? { info: descriptionOf(inner) } : {}) };
    });
    return options.length > 0 ? { from, options, validFor: /^[\w./-]*$/ } : null;
  };
}
