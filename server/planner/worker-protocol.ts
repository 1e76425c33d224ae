import type { PlanningInput } from "../../core/metrics/planning-input";

/** What crosses into a worker thread. */
export interface PlannerTask {
  input: PlanningInput;
  /** One 32-bit word; not 0 = stop. */
  flag: SharedArrayBuffer;
  /** Progress comes back here. */
  port: MessagePort;
  /** Whether someone listens to progress; else plans found on the way are not spelt out. */
  reports: boolean;
  timeLimitSeconds: number;
}

/** A frontier comes back as one piece of memory (`packedToBytes`). Errors come back as data: a thrown error loses its fields on the way between threads. */
export type PlannerReply = { ok: true; frontier: Uint8Array<ArrayBuffer> } | { ok: false; refused: boolean; message: string; details: unknown };
