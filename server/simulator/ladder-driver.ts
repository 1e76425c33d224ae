import type { LadderModel } from "./model";

/**
 * Drives a ladder of plans (planning model, section 8): step 0 is the most accurate, the last the fastest. When the queued work exceeds what the step in use
 * can bear, the next faster is taken; when the slower step has borne the queue for the whole of a cool-down, that one is taken again.
 */
export class LadderDriver {
  level = 0;
  switches = 0;
  private calmSinceMs = Number.NaN;
  private readonly through: Float64Array;

  constructor(private readonly model: LadderModel) {
    this.through = new Float64Array(Math.max(0, ...model.steps.map(({ operators }) => operators.length)));
  }

  /** The step for a request that arrives now; `queuedMs` gives the queued work of a station. */
  choose(nowMs: number, queuedMs: (station: number) => number): number {
    const { steps, cooldownMs } = this.model;
    if (this.level < steps.length - 1 && this.work(this.level, queuedMs) > steps[this.level]!.slackMs) {
      this.level += 1;
      this.switches += 1;
      this.calmSinceMs = Number.NaN;
      return this.level;
    }
    if (this.level === 0) return 0;
    if (this.work(this.level - 1, queuedMs) > steps[this.level - 1]!.slackMs) {
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

  /** Queued work that a request would meet: the longest path over the queues of a step's operators, ms. */
  private work(level: number, queuedMs: (station: number) => number): number {
    let longest = 0;
    for (const [index, { stations, after }] of this.model.steps[level]!.operators.entries()) {
      let own = 0;
      for (const station of stations) own = Math.max(own, queuedMs(station));
      let before = 0;
      for (const operator of after) before = Math.max(before, this.through[operator]!);
      this.through[index] = before + own;
      longest = Math.max(longest, before + own);
    }
    return longest;
  }
}
