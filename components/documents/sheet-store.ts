"use client";

import { createContext, useContext } from "react";
import { useStoreWithEqualityFn } from "zustand/traditional";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Problem } from "@/core/documents/problem";
import { EMPTY_HISTORY, type HistoryState, recordStep, redo, type Travel, undo } from "@/core/history/history";
import { applyDiff, diffTables, isEmptyDiff, type Tables, type TablesDiff } from "@/core/history/record-diff";
import { Transaction } from "@/core/history/transaction";
import type { SaveConflict, SaveState } from "../saving/save-state";
import { CODECS, problemsOfDocument, type SheetDocument, type SheetKind } from "./sheet-codec";

export type SheetSaving = SaveState<SaveConflict<SheetDocument>>;

type Recipe = (tx: Transaction<Tables>) => void;

export interface SheetState {
  readonly id: string;
  readonly kind: SheetKind;
  readonly readOnly: boolean;
  readonly tables: Tables;
  readonly history: HistoryState;
  readonly saving: SheetSaving;
  readonly problems: readonly Problem[];
  readonly actions: {
    /** One undo step; consecutive edits with the same key join. */
    edit(label: string, recipe: Recipe, coalesce?: string): boolean;
    /** Makes the document equal to another one, as one undo step. */
    replace(label: string, document: SheetDocument): boolean;
    undo(): string | null;
    redo(): string | null;
    /** Takes in what somebody else changed; it is not undone with one's own edits. */
    applyForeign(diff: TablesDiff): void;
    setSaving(patch: Partial<SheetSaving>): void;
  };
}

export type SheetStore = StoreApi<SheetState>;

export interface LoadedSheet {
  id: string;
  version: number;
  document: SheetDocument;
}

/** The state of one catalogue, infrastructure or workload that is open for editing. */
export function createSheetStore(loaded: LoadedSheet, readOnly: boolean): SheetStore {
  const kind = loaded.document.kind;
  const codec = CODECS[kind];
  const tables = codec.tablesOf(loaded.document);
  return createStore<SheetState>()((set, get) => {
    const after = (next: Tables, history: HistoryState): Partial<SheetState> =>
      next === get().tables ? { history } : { tables: next, history, problems: problemsOfDocument(codec.documentOf(next)) };
    const take = (label: string, diff: TablesDiff, coalesce?: string): boolean => {
      if (get().readOnly || isEmptyDiff(diff)) return false;
      set(after(applyDiff(get().tables, diff), recordStep(get().history, label, diff, coalesce ?? null)));
      return true;
    };
    const travel = (move: (tables: Tables, history: HistoryState) => Travel<Tables>): string | null => {
      if (get().readOnly) return null;
      const moved = move(get().tables, get().history);
      set(after(moved.tables, moved.history));
      return moved.step?.label ?? null;
    };
    return {
      id: loaded.id,
      kind,
      readOnly,
      tables,
      history: EMPTY_HISTORY,
      saving: { status: "saved", version: loaded.version, message: null, conflict: null },
      problems: problemsOfDocument(loaded.document),
      actions: {
        edit: (label, recipe, coalesce) => {
          const transaction = new Transaction<Tables>(get().tables);
          recipe(transaction);
          return take(label, transaction.diff(), coalesce);
        },
        replace: (label, document) => take(label, diffTables(get().tables, codec.tablesOf(document, get().tables))),
        undo: () => travel(undo),
        redo: () => travel(redo),
        applyForeign: (diff) => set(after(applyDiff(get().tables, diff), get().history)),
        setSaving: (patch) => set((state) => ({ saving: { ...state.saving, ...patch } })),
      },
    };
  });
}

export const SheetContext = createContext<SheetStore | null>(null);

export function useSheetStore(): SheetStore {
  const store = useContext(SheetContext);
  if (!store) throw new Error("useSheetStore is used outside of a SheetContext");
  return store;
}

export function useSheet<T>(selector: (state: SheetState) => T, equal?: (a: T, b: T) => boolean): T {
  return useStoreWithEqualityFn(useSheetStore(), selector, equal);
}

/** The document as it is edited now. */
export function documentOfSheet(state: Pick<SheetState, "kind" | "tables">): SheetDocument {
  return CODECS[state.kind].documentOf(state.tables);
}
