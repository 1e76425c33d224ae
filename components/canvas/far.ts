import type { EditorState } from "@/components/editor/editor-state";

/** Below this zoom the small print of a node cannot be read. */
const FAR_ZOOM = 0.4;

export function isFar(state: EditorState): boolean {
  return state.viewport.zoom < FAR_ZOOM;
}
