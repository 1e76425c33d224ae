import type { SimulationDocument } from "../../core/documents/simulation";
import type { SimulationInput } from "./simulation-input";

/** What crosses into a worker thread. */
export interface SimulatorTask {
  input: SimulationInput;
  /** One 32-bit word; not 0 = stop. */
  flag: SharedArrayBuffer;
  /** Progress comes back here. */
  port: MessagePort;
}

/** Errors come back as data: a thrown error loses its fields on the way between threads. */
export type SimulatorReply =
  | { ok: true; simulation: SimulationDocument }
  | { ok: false; refused: boolean; code: string | null; message: string; stack: string | null };
