import type { EditorAction } from "./action";
import { EDIT_ACTIONS } from "./edit-actions";
import { VIEW_ACTIONS } from "./view-actions";

/** Everything that can be done, once. */
export const ACTIONS: readonly EditorAction[] = [...EDIT_ACTIONS, ...VIEW_ACTIONS];
