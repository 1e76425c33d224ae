import type { CatalogueDocument } from "@/core/documents/catalogue";
import { checkDocuments } from "@/core/documents/check";
import type { InfrastructureDocument } from "@/core/documents/infrastructure";
import { parseDocument } from "@/core/documents/parse";
import type { DocumentPath, Problem } from "@/core/documents/problem";
import type { Tables } from "@/core/history/record-diff";
import { type CatalogueTables, catalogueOfTables, placeInCatalogue, tablesOfCatalogue } from "@/core/tables/catalogue-tables";
import {
  type InfrastructureTables,
  infrastructureOfTables,
  placeInInfrastructure,
  type SheetPlace,
  tablesOfInfrastructure,
} from "@/core/tables/infrastructure-tables";

export type SheetDocument = CatalogueDocument | InfrastructureDocument;
export type SheetKind = SheetDocument["kind"];

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
};

/** Everything that is wrong with a document, by the rules of the command line: first its shape, then what it says. */
export function problemsOfDocument(document: SheetDocument): Problem[] {
  const { problems } = parseDocument(document.kind, document);
  return problems.length > 0 ? problems : checkDocuments([{ document }]);
}
