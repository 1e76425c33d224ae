import { nodeTitle } from "@/core/graph/edit-connect";
import type { EditTables } from "@/core/graph/edit-tables";

/** What a step of the history is called; a function where it depends on the document that the step changes. */
export type StepLabel = string | ((tables: EditTables) => string);

/** Tag of a label whose values are ids: nodes and edges are called by their titles, as everywhere on the page. */
export function about(texts: TemplateStringsArray, ...ids: readonly string[]): StepLabel {
  return (tables) => texts.map((text, index) => (index === 0 ? text : titleOf(tables, ids[index - 1] ?? "") + text)).join("");
}

function titleOf(tables: EditTables, id: string): string {
  const edge = tables.edges[id];
  return edge ? `${nodeTitle(tables, edge.from)} → ${nodeTitle(tables, edge.to)}` : nodeTitle(tables, id);
}

export function labelOf(label: StepLabel, tables: EditTables): string {
  return typeof label === "string" ? label : label(tables);
}
