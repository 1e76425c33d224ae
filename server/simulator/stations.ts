import type { EventQueue } from "./event-queue";
import type { StationModel } from "./model";
import { type RandomStream, streamFor } from "./random";
import { StationRecord } from "./recorder";
import type { CompiledPart } from "./routing";
import { type CallTable, IN_SERVICE, QUEUED, type RequestTable } from "./tables";

/** What stations share with the engine. */
export interface StationSurroundings {
  calls: CallTable;
  requests: RequestTable;
  parts: readonly CompiledPart[];
  events: EventQueue;
  /** Kind of the event that ends a service. */
  doneKind: number;
  queueLimit: number;
  /** Gives back a call whose request was dropped while it waited. */
  releaseDropped: (call: number) => void;
}

/** Queues and servers of all stations, in columns. */
export class Stations {
  readonly records: StationRecord[];
  readonly alive: Uint8Array;
  private readonly streams: RandomStream[];
  private readonly servers: Float64Array;
  private readonly batch: Int32Array;
  private readonly busy: Int32Array;
  private readonly head: Int32Array;
  private readonly tail: Int32Array;
  private readonly waiting: Int32Array;
  private readonly maxRps: Float64Array;
  private readonly tokens: Float64Array;
  private readonly tokensAtMs: Float64Array;
  private readonly serviceSum: Float64Array;
  private readonly busyArea: Float64Array;
  private readonly queueArea: Float64Array;
  private readonly callsBefore: Float64Array;
  private readonly touchedMs: Float64Array;

  constructor(
    private readonly models: readonly StationModel[],
    seed: number,
    private readonly around: StationSurroundings,
  ) {
    const count = models.length;
    this.records = models.map(() => new StationRecord());
    this.streams = models.map(({ id }) => streamFor(seed, `service/${id}`));
    this.servers = Float64Array.from(models, ({ servers }) => servers);
    this.batch = Int32Array.from(models, ({ batch }) => batch);
    this.busy = new Int32Array(count);
    this.head = new Int32Array(count).fill(-1);
    this.tail = new Int32Array(count).fill(-1);
    this.waiting = new Int32Array(count);
    this.alive = new Uint8Array(count).fill(1);
    this.maxRps = Float64Array.from(models, ({ maxRps }) => maxRps ?? 0);
    this.tokens = Float64Array.from(models, ({ maxRps }) => Math.max(1, maxRps ?? 0));
    this.tokensAtMs = new Float64Array(count);
    this.serviceSum = new Float64Array(count);
    this.busyArea = new Float64Array(count);
    this.queueArea = new Float64Array(count);
    this.callsBefore = new Float64Array(count);
    this.touchedMs = new Float64Array(count);
  }

  /** Serves a call or lets it wait; false when it is not let in (a rate limit, a full queue). */
  take(station: number, call: number, nowMs: number, observing: boolean): boolean {
    const { calls } = this.around;
    if (this.maxRps[station]! > 0 && !this.admit(station, nowMs)) return false;
    calls.queuedMs[call] = nowMs;
    calls.next[call] = -1;
    if (this.busy[station]! < this.servers[station]! && this.waiting[station] === 0) {
      calls.passes[call]! -= 1;
      this.touch(station, nowMs);
      this.start(station, call, 1, nowMs, observing);
      return true;
    }
    if (this.waiting[station]! >= this.around.queueLimit) return false;
    calls.passes[call]! -= 1;
    calls.state[call] = QUEUED;
    this.touch(station, nowMs);
    if (this.head[station]! < 0) this.head[station] = call;
    else calls.next[this.tail[station]!] = call;
    this.tail[station] = call;
    this.waiting[station]! += 1;
    return true;
  }

  /** A service has ended: the server takes what waits. */
  free(station: number, nowMs: number, observing: boolean): void {
    this.touch(station, nowMs);
    this.busy[station]! -= 1;
    this.fill(station, nowMs, observing);
  }

  /** Closes the stations of a pool and empties their queues; the calls themselves are the engine's to move. */
  lose(pool: string, nowMs: number): void {
    for (const [station, model] of this.models.entries()) {
      if (model.pool !== pool) continue;
      this.touch(station, nowMs);
      this.alive[station] = 0;
      this.busy[station] = 0;
      this.waiting[station] = 0;
      this.head[station] = -1;
      this.tail[station] = -1;
    }
  }

