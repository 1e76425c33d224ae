import type { PipelineDocument } from "@/core/documents/pipeline";
import type { WorkloadDocument } from "@/core/documents/workload";
import { hangsLoose } from "@/core/graph/edit-loose";
import type { EditTransaction } from "@/core/graph/edit-operations";
import { classesOfWorkload, type EditTables, pipelineOfTables, tablesOfPipeline, workloadOfTables } from "@/core/graph/edit-tables";
import { findClashes } from "@/core/history/merge";
import { applyDiff, diffTables, isEmptyDiff } from "@/core/history/record-diff";
import type { DraftStore } from "../saving/draft-store";
import type { SavedDocument, SaveGate } from "../saving/save-gate";
import { SaveSchedule } from "../saving/save-schedule";
import type { EditorConflict, SavingSlice } from "./editor-state";
import type { EditorStore } from "./editor-store";

const DRAFT_DEBOUNCE_MS = 150;

type TargetKind = "pipeline" | "workload";
export type EditorDocument = PipelineDocument | WorkloadDocument;

interface Target {
  readonly kind: TargetKind;
  readonly id: string;
  version: number;
  /** What the server has acknowledged. */
  acknowledged: EditTables;
}

/**
 * Saves the pipeline and the workload beside it after every change, each over the version it was based on. Over a newer version it
 * merges changes that do not contradict each other and asks about those that do; nothing is overwritten silently.
 */
export class Autosave {
  private targets: Target[] = [];
  private draftTimer: ReturnType<typeof setTimeout> | null = null;
  private running: Promise<void> | null = null;
  private disposed = false;
  private refused: EditTables | null = null;
  private readonly unsubscribe: () => void;
  private readonly schedule: SaveSchedule;

  constructor(
    private readonly store: EditorStore,
    private readonly gate: SaveGate<EditorDocument>,
    private readonly drafts: DraftStore | null,
    private readonly onMerged: (kind: TargetKind, version: number) => void = () => {},
  ) {
    const { document, saving } = store.getState();
    this.targets = [{ kind: "pipeline", id: document.documentId, version: saving.version, acknowledged: document.tables }];
    this.trackWorkload();
    this.unsubscribe = store.subscribe((state, previous) => {
      if (state.choice.workload?.id !== previous.choice.workload?.id) this.trackWorkload();
      if (state.document.tables !== previous.document.tables) this.changed();
    });
    this.schedule = new SaveSchedule({ save: this.saveNow, look: this.look, heard: (told) => this.heard(told) });
    if (typeof window !== "undefined") window.addEventListener("pagehide", this.keepDraft);
  }

  dispose(): void {
    this.disposed = true;
    this.unsubscribe();
    this.schedule.dispose();
    if (this.draftTimer) {
      clearTimeout(this.draftTimer);
      this.keepDraft();
    }
    if (typeof window !== "undefined") window.removeEventListener("pagehide", this.keepDraft);
  }

  /** Saves what is unsaved, now; resolves to whether everything is acknowledged. */
  async flush(): Promise<boolean> {
    this.schedule.cancel();
    await this.saveAll();
    return this.dirtyTargets().length === 0;
  }

  readonly saveNow = (): void => {
    if (this.dirtyTargets().length > 0) void this.flush();
  };

  /** Takes a draft of an earlier visit: what was not acknowledged is applied on top of what the server has now. */
  recover(draft: { base: EditTables; tables: EditTables; baseVersion: number }): boolean {
    const mine = diffTables(withoutClasses(draft.base), withoutClasses(draft.tables));
    if (isEmptyDiff(mine)) return false;
    const state = this.store.getState();
    const theirs = diffTables(withoutClasses(draft.base), withoutClasses(state.document.tables));
    const merged = applyDiff(state.document.tables, mine);
    if (findClashes(mine, theirs).length === 0 && !hangsLoose(merged, [draft.tables, state.document.tables])) {
      return state.actions.edit("Recover unsaved changes", (tx) => replaceTables(tx, merged));
    }
    const target = this.targets[0] as Target;
    const theirTables = state.document.tables;
    state.actions.edit("Recover unsaved changes", (tx) => replaceTables(tx, { ...draft.tables, classes: theirTables.classes }));
    this.raise(target, { version: target.version, document: pipelineOfTables(theirTables), author: null, savedAt: null }, draft.base);
    return true;
  }

  /** Ends a conflict by saving what is drawn here over their version; theirs stays in the history of versions. */
  keepMine(): void {
    const conflict = this.store.getState().saving.conflict;
    const target = conflict && this.targets.find((item) => item.id === conflict.documentId);
    if (!conflict || !target) return;
    target.version = conflict.theirVersion;
    target.acknowledged = this.tablesOf(target, conflict.theirs);
    this.store.getState().actions.setSaving({ conflict: null });
    void this.flush();
  }

