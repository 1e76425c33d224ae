import type { Operator, QualityModel } from "../documents/pipeline";
import type { Transaction } from "../history/transaction";
import { incomingEdges, outgoingEdges } from "./edit-index";
import { DEFAULT_NODE_SPACING, type EditTables, edgeId, META_ID, nextOrder, type PositionRecord } from "./edit-tables";
import { portType } from "./task-ports";

export type EditTransaction = Transaction<EditTables>;

/** Size of a node on the canvas: always the same, so that layout never jumps. */
export const NODE_SIZE = { operator: { width: 208, height: 88 }, input: { width: 136, height: 44 } } as const;
/** Size of a note that has none of its own. */
export const NOTE_SIZE = { width: 200, height: 96 } as const;

/** An id that nothing has yet: `base`, else `base-2`, `base-3`, ... */
export function freeId(tables: EditTables, base: string): string {
  const taken = (id: string) => tables.operators[id] !== undefined || tables.inputs[id] !== undefined;
  if (!taken(base)) return base;
  let count = 2;
  while (taken(`${base}-${count}`)) count++;
  return `${base}-${count}`;
}

/** Turns what a person typed into an identifier: "Answer the question" → `answer-the-question`. */
export function slug(text: string): string {
  const cleaned = text
    .normalize("NFKD")
    .replace(/[̀-ͯ]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, "-")
    .replace(/^[^a-z0-9]+|-+$/g, "");
  return cleaned.slice(0, 128);
}

/** A place near the wanted one where no other node is. */
export function freePosition(tables: EditTables, wanted: PositionRecord): PositionRecord {
  const taken = [...Object.values(tables.positions), ...Object.values(tables.notes)];
  const { width, height } = NODE_SIZE.operator;
  const start = { x: Math.round(wanted.x), y: Math.round(wanted.y) };
  const isFree = (at: PositionRecord) => !taken.some((other) => Math.abs(other.x - at.x) < width * 0.9 && Math.abs(other.y - at.y) < height + 12);
  for (const [columns, rows] of NEAREST_FIRST) {
    const at = { x: start.x + columns * (width + 40), y: start.y + rows * (height + 20) };
    if (isFree(at)) return at;
  }
  return start;
}

/** Steps to try around a taken place, nearest first; of equally near ones below before above, right before left. */
const NEAREST_FIRST: readonly (readonly [number, number])[] = Array.from({ length: 17 * 41 }, (_, i): [number, number] => [
  (i % 17) - 8,
  Math.floor(i / 17) - 20,
]).sort(([ax, ay], [bx, by]) => distance(ax, ay) - distance(bx, by) || by - ay || bx - ax);

function distance(columns: number, rows: number): number {
  const { width, height } = NODE_SIZE.operator;
  return Math.hypot(columns * (width + 40), rows * (height + 20));
}

export function addOperator(tx: EditTransaction, operator: Operator, position: PositionRecord): void {
  tx.put("operators", operator.id, { ...operator, order: nextOrder(tx.tables.operators) });
  tx.put("positions", operator.id, position);
}

export function addInput(tx: EditTransaction, input: { id: string; at?: string; type?: string }, position: PositionRecord): void {
  tx.put("inputs", input.id, { ...input, order: nextOrder(tx.tables.inputs) });
  tx.put("positions", input.id, position);
}

/** Bytes of one message by what is sent, for a new edge; the person sees and can change it. */
const TYPICAL_BYTES: Readonly<Record<string, number>> = {
  text: 2_000,
  tokens: 2_000,
  vector: 4_096,
  documents: 20_000,
  image: 500_000,
  audio: 160_000,
  video: 2_000_000,
  boxes: 2_000,
  label: 64,
  any: 2_000,
};

export function typicalBytes(type: string | undefined): number {
  return TYPICAL_BYTES[portType(type)] as number;
}

/** Draws an edge. An edge out of a router becomes one more choice of it, at probability 0. */
export function connect(tx: EditTransaction, from: string, to: string, bytes?: number): void {
  const id = edgeId(from, to);
  if (tx.get("edges", id)) return;
  tx.put("edges", id, { from, to, ...(bytes === undefined ? {} : { bytes }), order: nextOrder(tx.tables.edges) });
}

/** Removes an edge, and the router choice that used it; the other choices are scaled back to a sum of 1. */
export function removeEdge(tx: EditTransaction, id: string): void {
  const edge = tx.get("edges", id);
  if (!edge) return;
  tx.remove("edges", id);
  const router = tx.get("routers", edge.from);
  if (!router?.choose.some((choice) => choice.to === edge.to)) return;
  setRouterChoices(
    tx,
    edge.from,
    router.choose.filter((choice) => choice.to !== edge.to),
  );
}

