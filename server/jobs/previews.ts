import type { CatalogueDocument } from "../../core/documents/catalogue";
import type { PlanningInput } from "../../core/metrics/planning-input";
import type { PlannerPool } from "../planner/pool";

const REMEMBERED = 16;

/** Frontiers that are shown and not kept: what a slider asks for while it moves. */
export class Previews {
  readonly #planner: Pick<PlannerPool, "runToBytes">;
  /** Versions of catalogues do not change, so that one that was read stays good. */
  readonly #catalogues = new Map<string, CatalogueDocument>();

  constructor(planner: Pick<PlannerPool, "runToBytes">) {
    this.#planner = planner;
  }

  async catalogue(key: string, read: () => Promise<CatalogueDocument>): Promise<CatalogueDocument> {
    const known = this.#catalogues.get(key);
    if (known) return known;
    const document = await read();
    this.#catalogues.set(key, document);
    for (const oldest of [...this.#catalogues.keys()].slice(0, Math.max(0, this.#catalogues.size - REMEMBERED))) this.#catalogues.delete(oldest);
    return document;
  }

  run(input: PlanningInput, signal: AbortSignal | undefined): Promise<Uint8Array<ArrayBuffer>> {
    return this.#planner.runToBytes(input, signal ? { signal } : {});
  }
}