  restore(pool: string, nowMs: number): void {
    for (const [station, model] of this.models.entries()) {
      if (model.pool !== pool) continue;
      this.touch(station, nowMs);
      this.alive[station] = 1;
    }
  }

  /** Time in which a station would work off its queue, ms, at the mean service time observed so far. */
  queuedWorkMs(station: number): number {
    const { batches } = this.records[station]!;
    if (this.waiting[station] === 0 || batches === 0) return 0;
    return (Math.ceil(this.waiting[station]! / this.batch[station]!) * this.serviceSum[station]!) / batches / this.servers[station]!;
  }

  /** Ends a step of the time averages; what is not kept is the warm-up. */
  closeStep(nowMs: number, stepMs: number, keep: boolean): void {
    for (let station = 0; station < this.records.length; station += 1) {
      this.touch(station, nowMs);
      const record = this.records[station]!;
      if (keep) {
        const servers = this.servers[station]!;
        // A hosted interface has no servers of ours: what it is busy with is its rate limit.
        const limit = (this.maxRps[station]! * stepMs) / 1000;
        const hosted = limit > 0 ? (record.calls - this.callsBefore[station]!) / limit : 0;
        record.busyPerStep.push(servers === Number.POSITIVE_INFINITY ? hosted : this.busyArea[station]! / stepMs / servers);
        record.queuePerStep.push(this.queueArea[station]! / stepMs);
      }
      this.callsBefore[station] = record.calls;
      this.busyArea[station] = 0;
      this.queueArea[station] = 0;
    }
  }

  private admit(station: number, nowMs: number): boolean {
    const rate = this.maxRps[station]!;
    const tokens = Math.min(Math.max(1, rate), this.tokens[station]! + ((nowMs - this.tokensAtMs[station]!) * rate) / 1000);
    this.tokensAtMs[station] = nowMs;
    this.tokens[station] = tokens >= 1 ? tokens - 1 : tokens;
    return tokens >= 1;
  }

  private start(station: number, head: number, size: number, nowMs: number, observing: boolean): void {
    const { calls, parts } = this.around;
    const random = this.streams[station]!;
    const record = this.records[station]!;
    let serviceMs = 0;
    let drawnFor = -1;
    for (let call = head; call >= 0; call = calls.next[call]!) {
      calls.state[call] = IN_SERVICE;
      const part = calls.part[call]!;
      // A batch takes one draw; with several users of a station, the longest of one draw for each.
      if (part !== drawnFor) {
        drawnFor = part;
        const drawn = parts[part]!.sampler.sample(random);
        if (drawn > serviceMs) serviceMs = drawn;
      }
      if (observing) record.waits.push(nowMs - calls.queuedMs[call]!);
    }
    if (observing) {
      record.calls += size;
      record.batches += 1;
      this.serviceSum[station]! += serviceMs;
    }
    this.busy[station]! += 1;
    this.around.events.push(nowMs + serviceMs, this.around.doneKind, head);
  }

  /** Starts batches while servers are free. */
  private fill(station: number, nowMs: number, observing: boolean): void {
    const { calls, requests } = this.around;
    while (this.waiting[station]! > 0 && this.busy[station]! < this.servers[station]!) {
      let size = 0;
      let first = -1;
      let last = -1;
      while (size < this.batch[station]! && this.head[station]! >= 0) {
        const call = this.head[station]!;
        this.head[station] = calls.next[call]!;
        this.waiting[station]! -= 1;
        if (requests.dropped[calls.request[call]!] === 1) {
          this.around.releaseDropped(call);
          continue;
        }
        if (first < 0) first = call;
        else calls.next[last] = call;
        last = call;
        size += 1;
      }
      if (this.head[station]! < 0) this.tail[station] = -1;
      if (size === 0) return;
      calls.next[last] = -1;
      this.start(station, first, size, nowMs, observing);
    }
  }

  private touch(station: number, nowMs: number): void {
    const elapsed = nowMs - this.touchedMs[station]!;
    if (elapsed <= 0) return;
    this.busyArea[station]! += elapsed * this.busy[station]!;
    this.queueArea[station]! += elapsed * this.waiting[station]!;
    this.touchedMs[station] = nowMs;
  }
}
