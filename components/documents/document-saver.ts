import { findClashes } from "@/core/history/merge";
import { applyDiff, diffTables, isEmptyDiff, type Tables } from "@/core/history/record-diff";
import type { SavedDocument, SaveGate } from "../saving/save-gate";
import { SaveSchedule } from "../saving/save-schedule";
import { CODECS, type SheetDocument } from "./sheet-codec";
import { documentOfSheet, type SheetStore } from "./sheet-store";

/** What was edited but not acknowledged, kept in the browser over reloads and crashes. */
export interface SheetDraft {
  base: Tables;
  tables: Tables;
}

export interface SheetDrafts {
  put(id: string, draft: SheetDraft): Promise<void>;
  remove(id: string): Promise<void>;
}

/**
 * Saves an open document after every change over the version it was based on. Over a newer one it merges changes that do not
 * contradict each other and asks about those that do; nothing is overwritten silently.
 */
export class DocumentSaver {
  private version: number;
  /** What the server has acknowledged. */
  private acknowledged: Tables;
  private running: Promise<void> | null = null;
  private disposed = false;
  private refused: Tables | null = null;
  private readonly unsubscribe: () => void;
  private readonly schedule: SaveSchedule;

  constructor(
    private readonly store: SheetStore,
    private readonly gate: SaveGate<SheetDocument>,
    private readonly drafts: SheetDrafts | null,
    private readonly onMerged: (version: number) => void = () => {},
  ) {
    const { tables, saving } = store.getState();
    this.version = saving.version;
    this.acknowledged = tables;
    this.unsubscribe = store.subscribe((state, previous) => {
      if (state.tables !== previous.tables) this.changed();
    });
    this.schedule = new SaveSchedule({
      save: () => void this.flush(),
      look: () => void this.look(),
      heard: (told) => {
        if (told.id === this.store.getState().id && told.version > this.version) void this.look();
      },
    });
  }

  /** Stops; what is unsaved is sent once more. */
  dispose(): void {
    if (this.isDirty() && !this.store.getState().saving.conflict) void this.flush();
    this.disposed = true;
    this.unsubscribe();
    this.schedule.dispose();
  }

  /** Saves what is unsaved, now; resolves to whether everything is acknowledged. */
  async flush(): Promise<boolean> {
    this.schedule.cancel();
    if (this.running) await this.running;
    if (this.isDirty()) {
      this.running = this.save();
      try {
        await this.running;
      } finally {
        this.running = null;
      }
      this.settle();
    }
    return !this.isDirty();
  }

  /** Applies a draft of an earlier visit on top of what the server has now. */
  recover(draft: SheetDraft): boolean {
    const mine = diffTables(draft.base, draft.tables);
    if (isEmptyDiff(mine)) return false;
    const { tables, kind, actions } = this.store.getState();
    if (findClashes(mine, diffTables(draft.base, tables)).length === 0) {
      return actions.replace("Recover unsaved changes", CODECS[kind].documentOf(applyDiff(tables, mine)));
    }
    const theirs = documentOfSheet({ kind, tables });
    actions.replace("Recover unsaved changes", CODECS[kind].documentOf(draft.tables));
    this.raise({ version: this.version, document: theirs, author: null, savedAt: null }, draft.base);
    return true;
  }

  /** Ends a conflict by saving mine over theirs, which stays in the list of versions. */
  keepMine(): void {
    const { saving, kind, tables, actions } = this.store.getState();
    if (!saving.conflict) return;
    this.version = saving.conflict.theirVersion;
    this.acknowledged = CODECS[kind].tablesOf(saving.conflict.theirs, tables);
    actions.setSaving({ conflict: null });
    void this.flush();
  }

  /** Ends a conflict by showing theirs; undo brings mine back. */
  takeTheirs(): void {
    const { saving, actions } = this.store.getState();
    if (!saving.conflict) return;
    this.version = saving.conflict.theirVersion;
    actions.setSaving({ conflict: null, version: this.version });
    actions.replace(`Take version ${this.version}`, saving.conflict.theirs);
    this.acknowledged = this.store.getState().tables;
    this.settle();
  }

