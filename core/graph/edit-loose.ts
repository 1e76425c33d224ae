import { type EditTables, edgeId } from "./edit-tables";

/** Mentions of what is not there: edges of missing nodes, choices of missing edges, members that no group can have. */
function looseEnds(tables: EditTables): string[] {
  const isNode = (id: string) => tables.operators[id] !== undefined || tables.inputs[id] !== undefined;
  const edges = Object.entries(tables.edges).flatMap(([id, edge]) => (isNode(edge.from) && isNode(edge.to) ? [] : [id]));
  const choices = Object.values(tables.routers).flatMap(({ at, choose }) => choose.map(({ to }) => edgeId(at, to)).filter((id) => !tables.edges[id]));
  const members = Object.values(tables.groups).flatMap((group) => group.members.filter((id) => !isNode(id) && !tables.notes[id]));
  return [...edges, ...choices, ...members];
}

/**
 * Whether a merge mentions what is not there although neither side did: one removed or renamed a node (or an edge) that the other gave an
 * edge, a router choice or a place in a group. Such changes are of different records, so that comparing record by record does not find them.
 */
export function hangsLoose(merged: EditTables, sides: readonly EditTables[]): boolean {
  const known = new Set(sides.flatMap(looseEnds));
  return looseEnds(merged).some((end) => !known.has(end));
}
