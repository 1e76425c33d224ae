import type { EdgeRecord, EditTables } from "./edit-tables";

/** Edges by their ends; made once per edges table. */
export interface EdgeIndex {
  readonly outgoing: ReadonlyMap<string, readonly EdgeRecord[]>;
  readonly incoming: ReadonlyMap<string, readonly EdgeRecord[]>;
}

const indexes = new WeakMap<EditTables["edges"], EdgeIndex>();
const NONE: readonly EdgeRecord[] = [];

/** The index of these edges; the same object for the same table. */
export function edgeIndex(edges: EditTables["edges"]): EdgeIndex {
  const known = indexes.get(edges);
  if (known) return known;
  const outgoing = new Map<string, EdgeRecord[]>();
  const incoming = new Map<string, EdgeRecord[]>();
  const push = (map: Map<string, EdgeRecord[]>, id: string, edge: EdgeRecord) => {
    const list = map.get(id);
    if (list) list.push(edge);
    else map.set(id, [edge]);
  };
  for (const id in edges) {
    const edge = edges[id] as EdgeRecord;
    push(outgoing, edge.from, edge);
    push(incoming, edge.to, edge);
  }
  const index = { outgoing, incoming };
  indexes.set(edges, index);
  return index;
}

export function outgoingEdges(tables: EditTables, id: string): readonly EdgeRecord[] {
  return edgeIndex(tables.edges).outgoing.get(id) ?? NONE;
}

export function incomingEdges(tables: EditTables, id: string): readonly EdgeRecord[] {
  return edgeIndex(tables.edges).incoming.get(id) ?? NONE;
}

/** The nodes on one way from `from` to `to` along the edges, both included; null when there is none. */
export function findPath(tables: EditTables, from: string, to: string): string[] | null {
  const previous = new Map<string, string | null>([[from, null]]);
  const queue = [from];
  for (let head = 0; head < queue.length; head++) {
    const id = queue[head] as string;
    if (id === to) {
      const path: string[] = [];
      for (let at: string | null = id; at !== null; at = previous.get(at) ?? null) path.unshift(at);
      return path;
    }
    for (const edge of outgoingEdges(tables, id)) {
      if (previous.has(edge.to)) continue;
      previous.set(edge.to, id);
      queue.push(edge.to);
    }
  }
  return null;
}
