import { collapsedMembers } from "./edit-groups";
import type { EditTables } from "./edit-tables";

export interface ShownEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** What is drawn at its ends: the node, or the group it is folded into. */
  readonly source: string;
  readonly target: string;
}

const shownCache = new WeakMap<EditTables["edges"], { groups: EditTables["groups"]; list: ShownEdge[] }>();

/** The edges that are drawn: not those inside a folded group, and one for several between the same two boxes. */
export function shownEdges(tables: EditTables): ShownEdge[] {
  const known = shownCache.get(tables.edges);
  if (known?.groups === tables.groups) return known.list;
  const folded = collapsedMembers(tables.groups);
  const list: ShownEdge[] = [];
  const pairs = new Set<string>();
  for (const id in tables.edges) {
    const { from, to } = tables.edges[id] as EditTables["edges"][string];
    const source = folded.get(from) ?? from;
    const target = folded.get(to) ?? to;
    if (source !== from || target !== to) {
      const pair = `${source} ${target}`;
      if (source === target || pairs.has(pair)) continue;
      pairs.add(pair);
    }
    list.push({ id, from, to, source, target });
  }
  shownCache.set(tables.edges, { groups: tables.groups, list });
  return list;
}
