import type { SaveConflict, SaveState } from "@/components/saving/save-state";
import type { CatalogueDocument } from "@/core/documents/catalogue";
import type { FrontierDocument } from "@/core/documents/frontier";
import type { InfrastructureDocument } from "@/core/documents/infrastructure";
import type { PipelineDocument } from "@/core/documents/pipeline";
import type { PlanBody, PlanOperator } from "@/core/documents/plan";
import type { Problem } from "@/core/documents/problem";
import type { WorkloadDocument } from "@/core/documents/workload";
import type { EditTables } from "@/core/graph/edit-tables";
import type { HistoryState } from "@/core/history/history";
import type { TablesDiff } from "@/core/history/record-diff";
import type { Transaction } from "@/core/history/transaction";
import type { PlanProgress } from "@/core/metrics/planning-input";
import type { StepLabel } from "./step-label";

/** A stored document with the version that its next save is based on. */
export interface LoadedDocument<D> {
  readonly id: string;
  readonly version: number;
  readonly document: D;
}

export type Recipe = (transaction: Transaction<EditTables>) => void;

export interface EditOptions {
  /** Consecutive edits with the same key are one undo step (typing in one field). */
  coalesce?: string;
  /** Replaces the selection after the edit. */
  select?: readonly string[];
}

/** The pipeline and its layout as records; every change goes through `edit`. */
export interface DocumentSlice {
  readonly documentId: string;
  readonly tables: EditTables;
  /** Counts every change, own and foreign, of what the documents mean: what is drawn elsewhere or called otherwise does not count. */
  readonly revision: number;
  readonly readOnly: boolean;
}

export interface EditorConflict extends SaveConflict<PipelineDocument | WorkloadDocument> {
  readonly kind: "pipeline" | "workload";
  readonly documentId: string;
}

/** What the server has acknowledged of the pipeline and the workload beside it; the version is the pipeline's. */
export type SavingSlice = SaveState<EditorConflict>;

export type ResourceChoice = { readonly kind: "infrastructure"; readonly pool?: string } | { readonly kind: "catalogue"; readonly implementation: string };

export interface SelectionSlice {
  /** Ids of selected inputs, operators and notes, in the order of selection. */
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
}

export interface ViewportSlice {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export type HeatMetric = "none" | "latency" | "cost" | "quality" | "energy";

/** What is going on between pointer-down and pointer-up, and what is shown over the drawing. Never saved, never undone. */
export interface InteractionSlice {
  /** Port a wire is being dragged from (or connected from by keyboard). */
  readonly connectingFrom: { nodeId: string; side: "out" | "in" } | null;
  readonly renaming: string | null;
  /** Node whose wire is being drawn by keyboard: a list of what it may feed is open. */
  readonly connectDialog: string | null;
  readonly contextMenu: { x: number; y: number; on: "node" | "edge" | "pane" } | null;
  /** Quick add: where the new operator goes, and what it is wired to. */
  readonly quickAdd: { x: number; y: number; screenX: number; screenY: number; from?: string; to?: string; onEdge?: string; replace?: string } | null;
  /** What is edited beside the drawing instead of the inspector: the infrastructure, or figures of an implementation. */
  readonly resource: ResourceChoice | null;
  /** Text of the pipeline that could not be drawn yet, and the drawing that it began with; null when text and drawing agree. */
  readonly unappliedYaml: { text: string; base: EditTables } | null;
  readonly heat: HeatMetric;
  /** Nodes and edges on the longest path of the chosen plan; empty when it is not shown. */
  readonly criticalNodes: ReadonlySet<string>;
  readonly criticalEdges: ReadonlySet<string>;
  /** What is left of the latency target after each operator on the critical path, ms; negative when it is exceeded. */
  readonly budgetMs: Readonly<Record<string, number>>;
  /** Message for screen readers; the counter makes equal messages distinct. */
  readonly announcement: { text: string; count: number };
}

export type LeftPanel = "palette" | "outline" | "problems" | "history" | "templates" | null;
export const DOCK_TABS = ["frontier", "plans", "compare", "explain", "simulate", "yaml"] as const;
export type DockTab = (typeof DOCK_TABS)[number];

export interface PanelsSlice {
  readonly left: LeftPanel;
  readonly inspectorOpen: boolean;
  readonly inspectorTab: "inspect" | "yaml";
  readonly dockOpen: boolean;
  readonly dockTab: DockTab;
  readonly helpOpen: boolean;
  readonly minimap: boolean;
}

export interface PlanRun {
  readonly id: string;
  readonly status: "queued" | "running" | "done" | "failed" | "cancelled";
  readonly progress: PlanProgress | null;
  readonly error: string | null;
}

export interface OperatorChoice {
  readonly operatorId: string;
  readonly implementation: string;
  readonly pools?: readonly string[];
}

/** Where it may run, for whom, what the planner answered, and which plan is looked at. Shared by canvas, inspector and dock. */
export interface ChoiceSlice {
  readonly infrastructure: LoadedDocument<InfrastructureDocument> | null;
  /** Its classes are always those of the document's tables. */
  readonly workload: LoadedDocument<WorkloadDocument> | null;
  readonly catalogues: readonly LoadedDocument<CatalogueDocument>[];
  readonly classId: string | null;
  readonly run: PlanRun | null;
  readonly frontier: FrontierDocument | null;
  /** The frontier before the last one, drawn as a ghost. */
  readonly previousFrontier: FrontierDocument | null;
  /** What the frontier was planned for, as `semanticKey` says it; null when that is not known. */
  readonly plannedKey: string | null;
  /** The frontier was planned for other documents than those shown. */
  readonly stale: boolean;
  readonly selectedPlanId: string | null;
  readonly hoveredPlanIds: readonly string[];
  readonly hoveredOperatorChoice: OperatorChoice | null;
  /** The selected plan, or null. */
  readonly plan: PlanBody | null;
  /** Operators of the selected plan by id. */
  readonly planOperators: Readonly<Record<string, PlanOperator>>;
}

export interface EditorActions {
  /** The one way to change the document: runs the recipe, applies its diff, makes an undo step with this label. Returns whether anything changed. */
  edit(label: StepLabel, recipe: Recipe, options?: EditOptions): boolean;
  /** Ends coalescing of edits (a field lost focus). */
  sealEdit(): void;
  beginGesture(label: string): void;
  endGesture(): void;
  cancelGesture(): void;
  undo(): void;
  redo(): void;
  /** Undoes or redoes until `count` steps are in the past. */
  travelTo(count: number): void;
  /** A change by somebody else, or by a reload: applied without an undo step. */
  applyForeign(diff: TablesDiff): void;
  /** Replaces the whole pipeline (their version of a conflict, a new load) without an undo step; drops history. */
  resetDocument(document: PipelineDocument, version: number): void;

