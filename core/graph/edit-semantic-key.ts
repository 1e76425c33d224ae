import type { EditTables } from "./edit-tables";
import { META_ID, pipelineOfTables } from "./edit-tables";

/** A text that is equal exactly when the pipeline and its query classes mean the same in the same order: titles and places do not count. */
export function semanticKey(tables: EditTables, workloadId: string | undefined): string {
  const { spec, metadata } = pipelineOfTables(tables);
  const operators = spec.operators.map(({ title: _title, ...operator }) => sorted(operator));
  const classes = Object.values(tables.classes)
    .filter((record) => record.workloadId === workloadId)
    .map(({ title: _title, ...record }) => sorted(record));
  return JSON.stringify([
    metadata.name,
    spec.inputs.map(sorted),
    operators,
    spec.edges.map(sorted),
    (spec.routers ?? []).map(sorted),
    tables.meta[META_ID]?.quality ?? null,
    classes,
  ]);
}

function sorted(value: object): [string, unknown][] {
  return Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
