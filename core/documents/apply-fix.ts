import type { AnyDocument } from "./kinds";
import type { Fix } from "./problem";

/** A copy of a document with the edits of a fix applied in order. An edit whose path no longer exists is left out. */
export function applyFix(document: AnyDocument, fix: Fix): AnyDocument {
  const copy = structuredClone(document);
  for (const edit of fix.edits) {
    const key = edit.path.at(-1);
    let parent: unknown = copy;
    for (const step of edit.path.slice(0, -1)) {
      parent = parent !== null && typeof parent === "object" && Object.hasOwn(parent, step) ? (parent as Record<string | number, unknown>)[step] : undefined;
    }
    if (key === undefined || parent === null || typeof parent !== "object") continue;
    if ("value" in edit) (parent as Record<string | number, unknown>)[key] = edit.value;
    else if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete (parent as Record<string | number, unknown>)[key];
  }
  return copy;
}
