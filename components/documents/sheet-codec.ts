import type { CatalogueDocument } from "@/core/documents/catalogue";
import { checkDocuments } from "@/core/documents/check";
import type { InfrastructureDocument } from "@/core/documents/infrastructure";
import { parseDocument } from "@/core/documents/parse";
import type { DocumentPath, Problem } from "@/core/documents/problem";
import type { WorkloadDocument } from "@/core/documents/workload";
import type { Tables } from "@/core/history/record-diff";
import { type CatalogueTables, catalogueOfTables, placeInCatalogue, tablesOfCatalogue } from "@/core/tables/catalogue-tables";
import {
  type InfrastructureTables,
  infrastructureOfTables,
  placeInInfrastructure,
  type SheetPlace,
  tablesOfInfrastructure,
} from "@/core/tables/infrastructure-tables";
import { placeInWorkload, tablesOfWorkload, type WorkloadTables, workloadOfTables } from "@/core/tables/workload-tables";

export type SheetDocument = CatalogueDocument | InfrastructureDocument | WorkloadDocument;
export type SheetKind = SheetDocument["kind"];

/** What a document of a kind is called, and where all of them are listed. */
export const KINDS: Record<SheetKind, { noun: string; list: string; listTitle: string }> = {
  Catalogue: { noun: "catalogue", list: "/catalogue", listTitle: "Catalogue" },
  Infrastructure: { noun: "infrastructure", list: "/infrastructure", listTitle: "Infrastructure" },
  Workload: { noun: "workload", list: "/workloads", listTitle: "Workloads" },
};

/** How a document of a kind is taken apart into tables and put together again. */
interface SheetCodec {
  /** Records that `known` has keep their keys, so that undo and merging go on working. */
  tablesOf(document: SheetDocument, known?: Tables): Tables;
  documentOf(tables: Tables): SheetDocument;
  placeOf(tables: Tables, path: DocumentPath): SheetPlace | null;
}

export const CODECS: Record<SheetKind, SheetCodec> = {
  Infrastructure: {
    tablesOf: (document, known) => tablesOfInfrastructure(document as InfrastructureDocument, known as InfrastructureTables | undefined),
    documentOf: (tables) => infrastructureOfTables(tables as InfrastructureTables),
    placeOf: (tables, path) => placeInInfrastructure(tables as InfrastructureTables, path),
  },
  Catalogue: {
    tablesOf: (document, known) => tablesOfCatalogue(document as CatalogueDocument, known as CatalogueTables | undefined),
    documentOf: (tables) => catalogueOfTables(tables as CatalogueTables),
    placeOf: (tables, path) => placeInCatalogue(tables as CatalogueTables, path),
  },
  Workload: {
    tablesOf: (document, known) => tablesOfWorkload(document as WorkloadDocument, known as WorkloadTables | undefined),
    documentOf: (tables) => workloadOfTables(tables as WorkloadTables),
    placeOf: (tables, path) => placeInWorkload(tables as WorkloadTables, path),
  },
};

/** Everything that is wrong with a document, by the rules of the command line: first its shape, then what it says. */
export function problemsOfDocument(document: SheetDocument): Problem[] {
  const { problems } = parseDocument(document.kind, document);
  return problems.length > 0 ? problems : checkDocuments([{ document }]);
}
