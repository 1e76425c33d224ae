import type { EditorState } from "@/components/editor/editor-state";
import { refuseConnection } from "@/core/graph/edit-connect";

/** Why the wire that is being drawn may not end at a node; null where it may, undefined where there is none. */
export function refusalOf(state: EditorState, id: string): string | null | undefined {
  const from = state.interaction.connectingFrom;
  if (!from || from.nodeId === id) return undefined;
  const { tables } = state.document;
  const refusal = from.side === "out" ? refuseConnection(tables, from.nodeId, id) : refuseConnection(tables, id, from.nodeId);
  return refusal?.message ?? null;
}
