import type { SimulationModel } from "./model";
import { StationRecord } from "./recorder";

/** Links between tiers: messages are sent one after another at the bandwidth, then travel for half the round trip. */
export class Links {
  readonly records: StationRecord[];
  private readonly between: Int32Array;
  private readonly freeMs: Float64Array;
  private readonly workMs: Float64Array;
  private readonly backlogMs: Float64Array;

  constructor(private readonly model: SimulationModel) {
    const count = model.links.length;
    this.records = model.links.map(() => new StationRecord());
    this.between = new Int32Array(model.tiers * model.tiers).fill(-1);
    for (const [index, link] of model.links.entries()) this.between[link.fromTier * model.tiers + link.toTier] = index;
    this.freeMs = new Float64Array(count);
    this.workMs = new Float64Array(count);
    this.backlogMs = new Float64Array(count);
  }

  /** The link that takes time between two tiers, or -1. A sender without a tier (-1) is everywhere. */
  from(fromTier: number, toTier: number): number {
    return fromTier < 0 ? -1 : this.between[fromTier * this.model.tiers + toTier]!;
  }

  /** Puts a message behind those already on a link; returns when it arrives. */
  send(link: number, bytes: number, nowMs: number, observing: boolean): number {
    const { msPerByte, delayMs } = this.model.links[link]!;
    const work = bytes * msPerByte;
    const start = Math.max(this.freeMs[link]!, nowMs);
    this.freeMs[link] = start + work;
    this.workMs[link]! += work;
    if (observing) {
      this.records[link]!.calls += 1;
      this.records[link]!.waits.push(start - nowMs);
    }
    return start + work + delayMs;
  }

  /** Ends a step of the time averages; what is not kept is the warm-up. */
  closeStep(nowMs: number, stepMs: number, keep: boolean): void {
    for (let link = 0; link < this.records.length; link += 1) {
      const backlog = Math.max(0, this.freeMs[link]! - nowMs);
      if (keep) this.records[link]!.busyPerStep.push((this.workMs[link]! + this.backlogMs[link]! - backlog) / stepMs);
      this.workMs[link] = 0;
      this.backlogMs[link] = backlog;
    }
  }
}