  select(nodes: readonly string[], edges?: readonly string[]): void;
  setViewport(viewport: ViewportSlice): void;
  setInteraction(patch: Partial<Omit<InteractionSlice, "announcement">>): void;
  announce(text: string): void;
  setPanels(patch: Partial<PanelsSlice>): void;
  setProblems(problems: ProblemsSlice): void;
  setSaving(patch: Partial<SavingSlice>): void;

  setInfrastructure(document: LoadedDocument<InfrastructureDocument> | null): void;
  /** The version that the server acknowledged of the infrastructure or of a catalogue; changes nothing else. */
  setDocumentVersion(id: string, version: number): void;
  /** Opens a workload beside the pipeline and picks the class: `classId`, else the first class for this pipeline, else the first. */
  setWorkload(document: LoadedDocument<WorkloadDocument> | null, classId?: string | null): void;
  setWorkloadVersion(workloadId: string, version: number): void;
  setCatalogues(documents: readonly LoadedDocument<CatalogueDocument>[]): void;
  setClass(classId: string): void;
  setRun(run: PlanRun | null): void;
  updateRun(patch: Partial<PlanRun>): void;
  /** A new answer of the planner; keeps the selected plan when the new frontier has the same decisions, else selects the first that meets every target, else the first. */
  setFrontier(frontier: FrontierDocument | null, options?: { stale?: boolean }): void;
  setStale(stale: boolean): void;
  selectPlan(planId: string | null): void;
  hoverPlan(planIds: string | readonly string[] | null): void;
  hoverOperatorChoice(choice: OperatorChoice | null): void;
}

/** What is wrong with the documents that are open, and where on the drawing. */
export interface ProblemsSlice {
  readonly list: readonly Problem[];
  readonly byNode: Readonly<Record<string, readonly Problem[]>>;
  readonly byEdge: Readonly<Record<string, readonly Problem[]>>;
}

/** Everything one mounted editor knows. Route state is in the URL, server data in TanStack Query. */
export interface EditorState {
  readonly document: DocumentSlice;
  readonly history: HistoryState;
  readonly saving: SavingSlice;
  readonly selection: SelectionSlice;
  readonly viewport: ViewportSlice;
  readonly interaction: InteractionSlice;
  readonly panels: PanelsSlice;
  readonly choice: ChoiceSlice;
  readonly problems: ProblemsSlice;
  readonly actions: EditorActions;
}
