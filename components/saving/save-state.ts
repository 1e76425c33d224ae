export type SaveStatus = "saved" | "dirty" | "saving" | "retrying" | "offline" | "conflict" | "error";

/** The version somebody else saved while this one was being edited. */
export interface SaveConflict<D> {
  readonly base: D;
  readonly theirs: D;
  readonly theirVersion: number;
  readonly theirAuthor: string | null;
  readonly theirSavedAt: string | null;
}

/** What the server has acknowledged. "saved" is never said before. */
export interface SaveState<C> {
  readonly status: SaveStatus;
  /** The version that the server acknowledged last. */
  readonly version: number;
  readonly message: string | null;
  readonly conflict: C | null;
}
