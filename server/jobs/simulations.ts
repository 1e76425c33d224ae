import type { SimulationDocument } from "../../core/documents/simulation";
import type { SimulatorPool, SimulatorRunOptions } from "../simulator/pool";
import type { SimulationInput } from "../simulator/simulation-input";

const REMEMBERED = 32;

/** Simulations of this process. They are cheap to repeat and the same seed gives the same result, so results are remembered and not stored. */
export class Simulations {
  readonly #pool: SimulatorPool;
  readonly #finished = new Map<string, SimulationDocument>();

  constructor(pool: SimulatorPool) {
    this.#pool = pool;
  }

  /** The result of an equal question asked before, or of a run in a worker thread. `key` must name everything that decides the result. */
  async run(key: string, input: SimulationInput, options: SimulatorRunOptions): Promise<SimulationDocument> {
    const known = this.#finished.get(key);
    if (known) {
      this.#finished.delete(key);
      this.#finished.set(key, known);
      return known;
    }
    const simulation = await this.#pool.run(input, options);
    if (simulation.spec.stopped !== "cancelled") {
      this.#finished.set(key, simulation);
      for (const oldest of [...this.#finished.keys()].slice(0, Math.max(0, this.#finished.size - REMEMBERED))) this.#finished.delete(oldest);
    }
    return simulation;
  }
}
