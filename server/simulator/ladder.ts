import type { LadderModel } from "./model";

/**
 * Drives a ladder of plans (planning model, section 8): step 0 is the most accurate, the last the fastest. When the queued work exceeds what the step in use
 * can bear, the next faster is taken; when the slower step has borne the queue for the whole of a cool-down, that one is taken again.
 */
export class LadderDriver {
  level = 0;
  switches = 0;
  private calmSinceMs = Number.NaN;

  constructor(private readonly model: LadderModel) {}

  /** The step for a request that arrives now; `queuedMs` gives the queued work of a station. */
  choose(nowMs: number, queuedMs: (station: number) => number): number {
    const { slackMs, stations, cooldownMs } = this.model;
    const work = (level: number) => Math.max(0, ...stations[level]!.map(queuedMs));
    if (work(this.level) > slackMs[this.level]! && this.level < slackMs.length - 1) {
      this.level += 1;
      this.switches += 1;
      this.calmSinceMs = Number.NaN;
      return this.level;
    }
    if (this.level === 0) return 0;
    if (work(this.level - 1) > slackMs[this.level - 1]!) {
      this.calmSinceMs = Number.NaN;
      return this.level;
    }
    if (Number.isNaN(this.calmSinceMs)) this.calmSinceMs = nowMs;
    if (nowMs - this.calmSinceMs >= cooldownMs) {
      this.level -= 1;
      this.switches += 1;
      this.calmSinceMs = Number.NaN;
    }
    return this.level;
  }
}