/** Sets what a router chooses from; with fewer than two targets it is no router any more. Probabilities are scaled to sum to 1. */
export function setRouterChoices(tx: EditTransaction, at: string, choose: readonly { to: string; probability: number }[]): void {
  if (choose.length < 2) {
    tx.remove("routers", at);
    return;
  }
  const sum = choose.reduce((total, choice) => total + choice.probability, 0);
  const scaled =
    sum > 0
      ? choose.map((choice) => ({ ...choice, probability: choice.probability / sum }))
      : choose.map((choice) => ({ ...choice, probability: 1 / choose.length }));
  const order = tx.get("routers", at)?.order ?? nextOrder(tx.tables.routers);
  tx.put("routers", at, { at, choose: tidyProbabilities(scaled), order });
}

/** Rounds probabilities to 6 digits and lets the largest take the rest, so that they sum to exactly 1. */
function tidyProbabilities(choose: readonly { to: string; probability: number }[]): { to: string; probability: number }[] {
  const rounded = choose.map((choice) => ({ to: choice.to, probability: Math.round(choice.probability * 1e6) / 1e6 }));
  const largest = rounded.reduce((best, choice, index) => (choice.probability > (rounded[best]?.probability ?? 0) ? index : best), 0);
  const others = rounded.reduce((total, choice, index) => (index === largest ? total : total + choice.probability), 0);
  (rounded[largest] as { probability: number }).probability = Math.round((1 - others) * 1e6) / 1e6;
  return rounded;
}

/** Sets one probability of a router; the other choices share the rest in their old proportions. */
export function setRouterProbability(tx: EditTransaction, at: string, to: string, probability: number): void {
  const router = tx.get("routers", at);
  if (!router) return;
  const wanted = Math.min(1, Math.max(0, probability));
  const others = router.choose.filter((choice) => choice.to !== to);
  const sum = others.reduce((total, choice) => total + choice.probability, 0);
  const rest = 1 - wanted;
  const choose = router.choose.map((choice) =>
    choice.to === to ? { to, probability: wanted } : { to: choice.to, probability: sum > 0 ? (choice.probability / sum) * rest : rest / others.length },
  );
  tx.put("routers", at, { ...router, choose: tidyProbabilities(choose) });
}

/** Makes an operator a router over the operators it feeds, with equal probabilities; its targets become exclusive. */
export function makeRouter(tx: EditTransaction, at: string): void {
  const targets = outgoingEdges(tx.tables, at);
  setRouterChoices(
    tx,
    at,
    targets.map((edge) => ({ to: edge.to, probability: 1 / targets.length })),
  );
}

/** Removes inputs, operators, notes and groups with everything that hangs on them: edges, router choices, quality rows, places. */
export function removeNodes(tx: EditTransaction, ids: readonly string[]): void {
  for (const id of ids) {
    for (const edge of [...incomingEdges(tx.tables, id), ...outgoingEdges(tx.tables, id)]) removeEdge(tx, edgeId(edge.from, edge.to));
    tx.remove("routers", id);
    tx.remove("operators", id);
    tx.remove("inputs", id);
    tx.remove("positions", id);
    tx.remove("notes", id);
    tx.remove("groups", id);
  }
  const gone = new Set(ids);
  for (const [id, group] of Object.entries(tx.tables.groups)) {
    if (!group.members.some((member) => gone.has(member))) continue;
    const members = group.members.filter((member) => !gone.has(member));
    if (members.length === 0) tx.remove("groups", id);
    else tx.update("groups", id, { members });
  }
  mapQuality(tx, (id) => (gone.has(id) ? null : id));
  for (const [key, record] of Object.entries(tx.tables.classes)) {
    const slos = record.slos?.filter((slo) => !(slo.operator && gone.has(slo.operator)) && !(slo.path && (gone.has(slo.path.from) || gone.has(slo.path.to))));
    if (slos && slos.length !== record.slos?.length && record.pipeline === tx.get("meta", META_ID)?.name) tx.update("classes", key, { slos });
  }
}

/** Gives an operator or input a new id everywhere it is named. The caller checks that the new id is free. */
export function renameNode(tx: EditTransaction, from: string, to: string): void {
  if (from === to) return;
  const swap = (id: string) => (id === from ? to : id);
  for (const kind of ["operators", "inputs"] as const) {
    const record = tx.get(kind, from);
    if (!record) continue;
    tx.remove(kind, from);
    if (kind === "operators") tx.put("operators", to, { ...(record as EditTables["operators"][string]), id: to });
    else tx.put("inputs", to, { ...(record as EditTables["inputs"][string]), id: to });
  }
  const position = tx.get("positions", from);
  if (position) {
    tx.remove("positions", from);
    tx.put("positions", to, position);
  }
  for (const edge of [...incomingEdges(tx.tables, from), ...outgoingEdges(tx.tables, from)]) {
    tx.remove("edges", edgeId(edge.from, edge.to));
    tx.put("edges", edgeId(swap(edge.from), swap(edge.to)), { ...edge, from: swap(edge.from), to: swap(edge.to) });
  }
  for (const [at, router] of Object.entries(tx.tables.routers)) {
    if (at !== from && !router.choose.some((choice) => choice.to === from)) continue;
    tx.remove("routers", at);
    tx.put("routers", swap(at), { ...router, at: swap(at), choose: router.choose.map((choice) => ({ ...choice, to: swap(choice.to) })) });
  }
  for (const [id, group] of Object.entries(tx.tables.groups)) if (group.members.includes(from)) tx.update("groups", id, { members: group.members.map(swap) });
  mapQuality(tx, swap);
  for (const [key, record] of Object.entries(tx.tables.classes)) {
    if (record.pipeline !== tx.get("meta", META_ID)?.name || !record.slos) continue;
    const slos = record.slos.map((slo) => ({
      ...slo,
      ...(slo.operator ? { operator: swap(slo.operator) } : {}),
      ...(slo.path ? { path: { from: swap(slo.path.from), to: swap(slo.path.to) } } : {}),
    }));
    if (record.slos.some((slo) => slo.operator === from || slo.path?.from === from || slo.path?.to === from)) tx.update("classes", key, { slos });
  }
}

