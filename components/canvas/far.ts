import type { EditorState } from "@/components/editor/editor-state";

/** Below this zoom the small print of a node cannot be read. */
const FAR_ZOOM = 0.4;
/** Below this one the large title that a node then has cannot be read either, and is not drawn. */
const TINY_ZOOM = 0.17;

export function isFar(state: EditorState): boolean {
  return state.viewport.zoom < FAR_ZOOM;
}

export function isTiny(state: EditorState): boolean {
  return state.viewport.zoom < TINY_ZOOM;
}
