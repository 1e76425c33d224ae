import type { DocumentPath } from "../documents/problem";
import type { QueryClass, Settings, WorkloadDocument } from "../documents/workload";
import type { Ordered } from "../graph/edit-tables";
import { DOCUMENT_KEY, type SheetPlace } from "./infrastructure-tables";
import { entriesOf, keyed, keysFor, keysInOrder } from "./records";

export type ClassRecord = Readonly<QueryClass> & Ordered;

/** A workload as tables of records, for editing with undo and for merging two people's edits. */
export type WorkloadTables = {
  readonly meta: Readonly<Record<string, Readonly<WorkloadDocument["metadata"]> & Ordered>>;
  /** One record, or none where the document gives no settings. */
  readonly settings: Readonly<Record<string, Settings>>;
  readonly classes: Readonly<Record<string, ClassRecord>>;
};

/** Tables of a document; records that `known` has keep their keys. */
export function tablesOfWorkload(document: WorkloadDocument, known?: WorkloadTables): WorkloadTables {
  const { settings, classes } = document.spec;
  const keys = keysFor(
    classes,
    (entry) => entry.id,
    known?.classes,
    (record: ClassRecord) => record.id,
  );
  return {
    meta: { [DOCUMENT_KEY]: { ...document.metadata, order: 0 } },
    settings: settings ? { [DOCUMENT_KEY]: settings } : {},
    classes: keyed(classes, keys),
  };
}

export function workloadOfTables(tables: WorkloadTables): WorkloadDocument {
  const { order: _order, ...metadata } = tables.meta[DOCUMENT_KEY] as WorkloadTables["meta"][string];
  const settings = tables.settings[DOCUMENT_KEY];
  return {
    apiVersion: "trilemma/v1",
    kind: "Workload",
    metadata,
    spec: { ...(settings ? { settings } : {}), classes: entriesOf<QueryClass>(tables.classes) },
  };
}

/** The record and field that a path of the document is about; null for the document itself. */
export function placeInWorkload(tables: WorkloadTables, path: DocumentPath): SheetPlace | null {
  const [spec, table, index, ...rest] = path;
  if (spec !== "spec") return null;
  if (table === "settings") return { table, key: DOCUMENT_KEY, field: path.slice(2).join(".") };
  if (table !== "classes" || typeof index !== "number") return null;
  const key = keysInOrder(tables.classes)[index];
  return key === undefined ? null : { table, key, field: rest.join(".") };
}
