import type { CatalogueDocument, Implementation, Model } from "@/core/documents/catalogue";
import type { LoadedDocument } from "./editor-state";

/** Implementations and models of all open catalogues; a later one of the same name replaces an earlier one. */
export interface CatalogueIndex {
  readonly byTask: ReadonlyMap<string, readonly Implementation[]>;
  readonly implementations: ReadonlyMap<string, Implementation>;
  readonly models: ReadonlyMap<string, Model>;
}

const indexes = new WeakMap<object, CatalogueIndex>();

/** The index of these catalogues; the same object for the same list. */
export function catalogueIndex(catalogues: readonly LoadedDocument<CatalogueDocument>[]): CatalogueIndex {
  const known = indexes.get(catalogues);
  if (known) return known;
  const implementations = new Map<string, Implementation>();
  const models = new Map<string, Model>();
  for (const { document } of catalogues) {
    for (const item of document.spec.models ?? []) models.set(item.name, item);
    for (const item of document.spec.implementations) implementations.set(item.name, item);
  }
  const byTask = new Map<string, Implementation[]>();
  for (const item of implementations.values()) {
    const list = byTask.get(item.task);
    if (list) list.push(item);
    else byTask.set(item.task, [item]);
  }
  const index = { byTask, implementations, models };
  indexes.set(catalogues, index);
  return index;
}
