import { OBJECTIVES, type Objective } from "../../core/documents/vocabulary";
import { asksForLog, canBeLog } from "./axis";
import type { PlanColumns } from "./plan-values";

/** What the scatter shows; null entries follow the frontier. */
export interface FrontierViewChoice {
  x: Objective | null;
  y: Objective | null;
  colour: Objective | "none" | null;
  /** A fourth metric as the size of a point. */
  size: Objective | null;
  logX: boolean | null;
  logY: boolean | null;
}

export interface FrontierView {
  x: Objective;
  y: Objective;
  colour: Objective | null;
  size: Objective | null;
  logX: boolean;
  logY: boolean;
  canLogX: boolean;
  canLogY: boolean;
  /** Metrics that can be put on an axis. */
  available: readonly Objective[];
}

/** Fills what was not chosen: the first two objectives on the axes, the third as colour, a logarithmic axis where the range asks for it. */
export function resolveView(choice: FrontierViewChoice, columns: PlanColumns): FrontierView {
  const available = columns.available.length > 0 ? columns.available : columns.objectives.length > 0 ? columns.objectives : OBJECTIVES.slice(0, 1);
  const order = [
    ...columns.objectives.filter((objective) => available.includes(objective)),
    ...available.filter((objective) => !columns.objectives.includes(objective)),
  ];
  const pick = (wanted: Objective | null, taken: readonly Objective[]): Objective =>
    wanted && available.includes(wanted) ? wanted : (order.find((objective) => !taken.includes(objective)) ?? (order[0] as Objective));
  const x = pick(choice.x, choice.y ? [choice.y] : []);
  const y = pick(choice.y, [x]);
  const rest = order.find((objective) => objective !== x && objective !== y && columns.objectives.includes(objective)) ?? null;
  const colour = choice.colour === "none" ? null : choice.colour && available.includes(choice.colour) ? choice.colour : rest;
  return {
    x,
    y,
    colour,
    size: choice.size && available.includes(choice.size) ? choice.size : null,
    logX: choice.logX ?? asksForLog(columns.values[x]),
    logY: choice.logY ?? asksForLog(columns.values[y]),
    canLogX: canBeLog(columns.values[x]),
    canLogY: canBeLog(columns.values[y]),
    available,
  };
}

export const DEFAULT_VIEW: FrontierViewChoice = { x: null, y: null, colour: null, size: null, logX: null, logY: null };
