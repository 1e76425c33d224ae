import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatReference } from "../../../core/documents/format-reference";
import { jsonSchemaOf } from "../../../core/documents/json-schema";
import { DOCUMENT_KINDS } from "../../../core/documents/kinds";

describe("the format reference", () => {
  it("is up to date: bin/trilemma schema --markdown > docs/format.md", () => {
    expect(readFileSync("docs/format.md", "utf8")).toBe(formatReference());
  });

  it("lists keys with type and range", () => {
    expect(formatReference()).toContain("| `spec.pools[].pricePerHourUsd` | number, at least 0 | required | Price of one device-hour. |");
  });
});

describe("JSON Schemas", () => {
  it.each(DOCUMENT_KINDS)("of %s has an identifier and closes its mappings", (kind) => {
    expect(jsonSchemaOf(kind)).toMatchObject({
      $id: `urn:trilemma:v1:${kind}`,
      title: kind,
      type: "object",
      additionalProperties: false,
      required: ["apiVersion", "kind", "metadata", "spec"],
    });
  });

  it("of Pipeline refers to itself for alternatives", () => {
    const { $defs } = jsonSchemaOf("Pipeline") as { $defs: Record<string, unknown> };
    const text = JSON.stringify($defs);
    expect(text).toContain('"alternatives"');
    for (const [, name] of text.matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)) expect($defs).toHaveProperty([name as string]);
  });
});
