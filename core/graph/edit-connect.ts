import { findPath } from "./edit-index";
import { type EditTables, edgeId } from "./edit-tables";
import { listTypes, type PortType, portsFit, portType, taskInfo } from "./task-ports";

export type ConnectRefusal = { readonly code: "missing" | "self" | "into-input" | "duplicate" | "cycle" | "type"; readonly message: string };

/** What a node gives to its outgoing edges. */
export function givesOf(tables: EditTables, id: string): PortType {
  const input = tables.inputs[id];
  if (input) return portType(input.type);
  return taskInfo(tables.operators[id]?.task).gives;
}

/** What a node takes; inputs take nothing. */
export function takesOf(tables: EditTables, id: string): readonly PortType[] {
  const operator = tables.operators[id];
  return operator ? taskInfo(operator.task).takes : [];
}

export function nodeTitle(tables: EditTables, id: string): string {
  return tables.operators[id]?.title ?? id;
}

/** Why an edge from `from` to `to` may not be drawn; null when it may. */
export function refuseConnection(tables: EditTables, from: string, to: string): ConnectRefusal | null {
  const known = (id: string) => tables.operators[id] !== undefined || tables.inputs[id] !== undefined;
  if (!known(from) || !known(to)) return { code: "missing", message: "One end of the wire does not exist." };
  if (from === to) return { code: "self", message: "An operator cannot feed itself. For a loop, set its iterations." };
  if (tables.inputs[to]) return { code: "into-input", message: `“${to}” is an input: data enters there, nothing flows into it.` };
  if (tables.edges[edgeId(from, to)]) return { code: "duplicate", message: `“${nodeTitle(tables, from)}” already feeds “${nodeTitle(tables, to)}”.` };
  const gives = givesOf(tables, from);
  const takes = takesOf(tables, to);
  if (!portsFit(gives, takes)) {
    return { code: "type", message: `“${nodeTitle(tables, from)}” gives ${gives}; “${nodeTitle(tables, to)}” takes ${listTypes(takes)}.` };
  }
  const back = findPath(tables, to, from);
  if (back) {
    const names = [...back, to].map((id) => nodeTitle(tables, id)).join(" → ");
    return { code: "cycle", message: `That would close a cycle: ${names}. For a loop, set the iterations of an operator.` };
  }
  return null;
}
