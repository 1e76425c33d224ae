import { toJson, toYaml } from "@/core/documents/format";
import type { AnyDocument } from "@/core/documents/kinds";

/** Hands a document to the browser as a file that imports again unchanged. */
export function downloadDocument(document: AnyDocument, format: "yaml" | "json"): void {
  const text = format === "yaml" ? toYaml(document) : toJson(document);
  const type = format === "yaml" ? "application/yaml" : "application/json";
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = window.document.createElement("a");
  link.href = url;
  link.download = `${document.metadata.name}.${document.kind.toLowerCase()}.${format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}
