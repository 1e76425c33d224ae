import { OBJECTIVES, type Objective } from "../../core/documents/vocabulary";
import { DOCK_TABS, type DockTab } from "../editor/editor-state";
import { searchWords } from "../ui/search-words";
import { DEFAULT_VIEW, type FrontierViewChoice } from "./frontier-view";
import type { PlanColumns } from "./plan-values";
import { NO_WHAT_IF, readWhatIf, type WhatIf, writeWhatIf } from "./what-if";

export type Brushes = Readonly<Partial<Record<Objective, readonly [number, number]>>>;

/** How the parallel axes are arranged. */
export interface ParallelChoice {
  /** Order of the axes; those not named follow in their usual order. */
  order: readonly Objective[];
  flipped: readonly Objective[];
  log: readonly Objective[];
}

/** What a person has arranged in the frontier workspace; all of it travels in a share link. */
export interface WorkspaceState {
  view: FrontierViewChoice;
  brushes: Brushes;
  parallel: ParallelChoice;
  pins: readonly string[];
  /** Words that a listed plan must contain. */
  search: string;
  onlyMet: boolean;
  /** The chosen plan; null chooses none of its own. */
  plan: string | null;
  /** Which plans the ids are of (`fingerprintOf`): every planning gives them anew. */
  of: string | null;
  /** The open tab; null leaves it to the page. */
  tab: DockTab | null;
  /** Part of the axes that is shown; null shows all. */
  zoom: Zoom | null;
  /** Whether plans that others beat are drawn too, from a sample. */
  dominated: boolean;
  whatIf: WhatIf;
  /** Whether the panel for trying things is open. */
  trying: boolean;
}

/** In the units of the objectives that were on the axes; shown only while they still are. */
export interface Zoom {
  x: readonly [number, number];
  y: readonly [number, number];
  axes: string;
}

export const MAX_PINS = 6;
export const EMPTY_WORKSPACE: WorkspaceState = {
  view: DEFAULT_VIEW,
  brushes: {},
  parallel: { order: [], flipped: [], log: [] },
  pins: [],
  search: "",
  onlyMet: false,
  plan: null,
  of: null,
  tab: null,
  zoom: null,
  dominated: false,
  whatIf: NO_WHAT_IF,
  trying: false,
};

const KEYS = ["x", "y", "c", "lx", "ly", "b", "axes", "flip", "log", "pins", "q", "met", "s", "z", "dom", "if", "try", "plan", "of", "tab"] as const;

function isObjective(name: string): name is Objective {
  return (OBJECTIVES as readonly string[]).includes(name);
}

/** Writes the state into the parameters of an address; what is as it was at first leaves no trace. */
export function writeWorkspace(state: WorkspaceState, into: URLSearchParams): void {
  for (const key of KEYS) into.delete(key);
  const put = (key: (typeof KEYS)[number], value: string | null) => {
    if (value !== null && value !== "") into.set(key, value);
  };
  const { view, brushes, parallel } = state;
  put("x", view.x);
  put("y", view.y);
  put("c", view.colour);
  put("lx", view.logX === null ? null : view.logX ? "1" : "0");
  put("ly", view.logY === null ? null : view.logY ? "1" : "0");
  put(
    "b",
    Object.entries(brushes)
      .map(([objective, [from, to]]) => `${objective}:${from}~${to}`)
      .join(","),
  );
  put("axes", parallel.order.join(","));
  put("flip", parallel.flipped.join(","));
  put("log", parallel.log.join(","));
  put("pins", state.pins.join(","));
  put("q", state.search);
  put("met", state.onlyMet ? "1" : null);
  put("s", view.size);
  put("z", state.zoom && [state.zoom.axes, ...state.zoom.x, ...state.zoom.y].join("~"));
  put("dom", state.dominated ? "1" : null);
  put("plan", state.plan);
  put("of", state.plan !== null || state.pins.length > 0 ? state.of : null);
  put("if", writeWhatIf(state.whatIf));
  put("try", state.trying ? "1" : null);
  if (state.tab !== "frontier" || KEYS.some((key) => into.has(key))) put("tab", state.tab);
}

