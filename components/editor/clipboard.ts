import { notifications } from "@mantine/notifications";
import { plural } from "@/components/ui/format";
import type { PipelineDocument } from "@/core/documents/pipeline";
import { extractFragment, freeShift, insertFragment } from "@/core/graph/edit-clipboard";
import { nodesOfSelection } from "@/core/graph/edit-groups";
import type { EditorServices } from "./editor-services";
import type { EditorStore } from "./editor-store";

const SHIFT = 32;

let toYaml: ((document: PipelineDocument) => string) | null = null;

/** Loads what writes YAML before it is asked for: a copy has to be ready at once. */
export function prepareClipboard(): void {
  void import("./pipeline-yaml").then((module) => {
    toYaml = module.pipelineYaml;
  });
}

/** The selection as YAML text (as JSON, which is YAML too, until the writer is loaded); null when nothing that can be copied is selected. */
export function selectionYaml(store: EditorStore): string | null {
  const { document, selection } = store.getState();
  if (selection.nodes.length === 0) return null;
  const fragment = extractFragment(document.tables, nodesOfSelection(document.tables, selection.nodes));
  return toYaml ? toYaml(fragment) : `${JSON.stringify(fragment, null, 2)}\n`;
}

/** Whether a text is meant as documents of ours. */
export function looksLikeDocuments(text: string): boolean {
  return /^\s*(---\s*)?(#.*\n\s*)*(apiVersion:|kind:|[[{]\s*[{]?\s*"(apiVersion|kind)")/.test(text);
}

/** Adds the pipelines that a text holds. Returns whether it held any; says what is wrong with a text that nearly does. */
export async function pasteYaml(store: EditorStore, services: EditorServices, text: string, at?: { x: number; y: number }): Promise<boolean> {
  if (!looksLikeDocuments(text)) return false;
  const { actions } = store.getState();
  const { parseDocuments } = await import("@/core/documents/parse");
  const { documents, problems } = parseDocuments(text, "clipboard");
  const pipelines = documents.map((entry) => entry.document).filter((document) => document.kind === "Pipeline");
  if (pipelines.length === 0) {
    const first = problems[0];
    const where = first?.line ? `Line ${first.line}: ` : "";
    notifications.show({
      color: "red",
      title: "Not pasted",
      message: first ? `${where}${first.message}${first.hint ? ` (${first.hint})` : ""}` : "The text holds no pipeline.",
    });
    return true;
  }
  const added: string[] = [];
  const edgeCount = () => Object.keys(store.getState().document.tables.edges).length;
  const edgesBefore = edgeCount();
  actions.edit("Paste", (tx) => {
    for (const pipeline of pipelines) {
      const places = Object.values(pipeline.metadata.layout?.nodes ?? {});
      const left = Math.min(...places.map((place) => place.x));
      const top = Math.min(...places.map((place) => place.y));
      const shift = at && places.length > 0 ? { x: at.x - left, y: at.y - top } : freeShift(tx.tables, pipeline, SHIFT);
      added.push(...insertFragment(tx, pipeline, shift));
    }
  });
  if (added.length > 0) {
    actions.select(added);
    actions.announce(`${added.length} pasted`);
    requestAnimationFrame(() => services.canvas?.show(added));
    const lost = pipelines.reduce((sum, pipeline) => sum + pipeline.spec.edges.length, 0) - (edgeCount() - edgesBefore);
    if (lost > 0) {
      const message = "They would close a cycle, or lead to what is not in the text.";
      notifications.show({ color: "gray", title: `Pasted without ${plural(lost, "edge")}`, message });
    }
  }
  return true;
}

/** Copies of what is selected, beside it. */
export function duplicateSelection(store: EditorStore): void {
  const { document, selection, actions } = store.getState();
  if (selection.nodes.length === 0) return;
  const fragment = extractFragment(document.tables, nodesOfSelection(document.tables, selection.nodes));
  let added: string[] = [];
  actions.edit(selection.nodes.length === 1 ? `Duplicate ${selection.nodes[0]}` : `Duplicate ${selection.nodes.length} nodes`, (tx) => {
    added = insertFragment(tx, fragment, { x: SHIFT, y: SHIFT });
  });
  actions.select(added);
  actions.announce(`${added.length} duplicated`);
}

/** Draws another pipeline into this one, below what is there; one undo step. Returns what was added. */
export function insertPipeline(store: EditorStore, pipeline: PipelineDocument, label: string): readonly string[] {
  const { document, actions } = store.getState();
  const own = Object.values(document.tables.positions);
  const below = own.length > 0 ? Math.max(...own.map((place) => place.y)) + 180 : 0;
  const places = Object.values(pipeline.metadata.layout?.nodes ?? {});
  const top = places.length > 0 ? Math.min(...places.map((place) => place.y)) : 0;
  let added: string[] = [];
  actions.edit(label, (tx) => {
    added = insertFragment(tx, pipeline, { x: 0, y: below - top });
  });
  actions.select(added);
  actions.announce(`${label}: ${added.length} added`);
  return added;
}