  /** Ends a conflict by drawing their version; undo brings mine back. */
  takeTheirs(): void {
    const { saving, document, actions } = this.store.getState();
    const conflict = saving.conflict;
    const target = conflict && this.targets.find((item) => item.id === conflict.documentId);
    if (!conflict || !target) return;
    const theirs = this.tablesOf(target, conflict.theirs);
    target.version = conflict.theirVersion;
    actions.setSaving({ conflict: null });
    const next = target.kind === "pipeline" ? { ...theirs, classes: document.tables.classes } : { ...document.tables, classes: theirs.classes };
    actions.edit(`Take version ${conflict.theirVersion}`, (tx) => replaceTables(tx, next));
    target.acknowledged = this.store.getState().document.tables;
    this.announceVersion(target);
    this.settle();
  }

  /** Ends a conflict by storing mine as a document of its own and drawing theirs. Returns the id of the copy. */
  async keepBoth(): Promise<string> {
    const { saving, document } = this.store.getState();
    const conflict = saving.conflict;
    if (!conflict) throw new Error("There is no conflict to end.");
    const mine =
      conflict.kind === "pipeline"
        ? pipelineOfTables(document.tables)
        : workloadOfTables(document.tables, conflict.documentId, conflict.theirs as WorkloadDocument);
    const title = `${mine.metadata.title ?? mine.metadata.name} (my copy)`;
    const id = await this.gate.createCopy({ ...mine, metadata: { ...mine.metadata, title } } as EditorDocument);
    this.takeTheirs();
    return id;
  }

  /** Looks whether somebody else saved while this window was away. */
  readonly look = (): void => {
    for (const target of this.targets) void this.fetchNewer(target);
  };

  private readonly keepDraft = (): void => {
    if (this.draftTimer) clearTimeout(this.draftTimer);
    this.draftTimer = null;
    const target = this.targets[0];
    if (!this.drafts || !target) return;
    const tables = this.store.getState().document.tables;
    const dirty = this.isDirty(target);
    const write = dirty
      ? this.drafts.put({ documentId: target.id, baseVersion: target.version, base: target.acknowledged, tables, savedAt: Date.now() })
      : this.drafts.remove(target.id);
    void write.catch(() => {});
  };

  private heard({ id, version }: { id: string; version: number }): void {
    const target = this.targets.find((item) => item.id === id);
    if (target && version > target.version) void this.fetchNewer(target);
  }

  private async fetchNewer(target: Target): Promise<void> {
    if (this.running || this.store.getState().saving.conflict) return;
    try {
      const head = await this.gate.load(target.id);
      if (!this.disposed && !this.running && head.version > target.version) this.reconcile(target, head);
    } catch {
      // Not reached: the next save tells.
    }
  }

  private trackWorkload(): void {
    const { choice, document } = this.store.getState();
    const workload = choice.workload;
    if (!workload) return;
    this.targets = this.targets.filter((target) => target.id !== workload.id);
    this.targets.push({ kind: "workload", id: workload.id, version: workload.version, acknowledged: document.tables });
  }

  private changed(): void {
    if (this.disposed) return;
    if (this.dirtyTargets().length === 0) {
      this.settle();
      return;
    }
    const { saving, actions } = this.store.getState();
    if (saving.status === "saved" || saving.status === "error") actions.setSaving({ status: "dirty", message: null });
    this.schedule.soon();
    if (this.draftTimer) clearTimeout(this.draftTimer);
    this.draftTimer = setTimeout(this.keepDraft, DRAFT_DEBOUNCE_MS);
  }

  private isDirty(target: Target): boolean {
    const tables = this.store.getState().document.tables;
    if (tables === target.acknowledged) return false;
    const changed = (kind: keyof EditTables) => tables[kind] !== target.acknowledged[kind];
    const kinds = (Object.keys(tables) as (keyof EditTables)[]).filter((kind) => (kind === "classes") === (target.kind === "workload"));
    if (!kinds.some(changed)) return false;
    return !isEmptyDiff(diffTables(this.scoped(target, target.acknowledged), this.scoped(target, tables)));
  }

  private dirtyTargets(): Target[] {
    return this.targets.filter((target) => this.isDirty(target));
  }

  private async saveAll(): Promise<void> {
    if (this.running) {
      await this.running;
      if (this.dirtyTargets().length === 0 || this.store.getState().saving.status === "retrying" || this.store.getState().saving.status === "offline") return;
    }
    const work = this.saveDirty();
    this.running = work;
    try {
      await work;
    } finally {
      this.running = null;
    }
  }