/** Renames or drops (null) the operators a quality model names. */
function mapQuality(tx: EditTransaction, map: (id: string) => string | null): void {
  const meta = tx.get("meta", META_ID);
  const quality = meta?.quality;
  if (!quality) return;
  let changed = false;
  const mapped = (id: string): string | null => {
    const next = map(id);
    if (next !== id) changed = true;
    return next;
  };
  let next: QualityModel;
  if (quality.model === "table") {
    const values = quality.values.flatMap((row) => {
      const entries = Object.entries(row.when).map(([id, match]) => [mapped(id), match] as const);
      const kept = entries.filter((entry): entry is readonly [string, (typeof entry)[1]] => entry[0] !== null);
      return kept.length < entries.length ? [] : [{ ...row, when: Object.fromEntries(kept) }];
    });
    next = { ...quality, values };
  } else {
    const values = quality.values?.flatMap((row) => {
      const id = mapped(row.operator);
      return id === null ? [] : [{ ...row, operator: id }];
    });
    const operators = quality.operators?.map(mapped).filter((id): id is string => id !== null);
    next = { ...quality, ...(values ? { values } : {}), ...(operators && operators.length > 0 ? { operators } : {}) };
    if (operators?.length === 0) delete next.operators;
  }
  if (changed) tx.update("meta", META_ID, { quality: next });
}

/** A place between two nodes for one more; what follows moves to the right as far as it lacks room. */
function placeBetween(tx: EditTransaction, from: string, to: string): PositionRecord {
  const sizeOf = (id: string) => (tx.get("inputs", id) ? NODE_SIZE.input : NODE_SIZE.operator);
  const { width, height } = NODE_SIZE.operator;
  const a = tx.get("positions", from) ?? { x: 0, y: 0 };
  const b = tx.get("positions", to) ?? { x: a.x + 2 * DEFAULT_NODE_SPACING.x, y: a.y };
  const gap = DEFAULT_NODE_SPACING.x - width;
  const left = a.x + sizeOf(from).width;
  const lack = left + gap + width + gap - b.x;
  const y = (a.y + sizeOf(from).height / 2 + b.y + sizeOf(to).height / 2 - height) / 2;
  if (lack <= 0 || b.x < left) return freePosition(tx.tables, { x: (left + b.x - width) / 2, y });
  const after = [to];
  for (const id of after) {
    for (const edge of outgoingEdges(tx.tables, id)) if (!after.includes(edge.to)) after.push(edge.to);
  }
  for (const id of after) {
    const at = tx.get("positions", id);
    if (at && at.x >= b.x) tx.put("positions", id, { ...at, x: at.x + lack });
  }
  return freePosition(tx.tables, { x: left + gap, y });
}

/** Puts a new operator on an edge: `from → operator → to`, keeping the bytes on the first half. */
export function insertOnEdge(tx: EditTransaction, id: string, operator: Operator, bytesOut: number): void {
  const edge = tx.get("edges", id);
  if (!edge) return;
  const router = tx.get("routers", edge.from);
  tx.remove("edges", id);
  addOperator(tx, operator, placeBetween(tx, edge.from, edge.to));
  connect(tx, edge.from, operator.id, edge.bytes);
  connect(tx, operator.id, edge.to, bytesOut);
  if (router)
    tx.put("routers", edge.from, { ...router, choose: router.choose.map((choice) => (choice.to === edge.to ? { ...choice, to: operator.id } : choice)) });
}

/** Gives an operator another task and keeps its wires; what was said about the old task's implementations goes. */
export function replaceTask(tx: EditTransaction, id: string, task: string): void {
  const operator = tx.get("operators", id);
  if (!operator) return;
  tx.update("operators", id, { task, candidates: undefined, knobs: undefined, alternatives: undefined });
}

export function moveNodes(tx: EditTransaction, positions: Readonly<Record<string, PositionRecord>>): void {
  for (const [id, position] of Object.entries(positions)) {
    const point = { x: Math.round(position.x), y: Math.round(position.y) };
    if (tx.get("notes", id)) tx.update("notes", id, point);
    else if (tx.get("positions", id) ?? tx.get("operators", id) ?? tx.get("inputs", id)) tx.put("positions", id, point);
  }
}
