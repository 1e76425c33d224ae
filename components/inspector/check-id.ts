import { identifierFault } from "@/core/documents/vocabulary";
import type { EditTables } from "@/core/graph/edit-tables";

/** What is wrong with an id that was typed for a node; null when nothing is. */
export function checkId(tables: EditTables, current: string, typed: string): string | null {
  const fault = identifierFault(typed);
  if (fault) return fault;
  if (typed === "in" || typed === "out") return "“in” and “out” stand for the ends of an alternative";
  if (typed !== current && (tables.operators[typed] || tables.inputs[typed])) return "Already the id of something else";
  return null;
}