  private async saveDirty(): Promise<void> {
    for (const target of this.dirtyTargets()) {
      const { saving, document, actions } = this.store.getState();
      if (saving.conflict || this.disposed || document.tables === this.refused) return;
      const sent = document.tables;
      actions.setSaving({ status: "saving", message: null });
      try {
        const outcome = await this.gate.save(target.id, target.version, this.documentOf(target, sent));
        this.schedule.reached();
        if (outcome.kind === "saved") {
          target.version = outcome.version;
          target.acknowledged = sent;
          this.refused = null;
          this.announceVersion(target);
          this.schedule.tell({ id: target.id, version: outcome.version });
        } else if (outcome.kind === "conflict") {
          this.reconcile(target, outcome.head);
          return;
        } else {
          this.refused = sent;
          actions.setSaving({ status: "error", message: outcome.message });
          return;
        }
      } catch {
        this.retryLater();
        return;
      }
    }
    this.settle();
  }

  /** Nothing is unsaved, or what was changed during the save is saved next. */
  private settle(): void {
    if (this.store.getState().saving.conflict) return;
    if (this.dirtyTargets().length > 0) {
      if (!this.schedule.waiting) this.schedule.soon();
      this.setStatus("dirty");
      return;
    }
    this.schedule.cancel();
    this.setStatus("saved");
    this.keepDraft();
  }

  private retryLater(): void {
    const { status, message } = this.schedule.again();
    this.setStatus(status, message);
    this.keepDraft();
  }

  /** Their newer version meets what is drawn here: both are kept where they do not contradict each other. */
  private reconcile(target: Target, head: SavedDocument<EditorDocument>): void {
    const { document, actions } = this.store.getState();
    const theirTables = this.tablesOf(target, head.document);
    const base = this.scoped(target, target.acknowledged);
    const mine = diffTables(base, this.scoped(target, document.tables));
    const theirs = diffTables(base, this.scoped(target, theirTables));
    const merged = applyDiff(document.tables, theirs);
    if (findClashes(mine, theirs).length > 0 || hangsLoose(merged, [document.tables, theirTables])) {
      this.raise(target, head, target.acknowledged);
      return;
    }
    target.version = head.version;
    target.acknowledged =
      target.kind === "pipeline"
        ? { ...theirTables, classes: document.tables.classes }
        : { ...target.acknowledged, classes: { ...target.acknowledged.classes, ...theirTables.classes } };
    actions.applyForeign(theirs);
    this.announceVersion(target);
    if (!isEmptyDiff(theirs)) this.onMerged(target.kind, head.version);
    this.settle();
  }

  private raise(target: Target, head: SavedDocument<EditorDocument>, base: EditTables): void {
    const conflict: EditorConflict = {
      kind: target.kind,
      documentId: target.id,
      base: this.documentOf(target, base),
      theirs: head.document,
      theirVersion: head.version,
      theirAuthor: head.author,
      theirSavedAt: head.savedAt,
    };
    this.store.getState().actions.setSaving({ status: "conflict", conflict, message: null });
    this.keepDraft();
  }

  private setStatus(status: SavingSlice["status"], message: string | null = null): void {
    this.store.getState().actions.setSaving({ status, message });
  }

  private announceVersion(target: Target): void {
    const { actions } = this.store.getState();
    if (target.kind === "pipeline") actions.setSaving({ version: target.version });
    else actions.setWorkloadVersion(target.id, target.version);
  }

  private documentOf(target: Target, tables: EditTables): EditorDocument {
    if (target.kind === "pipeline") return pipelineOfTables(tables);
    const workload = this.store.getState().choice.workload;
    const base = this.workloads.get(target.id) ?? workload?.document;
    if (workload?.id === target.id) this.workloads.set(target.id, workload.document);
    if (!base) throw new Error("The workload that was edited is not open any more.");
    return workloadOfTables(tables, target.id, workload?.id === target.id ? workload.document : base);
  }
  private readonly workloads = new Map<string, WorkloadDocument>();

  private tablesOf(target: Target, document: EditorDocument): EditTables {
    const current = this.store.getState().document.tables;
    if (target.kind === "pipeline") return { ...tablesOfPipeline(document as PipelineDocument), classes: current.classes };
    const others = Object.fromEntries(Object.entries(current.classes).filter(([, record]) => record.workloadId !== target.id));
    return { ...current, classes: { ...others, ...classesOfWorkload(target.id, document as WorkloadDocument) } };
  }

  /** Only the records that the target is made of. */
  private scoped(target: Target, tables: EditTables): Record<string, Readonly<Record<string, object>>> {
    if (target.kind === "pipeline") return withoutClasses(tables);
    return { classes: Object.fromEntries(Object.entries(tables.classes).filter(([, record]) => record.workloadId === target.id)) };
  }
}

function withoutClasses(tables: EditTables): Record<string, Readonly<Record<string, object>>> {
  const { classes: _classes, ...rest } = tables;
  return rest;
}

/** Makes the tables equal to `next`, as one diff. */
export function replaceTables(tx: EditTransaction, next: EditTables): void {
  const diff = diffTables(tx.tables, next);
  for (const kind in diff) {
    for (const [id, change] of Object.entries(diff[kind] ?? {})) {
      if (change.after === null) tx.remove(kind as keyof EditTables, id);
      else tx.put(kind as keyof EditTables, id, change.after as never);
    }
  }
}
