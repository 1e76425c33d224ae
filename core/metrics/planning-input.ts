import type { CatalogueDocument } from "../documents/catalogue";
import type { InfrastructureDocument } from "../documents/infrastructure";
import type { PipelineDocument } from "../documents/pipeline";
import type { PlanBody } from "../documents/plan";
import type { Settings, WorkloadDocument } from "../documents/workload";

/** Everything that decides a frontier: the documents, and which query class of the workload is planned. */
export interface PlanningInput {
  pipeline: PipelineDocument;
  /** Several catalogues are read as one; a later implementation or model of the same name replaces an earlier one. */
  catalogues: CatalogueDocument[];
  infrastructure: InfrastructureDocument;
  workload: WorkloadDocument;
  /** Class to plan; default: the only class whose `pipeline` is this one. */
  classId?: string;
  /** Overrides of the workload's settings (flags of the command, controls of the page). */
  settings?: Partial<Settings>;
}

/** What a running planner reports, about ten times a second at most. */
export interface PlanProgress {
  phase: "compile" | "options" | "search" | "finish";
  /** Share of the work done, where it is known. */
  fraction: number | null;
  considered: number;
  pruned: number;
  seconds: number;
  /** Good plans so far (mutually non-dominated, feasible), when they changed. */
  plans?: PlanBody[];
}

/** Hooks through which a caller watches and stops a computation. */
export interface PlanControl {
  shouldStop?: () => boolean;
  onProgress?: (progress: PlanProgress) => void;
  /** Writes the seconds used into the certificate; without it they are 0, so that the same input gives the same bytes. */
  measureTime?: boolean;
  /** Most partial plans that the tables of one search may hold together; bounds its memory. */
  mostRows?: number;
}