  /** Ends a conflict by storing mine as a document of its own and showing theirs. Returns the id of the copy. */
  async keepBoth(): Promise<string> {
    const state = this.store.getState();
    const mine = documentOfSheet(state);
    const title = `${mine.metadata.title ?? mine.metadata.name} (my copy)`;
    const id = await this.gate.createCopy({ ...mine, metadata: { ...mine.metadata, title } } as SheetDocument);
    this.takeTheirs();
    return id;
  }

  /** Looks whether somebody else saved while this window was away. */
  readonly look = async (): Promise<void> => {
    if (this.running || this.store.getState().saving.conflict) return;
    try {
      const head = await this.gate.load(this.store.getState().id);
      if (!this.disposed && !this.running && head.version > this.version) this.reconcile(head);
    } catch {
      // Not reached: the next save tells.
    }
  };

  private isDirty(): boolean {
    const { tables } = this.store.getState();
    return tables !== this.acknowledged && !isEmptyDiff(diffTables(this.acknowledged, tables));
  }

  private changed(): void {
    if (this.disposed) return;
    this.keepDraft();
    if (!this.isDirty()) {
      this.settle();
      return;
    }
    const { saving, actions } = this.store.getState();
    if (saving.status === "saved" || saving.status === "error") actions.setSaving({ status: "dirty", message: null });
    this.schedule.soon();
  }

  private keepDraft(): void {
    const { id, tables } = this.store.getState();
    const write = this.isDirty() ? this.drafts?.put(id, { base: this.acknowledged, tables }) : this.drafts?.remove(id);
    void write?.catch(() => {});
  }

  private async save(): Promise<void> {
    const { saving, tables, id, actions } = this.store.getState();
    if (saving.conflict || this.disposed || tables === this.refused) return;
    actions.setSaving({ status: "saving", message: null });
    try {
      const outcome = await this.gate.save(id, this.version, documentOfSheet(this.store.getState()));
      this.schedule.reached();
      if (outcome.kind === "saved") {
        this.version = outcome.version;
        this.acknowledged = tables;
        this.refused = null;
        actions.setSaving({ version: outcome.version });
        this.schedule.tell({ id, version: outcome.version });
      } else if (outcome.kind === "conflict") this.reconcile(outcome.head);
      else {
        this.refused = tables;
        actions.setSaving({ status: "error", message: outcome.message });
      }
    } catch {
      actions.setSaving(this.schedule.again());
    }
  }

  /** Nothing is unsaved, or what was changed during the save is saved next. */
  private settle(): void {
    const { saving, actions } = this.store.getState();
    if (saving.conflict || saving.status === "retrying" || saving.status === "offline" || saving.status === "error") {
      if (saving.conflict || this.isDirty()) return;
    }
    if (this.isDirty()) {
      actions.setSaving({ status: "dirty", message: null });
      if (!this.schedule.waiting) this.schedule.soon();
      return;
    }
    actions.setSaving({ status: "saved", message: null });
    this.keepDraft();
  }

  private reconcile(head: SavedDocument<SheetDocument>): void {
    const { kind, tables, actions } = this.store.getState();
    const theirTables = CODECS[kind].tablesOf(head.document, this.acknowledged);
    const theirs = diffTables(this.acknowledged, theirTables);
    if (findClashes(diffTables(this.acknowledged, tables), theirs).length > 0) {
      this.raise(head, this.acknowledged);
      return;
    }
    this.version = head.version;
    this.acknowledged = theirTables;
    actions.applyForeign(theirs);
    actions.setSaving({ version: head.version, status: "dirty" });
    if (!isEmptyDiff(theirs)) this.onMerged(head.version);
    this.settle();
  }

  private raise(head: SavedDocument<SheetDocument>, base: Tables): void {
    const { kind, actions } = this.store.getState();
    actions.setSaving({
      status: "conflict",
      message: null,
      conflict: {
        base: CODECS[kind].documentOf(base),
        theirs: head.document,
        theirVersion: head.version,
        theirAuthor: head.author,
        theirSavedAt: head.savedAt,
      },
    });
    this.keepDraft();
  }
}
