import type { EditTables } from "./edit-tables";

/**
 * Removes what points nowhere: edges and router choices whose end is gone (undo may bring back an edge to a node that somebody
 * else removed meanwhile). Returns the same tables when nothing dangles.
 */
export function repairTables(tables: EditTables): EditTables {
  const exists = (id: string) => tables.operators[id] !== undefined || tables.inputs[id] !== undefined;
  const dangling = Object.keys(tables.edges).filter((id) => {
    const edge = tables.edges[id];
    return edge === undefined || !exists(edge.from) || tables.operators[edge.to] === undefined;
  });
  const lost = Object.keys(tables.routers).filter((id) => tables.operators[id] === undefined);
  if (dangling.length === 0 && lost.length === 0) return tables;
  const edges = { ...tables.edges };
  for (const id of dangling) delete edges[id];
  const routers = { ...tables.routers };
  for (const id of lost) delete routers[id];
  return { ...tables, edges, routers };
}
