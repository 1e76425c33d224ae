import type { EditorServices } from "../editor-services";
import type { EditorState } from "../editor-state";
import type { EditorStore } from "../editor-store";

export interface ActionContext {
  readonly store: EditorStore;
  readonly services: EditorServices;
}

export const ACTION_GROUPS = ["Add", "Edit", "Arrange", "Go", "View", "Plan", "Document"] as const;
export type ActionGroup = (typeof ACTION_GROUPS)[number];

/**
 * One thing that can be done in the editor. Menus, shortcuts, the command palette and the help dialog are all made from the same list,
 * so that nothing can be done with the mouse only and no shortcut is a secret.
 */
export interface EditorAction {
  readonly id: string;
  readonly title: string;
  readonly group: ActionGroup;
  /** In the notation of useHotkeys: `mod+shift+Z`. The first is shown. */
  readonly keys?: readonly string[];
  /** Keys that the browser or another part handles; shown only. */
  readonly shownKeys?: string;
  readonly keywords?: readonly string[];
  /** Whether it can be done now; without this, always. */
  readonly enabled?: (state: EditorState) => boolean;
  /** Changes the document, so that it is not there when the document is read only. */
  readonly edits?: boolean;
  /** Part of the menu on nodes, on edges, or on the empty canvas. */
  readonly menu?: readonly ("node" | "edge" | "pane")[];
  readonly run: (context: ActionContext) => void;
}

export function canRun(action: EditorAction, state: EditorState): boolean {
  if (action.edits && state.document.readOnly) return false;
  return action.enabled?.(state) ?? true;
}

const SYMBOLS: Readonly<Record<string, string>> = {
  mod: "Ctrl",
  shift: "Shift",
  alt: "Alt",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Delete: "Del",
  Escape: "Esc",
  Slash: "/",
};

/** `Ctrl Shift Z` for `mod+shift+Z`, with the Mac's names on a Mac. */
export function keyNames(keys: string): string[] {
  const mac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);
  return keys.split("+").map((key) => (mac && key === "mod" ? "⌘" : mac && key === "alt" ? "⌥" : (SYMBOLS[key] ?? key)));
}

/** Whether a key press is that of the shortcut; digits and signs are matched with or without Shift as the layout gives them. */
export function matchesKeys(keys: string, event: KeyboardEvent): boolean {
  const parts = keys.split("+");
  const key = (keys.endsWith("++") || keys === "+" ? "+" : (parts[parts.length - 1] as string)).toLowerCase();
  const wants = (name: string) => parts.slice(0, -1).some((part) => part.toLowerCase() === name);
  const mod = event.ctrlKey || event.metaKey;
  if (wants("mod") !== mod || wants("alt") !== event.altKey) return false;
  const letter = /^[a-z]$/.test(key);
  const pressed = event.key.toLowerCase();
  if (letter) return wants("shift") === event.shiftKey && (pressed === key || (event.altKey && event.code === `Key${key.toUpperCase()}`));
  if (/^\d$/.test(key)) return wants("shift") === event.shiftKey && (event.code === `Digit${key}` || pressed === key);
  if (key.length > 1) return wants("shift") === event.shiftKey && pressed === key;
  return pressed === key;
}
