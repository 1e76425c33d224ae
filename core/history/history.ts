import { applyDiff, EMPTY_DIFF, invertDiff, isEmptyDiff, squashDiffs, type Tables, type TablesDiff } from "./record-diff";

/** One step that undo takes back as a whole. */
export interface HistoryStep {
  readonly id: number;
  readonly label: string;
  readonly diff: TablesDiff;
  /** Edits that follow each other with the same key join this step (typing in one field). */
  readonly coalesceKey: string | null;
}

/** A gesture in progress: everything recorded until its end is one step; cancelling restores the start exactly. */
export interface Gesture {
  readonly label: string;
  readonly diff: TablesDiff;
}

/** The user's own changes; other people's edits are never recorded here. */
export interface HistoryState {
  readonly past: readonly HistoryStep[];
  readonly future: readonly HistoryStep[];
  readonly gesture: Gesture | null;
  readonly nextId: number;
}

export const EMPTY_HISTORY: HistoryState = { past: [], future: [], gesture: null, nextId: 1 };

/** Steps kept; older ones are forgotten. */
export const HISTORY_LIMIT = 500;

/** Records a diff that has been applied: joins the gesture in progress, or the last step of the same coalescing key, or makes a step. */
export function recordStep(history: HistoryState, label: string, diff: TablesDiff, coalesceKey: string | null = null): HistoryState {
  if (isEmptyDiff(diff)) return history;
  if (history.gesture) return { ...history, future: [], gesture: { ...history.gesture, diff: squashDiffs(history.gesture.diff, diff) } };
  const last = history.past[history.past.length - 1];
  if (last && coalesceKey !== null && last.coalesceKey === coalesceKey && history.future.length === 0) {
    const joined = squashDiffs(last.diff, diff);
    const rest = history.past.slice(0, -1);
    return { ...history, past: isEmptyDiff(joined) ? rest : [...rest, { ...last, diff: joined }] };
  }
  const past = [...history.past, { id: history.nextId, label, diff, coalesceKey }];
  return { ...history, past: past.length > HISTORY_LIMIT ? past.slice(-HISTORY_LIMIT) : past, future: [], nextId: history.nextId + 1 };
}

/** Ends coalescing: the next edit makes a step of its own even when it has the same key. */
export function sealStep(history: HistoryState): HistoryState {
  const last = history.past[history.past.length - 1];
  if (!last || last.coalesceKey === null) return history;
  return { ...history, past: [...history.past.slice(0, -1), { ...last, coalesceKey: null }] };
}

/** Starts a gesture; one that is still open is ended first. */
export function beginGesture(history: HistoryState, label: string): HistoryState {
  return { ...endGesture(history), gesture: { label, diff: EMPTY_DIFF } };
}

/** Ends the gesture: what it did becomes one step, or nothing when it changed nothing. */
export function endGesture(history: HistoryState): HistoryState {
  const gesture = history.gesture;
  if (!gesture) return history;
  return recordStep({ ...history, gesture: null }, gesture.label, gesture.diff);
}

export interface Travel<T extends Tables> {
  readonly tables: T;
  readonly history: HistoryState;
  /** The step taken back or done again; null when there was none. */
  readonly step: HistoryStep | null;
  /** What was applied to the tables. */
  readonly diff: TablesDiff;
}

/** Cancels the gesture and restores what it changed, exactly. */
export function cancelGesture<T extends Tables>(tables: T, history: HistoryState): Travel<T> {
  if (!history.gesture) return { tables, history, step: null, diff: EMPTY_DIFF };
  const diff = invertDiff(history.gesture.diff);
  return { tables: applyDiff(tables, diff), history: { ...history, gesture: null }, step: null, diff };
}

/** Takes back the last step; edits of others since then stay. */
export function undo<T extends Tables>(tables: T, history: HistoryState): Travel<T> {
  const closed = endGesture(history);
  const step = closed.past[closed.past.length - 1];
  if (!step) return { tables, history: closed, step: null, diff: EMPTY_DIFF };
  const diff = invertDiff(step.diff);
  return { tables: applyDiff(tables, diff), history: { ...closed, past: closed.past.slice(0, -1), future: [step, ...closed.future] }, step, diff };
}

/** Does the next undone step again. */
export function redo<T extends Tables>(tables: T, history: HistoryState): Travel<T> {
  const closed = endGesture(history);
  const [step, ...future] = closed.future;
  if (!step) return { tables, history: closed, step: null, diff: EMPTY_DIFF };
  return {
    tables: applyDiff(tables, step.diff),
    history: { ...closed, past: [...closed.past, { ...step, coalesceKey: null }], future },
    step,
    diff: step.diff,
  };
}
