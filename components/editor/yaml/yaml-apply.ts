import { checkDocuments } from "@/core/documents/check";
import { parseDocuments } from "@/core/documents/parse";
import type { PipelineDocument } from "@/core/documents/pipeline";
import type { Problem } from "@/core/documents/problem";
import { type EditTables, tablesOfPipeline } from "@/core/graph/edit-tables";
import { applyDiff, diffTables } from "@/core/history/record-diff";
import { replaceTables } from "../autosave";
import type { EditorStore } from "../editor-store";

interface Parsed {
  document: PipelineDocument | null;
  problems: Problem[];
}

function parse(text: string): Parsed {
  const { documents, problems } = parseDocuments(text, "pipeline.yaml");
  const entry = documents.find((item) => item.document.kind === "Pipeline");
  const other = documents.find((item) => item.document.kind !== "Pipeline");
  if (entry) return { document: entry.document as PipelineDocument, problems: [...problems, ...checkDocuments([entry])] };
  const kind: Problem[] = other
    ? [
        {
          code: "wrong-kind" as Problem["code"],
          severity: "error",
          message: `this is a ${other.document.kind}; a pipeline is drawn here`,
          path: ["kind"],
          line: 1,
          column: 1,
        },
      ]
    : [];
  return { document: null, problems: [...problems, ...kind] };
}

/**
 * Draws what the text changes since `base`, the drawing that it was last equal to; what changed in the drawing meanwhile stays. A text that is
 * no pipeline changes nothing and is kept in the store, so that closing the editor of the text does not lose it. Returns what is wrong.
 */
export function applyYaml(store: EditorStore, text: string, base: EditTables): { problems: Problem[]; refused: Problem | null } {
  const { document, problems } = parse(text);
  const { actions, document: slice } = store.getState();
  if (!document) {
    actions.setInteraction({ unappliedYaml: { text, base } });
    return { problems, refused: problems[0] ?? null };
  }
  const typed = tablesOfPipeline(document);
  const positions = document.metadata.layout ? typed.positions : { ...typed.positions, ...pick(base.positions, document) };
  const next = applyDiff(slice.tables, diffTables(base, { ...typed, positions, classes: base.classes }));
  actions.edit("Edit YAML", (tx) => replaceTables(tx, next), { coalesce: "yaml" });
  actions.setInteraction({ unappliedYaml: null });
  return { problems, refused: null };
}

/** Places of nodes that a text without layout still names. */
function pick<P>(positions: Readonly<Record<string, P>>, document: PipelineDocument): Record<string, P> {
  const ids = [...document.spec.inputs, ...document.spec.operators].map((item) => item.id);
  return Object.fromEntries(ids.flatMap((id) => (positions[id] ? [[id, positions[id]]] : [])));
}
