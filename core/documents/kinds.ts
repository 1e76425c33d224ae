import type { CatalogueDocument } from "./catalogue";
import { catalogueDocument } from "./catalogue";
import type { FrontierDocument } from "./frontier";
import { frontierDocument } from "./frontier";
import type { InfrastructureDocument } from "./infrastructure";
import { infrastructureDocument } from "./infrastructure";
import type { PipelineDocument } from "./pipeline";
import { pipelineDocument } from "./pipeline";
import type { PlanDocument } from "./plan";
import { planDocument } from "./plan";
import type { SimulationDocument } from "./simulation";
import { simulationDocument } from "./simulation";
import type { WorkloadDocument } from "./workload";
import { workloadDocument } from "./workload";

/** Every document kind by its name, with its schema. */
export const documentSchemas = {
  Pipeline: pipelineDocument,
  Catalogue: catalogueDocument,
  Infrastructure: infrastructureDocument,
  Workload: workloadDocument,
  Plan: planDocument,
  Frontier: frontierDocument,
  Simulation: simulationDocument,
} as const;

/** The documents by the name of their kind. */
export interface DocumentByKind {
  Pipeline: PipelineDocument;
  Catalogue: CatalogueDocument;
  Infrastructure: InfrastructureDocument;
  Workload: WorkloadDocument;
  Plan: PlanDocument;
  Frontier: FrontierDocument;
  Simulation: SimulationDocument;
}
export type DocumentKind = keyof DocumentByKind;
export type AnyDocument = DocumentByKind[DocumentKind];

export const DOCUMENT_KINDS = Object.keys(documentSchemas) as DocumentKind[];

export function isDocumentKind(value: unknown): value is DocumentKind {
  return typeof value === "string" && Object.hasOwn(documentSchemas, value);
}