function readZoom(text: string): Zoom | null {
  const [axes, ...rest] = text.split("~");
  const [x0, x1, y0, y1] = rest.map(Number);
  if (!axes || rest.length !== 4 || ![x0, x1, y0, y1].every((value) => Number.isFinite(value))) return null;
  const [a, b, c, d] = [x0 as number, x1 as number, y0 as number, y1 as number];
  return a < b && c < d ? { axes, x: [a, b], y: [c, d] } : null;
}

/** Reads the state from an address; anything that makes no sense is left out, never thrown. */
export function readWorkspace(from: URLSearchParams): WorkspaceState {
  const objective = (key: string) => {
    const name = from.get(key);
    return name && isObjective(name) ? name : null;
  };
  const list = (key: string) => (from.get(key) ?? "").split(",").filter(Boolean);
  const flag = (key: string) => (from.get(key) === "1" ? true : from.get(key) === "0" ? false : null);
  const brushes: Partial<Record<Objective, readonly [number, number]>> = {};
  for (const text of list("b")) {
    const [name = "", range = ""] = text.split(":");
    const [low, high] = range.split("~").map(Number);
    if (isObjective(name) && low !== undefined && high !== undefined && Number.isFinite(low) && Number.isFinite(high))
      brushes[name] = [Math.min(low, high), Math.max(low, high)];
  }
  return {
    view: {
      x: objective("x"),
      y: objective("y"),
      colour: from.get("c") === "none" ? "none" : objective("c"),
      size: objective("s"),
      logX: flag("lx"),
      logY: flag("ly"),
    },
    brushes,
    parallel: { order: list("axes").filter(isObjective), flipped: list("flip").filter(isObjective), log: list("log").filter(isObjective) },
    pins: [...new Set(list("pins"))].slice(0, MAX_PINS),
    search: from.get("q") ?? "",
    onlyMet: from.get("met") === "1",
    plan: from.get("plan") || null,
    of: from.get("of") || null,
    tab: DOCK_TABS.find((tab) => tab === from.get("tab")) ?? null,
    zoom: readZoom(from.get("z") ?? ""),
    dominated: from.get("dom") === "1",
    whatIf: readWhatIf(from.get("if") ?? ""),
    trying: from.get("try") === "1",
  };
}

/** Plans inside every brush and containing every word: 1, else 0. Null when nothing is filtered. */
export function filterMask(columns: PlanColumns, state: Pick<WorkspaceState, "brushes" | "search" | "onlyMet">, met: Uint8Array): Uint8Array | null {
  const brushes = Object.entries(state.brushes) as [Objective, readonly [number, number]][];
  const words = searchWords(state.search);
  if (brushes.length === 0 && words.length === 0 && !state.onlyMet) return null;
  const mask = new Uint8Array(columns.count).fill(1);
  for (const [objective, [low, high]] of brushes) {
    const values = columns.values[objective];
    // NaN fails both comparisons: a value that is not known is inside no brush
    for (let i = 0; i < mask.length; i++) if (!((values[i] as number) >= low && (values[i] as number) <= high)) mask[i] = 0;
  }
  if (state.onlyMet) for (let i = 0; i < mask.length; i++) if (!met[i]) mask[i] = 0;
  if (words.length > 0) {
    for (let i = 0; i < mask.length; i++) {
      if (!mask[i]) continue;
      const text = columns.searchText(i);
      if (!words.every((word) => text.includes(word))) mask[i] = 0;
    }
  }
  return mask;
}

/** Both masks at once; null lets everything through. */
export function bothMasks(a: Uint8Array | null, b: Uint8Array | null): Uint8Array | null {
  if (!a || !b) return a ?? b;
  const both = new Uint8Array(a.length);
  for (let i = 0; i < both.length; i++) both[i] = (a[i] as number) & (b[i] as number);
  return both;
}
