import type { FrontierDocument } from "../../core/documents/frontier";
import type { PlanProgress } from "../../core/metrics/planning-input";

/** News of a run inside this process: progress, or that its row has changed for good (with what was written there, to spare the reading). */
export type RunNews = { kind: "progress"; progress: PlanProgress } | { kind: "finished"; frontier: FrontierDocument | null };

type Listener = (news: RunNews) => void;

/** Carries progress from the workers to the pages that watch. Rows, not the bus, are the truth: a page that misses news reads the row. */
export class RunBus {
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #latest = new Map<string, PlanProgress>();

  publish(runId: string, news: RunNews): void {
    if (news.kind === "progress") this.#latest.set(runId, news.progress);
    else this.#latest.delete(runId);
    for (const listener of this.#listeners.get(runId) ?? []) listener(news);
  }

  latest(runId: string): PlanProgress | null {
    return this.#latest.get(runId) ?? null;
  }

  subscribe(runId: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(runId) ?? new Set();
    listeners.add(listener);
    this.#listeners.set(runId, listeners);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(runId) === listeners) this.#listeners.delete(runId);
    };
  }
}
