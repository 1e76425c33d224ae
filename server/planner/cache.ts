import { createHash } from "node:crypto";
import type { PlanningInput } from "../../core/metrics/planning-input";
import { classOf } from "../../core/metrics/settings";

/**
 * What a warm planner keeps from one run to the next, by the content it was made from: compiled problems, complete frontiers and partial ones (tables).
 * An answer found here is the one that would be computed; only time differs. The least recently used goes first when the bytes are over the limit.
 */
export class PlannerCache {
  private readonly entries = new Map<string, { value: unknown; bytes: number }>();
  private held = 0;

  constructor(readonly maxBytes: number = 256 * 2 ** 20) {}

  get bytes(): number {
    return this.held;
  }

  get size(): number {
    return this.entries.size;
  }

  /** What is kept under a key, as the kind that was put there; undefined when it is not (or no more). */
  get<T>(key: string): T | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry.value as T;
  }

  /** Keeps a value of about so many bytes; one larger than half the limit is not kept. */
  set(key: string, value: unknown, bytes: number): void {
    const known = this.entries.get(key);
    if (known) {
      this.held -= known.bytes;
      this.entries.delete(key);
    }
    if (bytes > this.maxBytes / 2) return;
    this.entries.set(key, { value, bytes });
    this.held += bytes;
    for (const [oldest, entry] of this.entries) {
      if (this.held <= this.maxBytes) break;
      this.entries.delete(oldest);
      this.held -= entry.bytes;
    }
  }
}

/** The content of a planning input without its targets and its time limit. */
export function contentKey(input: PlanningInput): { key: string; bytes: number } {
  const { slos: _slos, weight: _weight, ...queryClass } = classOf(input);
  const { timeLimitSeconds: _limit, ...settings } = { ...input.workload.spec.settings, ...definedOnly(input.settings) };
  const text = JSON.stringify([
    input.pipeline.metadata.name,
    input.pipeline.spec,
    input.catalogues.map((catalogue) => catalogue.spec),
    input.infrastructure.spec,
    queryClass,
    settings,
  ]);
  return { key: createHash("sha1").update(text).digest("base64"), bytes: text.length };
}

function definedOnly<T extends object>(value: T | undefined): Partial<T> {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([, entry]) => entry !== undefined)) as Partial<T>;
}
