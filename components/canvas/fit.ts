import type { EditorState } from "@/components/editor/editor-state";
import { refuseConnection } from "@/core/graph/edit-connect";

/** Whether the wire that is being drawn may end at a node. */
export function fitOf(state: EditorState, id: string): "none" | "fits" | "refused" {
  const from = state.interaction.connectingFrom;
  if (!from || from.nodeId === id) return "none";
  const { tables } = state.document;
  const refusal = from.side === "out" ? refuseConnection(tables, from.nodeId, id) : refuseConnection(tables, id, from.nodeId);
  return refusal ? "refused" : "fits";
}
