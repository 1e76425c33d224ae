"use client";

import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { useTRPC, useTRPCClient } from "../data/trpc";
import { type Draft, draftStore } from "../saving/draft-store";
import { trpcSaveGate } from "../saving/save-gate";
import { DocumentSaver, type SheetDraft } from "./document-saver";
import { SaverContext } from "./saver-context";
import { SheetConflictDialog } from "./sheet-conflict-dialog";
import { createSheetStore, type LoadedSheet, SheetContext, type SheetStore } from "./sheet-store";

const drafts = {
  put: (id: string, draft: SheetDraft) => draftStore.put<Draft<SheetDraft["tables"]>>({ documentId: id, baseVersion: 0, savedAt: Date.now(), ...draft }),
  remove: (id: string) => draftStore.remove(id),
};

interface SheetProviderProps {
  loaded: LoadedSheet;
  readOnly: boolean;
  children: ReactNode;
  /** Told once of the store and its saver, and again with nulls at the end. */
  onMount?: (store: SheetStore, saver: DocumentSaver) => () => void;
}

/** Opens a document for editing: its store, its autosave, and the dialog for two people's versions. Mount it with the document's id as key. */
export function SheetProvider({ loaded, readOnly, children, onMount }: SheetProviderProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [store] = useState(() => createSheetStore(loaded, readOnly));
  const [saver] = useState<{ current: DocumentSaver | null }>({ current: null });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the store and its saver live as long as what is mounted
  useEffect(() => {
    if (readOnly) return;
    const own = new DocumentSaver(store, trpcSaveGate(client), drafts, (version) =>
      notifications.show({ message: `Merged version ${version}, saved elsewhere, with your changes.`, color: "gray" }),
    );
    saver.current = own;
    // lists and studies show this document: they are read again where they are opened next
    const outdated = [trpc.library.pathKey(), trpc.documents.list.queryKey(), trpc.workloads.pathKey(), trpc.studies.pathKey()];
    const unsubscribe = store.subscribe(({ saving }, previous) => {
      if (saving.version !== previous.saving.version) for (const queryKey of outdated) void queryClient.invalidateQueries({ queryKey, refetchType: "none" });
    });
    const unmount = onMount?.(store, own);
    let alive = true;
    draftStore
      .get<Draft<SheetDraft["tables"]>>(loaded.id)
      .then((draft) => {
        if (alive && draft && own.recover(draft))
          notifications.show({ message: "Changes that had not reached the server were recovered from this browser.", color: "gray" });
      })
      .catch(() => {});
    return () => {
      alive = false;
      unsubscribe();
      own.dispose();
      unmount?.();
      saver.current = null;
    };
  }, []);

  return (
    <SheetContext.Provider value={store}>
      <SaverContext.Provider value={saver}>
        {children}
        <SheetConflictDialog />
      </SaverContext.Provider>
    </SheetContext.Provider>
  );
}
