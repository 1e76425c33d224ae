import { Document, isCollection, isMap, isScalar, isSeq, visit } from "yaml";
import { z } from "zod";
import type { AnyDocument } from "./kinds";
import { documentSchemas } from "./kinds";
import { unwrap } from "./schema-walk";

/**
 * A copy with keys in the order in which the schema (and so the format reference) lists them; keys without a schema keep theirs. Keys whose value is
 * undefined are left out. Lists keep their order.
 */
export function inReadingOrder(document: AnyDocument): AnyDocument {
  return ordered(document, documentSchemas[document.kind]) as AnyDocument;
}

function ordered(value: unknown, schema: z.core.$ZodType | undefined): unknown {
  const shape = schema === undefined ? undefined : unwrap(schema);
  if (Array.isArray(value)) {
    return value.map((entry: unknown, index) =>
      ordered(entry, shape instanceof z.ZodArray ? shape.element : shape instanceof z.ZodTuple ? shape.def.items[index] : undefined),
    );
  }
  if (value === null || typeof value !== "object") return value;
  const option = shape instanceof z.ZodUnion ? optionFor(shape, value as Record<string, unknown>) : shape;
  const schemas = option instanceof z.ZodObject ? (option.shape as Record<string, z.core.$ZodType>) : {};
  const result: Record<string, unknown> = {};
  const add = (key: string, entry: unknown): void => {
    if (entry === undefined || Object.hasOwn(result, key)) return;
    const child = schemas[key] ?? (option instanceof z.ZodRecord ? option.valueType : undefined);
    Object.defineProperty(result, key, { value: ordered(entry, child), enumerable: true, configurable: true, writable: true });
  };
  for (const key of Object.keys(schemas)) if (Object.hasOwn(value, key)) add(key, (value as Record<string, unknown>)[key]);
  for (const [key, entry] of Object.entries(value)) add(key, entry);
  return result;
}

function optionFor(union: z.ZodUnion, value: Record<string, unknown>): z.core.$ZodType | undefined {
  const options = union.options.map(unwrap).filter((option) => option instanceof z.ZodObject);
  if (!(union instanceof z.ZodDiscriminatedUnion)) return options[0];
  const name = union.def.discriminator;
  return options.find((option) =>
    (unwrap((option.shape as Record<string, z.core.$ZodType>)[name] as z.core.$ZodType) as z.ZodLiteral).values.has(value[name] as never),
  );
}

/** Pretty JSON with two spaces and a final newline. */
export function toJson(document: AnyDocument): string {
  return `${JSON.stringify(inReadingOrder(document), null, 2)}\n`;
}

/** A mapping or list is written on one line when it is at most this long (as compact JSON) and at least one level inside `spec`. */
const ONE_LINE = 120;

/** YAML as a person would write it: two spaces, short entries on one line, long lists of numbers in lines, no anchors. */
export function toYaml(document: AnyDocument): string {
  const tree = new Document(inReadingOrder(document), { schema: "core", aliasDuplicateObjects: false });
  visit(tree, {
    Collection(_key, node, path) {
      const depth = path.filter((ancestor) => isCollection(ancestor)).length;
      if (depth < 1) return;
      const parent = path.at(-1);
      const isMetadata = depth === 1 && isMap(tree.contents) && tree.contents.get("metadata") === node;
      if (!isMetadata && depth < 2) return;
      const plain: unknown = node.toJSON();
      const size = JSON.stringify(plain).length;
      const isNumbers = isSeq(node) && node.items.length > 0 && node.items.every((item) => isScalar(item) && typeof item.value === "number");
      const isEntry = isSeq(parent) || depth > 2 || isMetadata;
      const holdsText = JSON.stringify(plain).includes("\\n");
      if (((size <= ONE_LINE && isEntry) || isNumbers || size <= 2) && !holdsText) {
        node.flow = true;
        return visit.SKIP;
      }
      return undefined;
    },
  });
  return tree.toString({ lineWidth: 120, flowCollectionPadding: true, indentSeq: true, minContentWidth: 40 });
}
