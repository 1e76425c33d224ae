import { type EditTransaction, NODE_SIZE, NOTE_SIZE } from "./edit-operations";
import { type EditTables, nextOrder, type PositionRecord } from "./edit-tables";

/** Space between the members of a group and its frame, px; the title takes `GROUP_HEAD` more at the top. */
const GROUP_PADDING = 20;
const GROUP_HEAD = 26;
const PREFIX = "group:";

export interface Bounds extends PositionRecord {
  readonly width: number;
  readonly height: number;
}

/** What a group is called where ids of nodes are told, such as in the selection; no identifier has a colon. */
export function groupKey(id: string): string {
  return `${PREFIX}${id}`;
}

/** The group that a key names; null for the id of a node. */
export function groupOfKey(key: string): string | null {
  return key.startsWith(PREFIX) ? key.slice(PREFIX.length) : null;
}

/** The box of an input, operator or note on the canvas, px; null when there is none. */
export function boundsOfNode(tables: EditTables, id: string): Bounds | null {
  const note = tables.notes[id];
  if (note) return { x: note.x, y: note.y, width: note.width ?? NOTE_SIZE.width, height: note.height ?? NOTE_SIZE.height };
  const at = tables.positions[id];
  if (!at) return null;
  return { x: at.x, y: at.y, ...(tables.inputs[id] ? NODE_SIZE.input : NODE_SIZE.operator) };
}

/** The least box round several; null for none. */
export function unionOf(boxes: readonly Bounds[]): Bounds | null {
  if (boxes.length === 0) return null;
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const box of boxes) {
    left = Math.min(left, box.x);
    top = Math.min(top, box.y);
    right = Math.max(right, box.x + box.width);
    bottom = Math.max(bottom, box.y + box.height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Where a group is drawn: a frame round its members, or one box in their middle when it is collapsed; null when no member is left. */
export function boundsOfGroup(tables: EditTables, id: string): Bounds | null {
  const group = tables.groups[id];
  const inner = unionOf((group?.members ?? []).flatMap((member) => boundsOfNode(tables, member) ?? []));
  if (!group || !inner) return null;
  if (group.collapsed) {
    const { width, height } = NODE_SIZE.operator;
    return { x: Math.round(inner.x + (inner.width - width) / 2), y: Math.round(inner.y + (inner.height - height) / 2), width, height };
  }
  return {
    x: inner.x - GROUP_PADDING,
    y: inner.y - GROUP_PADDING - GROUP_HEAD,
    width: inner.width + 2 * GROUP_PADDING,
    height: inner.height + 2 * GROUP_PADDING + GROUP_HEAD,
  };
}

const NONE: ReadonlyMap<string, string> = new Map();
const shown = new WeakMap<EditTables["groups"], ReadonlyMap<string, string>>();

/** Members of collapsed groups, and the key of the group whose box stands for each. */
export function collapsedMembers(groups: EditTables["groups"]): ReadonlyMap<string, string> {
  const known = shown.get(groups);
  if (known) return known;
  let members: Map<string, string> | null = null;
  for (const id in groups) {
    const group = groups[id];
    if (!group?.collapsed) continue;
    members = members ?? new Map();
    for (const member of group.members) if (!members.has(member)) members.set(member, groupKey(id));
  }
  const result = members ?? NONE;
  shown.set(groups, result);
  return result;
}

/** Ids of nodes that a selection stands for: a group stands for its members. */
export function nodesOfSelection(tables: EditTables, keys: readonly string[]): string[] {
  const ids = new Set<string>();
  for (const key of keys) {
    const group = groupOfKey(key);
    if (group === null) ids.add(key);
    else for (const member of tables.groups[group]?.members ?? []) ids.add(member);
  }
  return [...ids];
}

/** Puts nodes into a new group; each leaves the group it was in. Returns the group's id, or null when there is nothing to group. */
export function makeGroup(tx: EditTransaction, keys: readonly string[], title: string): string | null {
  const members = nodesOfSelection(tx.tables, keys).filter((id) => tx.get("operators", id) ?? tx.get("inputs", id) ?? tx.get("notes", id));
  if (members.length === 0) return null;
  const chosen = new Set(members);
  for (const [id, group] of Object.entries(tx.tables.groups)) {
    const left = group.members.filter((member) => !chosen.has(member));
    if (left.length === group.members.length) continue;
    if (left.length === 0) tx.remove("groups", id);
    else tx.update("groups", id, { members: left });
  }
  let count = 1;
  while (tx.get("groups", `group-${count}`)) count++;
  const id = `group-${count}`;
  tx.put("groups", id, { title, members, order: nextOrder(tx.tables.groups) });
  return id;
}

/** Folds a group into one box, or unfolds it. What the pipeline means stays the same. */
export function setCollapsed(tx: EditTransaction, id: string, collapsed: boolean): void {
  if (tx.get("groups", id)) tx.update("groups", id, { collapsed: collapsed ? true : undefined });
}

/** Places of single nodes from places of nodes and groups: what a group is moved by moves its members. */
export function placesOfMove(tables: EditTables, places: Readonly<Record<string, PositionRecord>>): Record<string, PositionRecord> {
  const moved: Record<string, PositionRecord> = {};
  for (const [key, place] of Object.entries(places)) {
    const group = groupOfKey(key);
    if (group === null) {
      moved[key] = place;
      continue;
    }
    const before = boundsOfGroup(tables, group);
    if (!before) continue;
    for (const member of tables.groups[group]?.members ?? []) {
      const at = boundsOfNode(tables, member);
      if (at && moved[member] === undefined && places[member] === undefined) moved[member] = { x: at.x + place.x - before.x, y: at.y + place.y - before.y };
    }
  }
  return moved;
}
