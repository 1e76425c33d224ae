import { GrowingFloats } from "./growing-array";

/** What is observed of one class, after the warm-up. */
export class ClassRecord {
  arrived = 0;
  completed = 0;
  dropped = 0;
  /** Requests by the step of the ladder that served them. */
  readonly perLevel: number[] = [];
  /** Latencies, ms, in order of completion. */
  readonly latencies = new GrowingFloats(1024);
  /** Of each dropped request: how many had completed before it. */
  readonly droppedAfter = new GrowingFloats(16);
  readonly arrivedPerStep: number[] = [];
  readonly completedPerStep: number[] = [];
  readonly droppedPerStep: number[] = [];
  readonly latencyMeanPerStep: (number | null)[] = [];
  readonly latencyMaxPerStep: (number | null)[] = [];
  readonly levelPerStep: number[] = [];

  private stepArrived = 0;
  private stepCompleted = 0;
  private stepDropped = 0;
  private stepLatency = 0;
  private stepLatencyMax = 0;
  private stepLevel = 0;

  arrive(level: number): void {
    this.arrived += 1;
    this.stepArrived += 1;
    this.perLevel[level] = (this.perLevel[level] ?? 0) + 1;
    this.stepLevel += level;
  }

  complete(latencyMs: number): void {
    this.completed += 1;
    this.latencies.push(latencyMs);
    this.stepCompleted += 1;
    this.stepLatency += latencyMs;
    if (latencyMs > this.stepLatencyMax) this.stepLatencyMax = latencyMs;
  }

  drop(): void {
    this.dropped += 1;
    this.droppedAfter.push(this.completed);
    this.stepDropped += 1;
  }

  closeStep(): void {
    this.arrivedPerStep.push(this.stepArrived);
    this.completedPerStep.push(this.stepCompleted);
    this.droppedPerStep.push(this.stepDropped);
    this.latencyMeanPerStep.push(this.stepCompleted > 0 ? this.stepLatency / this.stepCompleted : null);
    this.latencyMaxPerStep.push(this.stepCompleted > 0 ? this.stepLatencyMax : null);
    this.levelPerStep.push(this.stepArrived > 0 ? this.stepLevel / this.stepArrived : 0);
    this.stepArrived = 0;
    this.stepCompleted = 0;
    this.stepDropped = 0;
    this.stepLatency = 0;
    this.stepLatencyMax = 0;
    this.stepLevel = 0;
  }
}

/** What is observed of one station or link: waits, and time averages over equal steps. */
export class StationRecord {
  readonly waits = new GrowingFloats(1024);
  readonly busyPerStep: number[] = [];
  readonly queuePerStep: number[] = [];
  calls = 0;
  batches = 0;
}
