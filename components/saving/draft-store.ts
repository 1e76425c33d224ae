import type { Tables } from "@/core/history/record-diff";

/** What was drawn but not yet acknowledged by the server, and what it was drawn on. */
export interface Draft<T = Tables> {
  readonly documentId: string;
  readonly baseVersion: number;
  readonly base: T;
  readonly tables: T;
  readonly savedAt: number;
}

/** A text of the pipeline that could not be drawn yet, and the drawing it was typed beside. */
export interface TextDraft<T = Tables> {
  readonly documentId: string;
  readonly base: T;
  readonly text: string;
}

const DATABASE = "trilemma-drafts";
const STORE = "drafts";

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "documentId" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("The browser's storage could not be opened."));
  });
}

async function run<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode, { durability: "strict" });
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error ?? new Error("The browser's storage failed."));
      transaction.onabort = () => reject(transaction.error ?? new Error("The browser's storage is full."));
    });
  } finally {
    database.close();
  }
}

/** Drafts survive reload, crash and offline; they live in this browser only. */
export const draftStore = {
  get: <D = Draft>(documentId: string): Promise<D | undefined> => run("readonly", (store) => store.get(documentId) as IDBRequest<D | undefined>),
  put: async <D extends { readonly documentId: string } = Draft>(draft: D): Promise<void> => void (await run("readwrite", (store) => store.put(draft))),
  remove: async (documentId: string): Promise<void> => void (await run("readwrite", (store) => store.delete(documentId))),
};
export type DraftStore = typeof draftStore;
