import { type ArrivalProcess, arrivalProcess } from "./arrivals";
import { EventQueue } from "./event-queue";
import { LadderDriver } from "./ladder-driver";
import { Links } from "./links";
import type { SimulationModel } from "./model";
import { type RandomStream, streamFor } from "./random";
import { ClassRecord, type StationRecord } from "./recorder";
import { CompiledGraph, type CompiledOperator, type CompiledPart, type Scenario } from "./routing";
import { Stations } from "./stations";
import { CallTable, FINISHED, READY, RequestTable, WAITING, ZOMBIE } from "./tables";

/** The end of a service: the stations make events of this kind. */
export const DONE = 1;

export interface EngineOptions {
  seed: number;
  warmupMs: number;
  durationMs: number;
  /** Steps of equal length into which the observed time is cut for time averages and charts. */
  steps: number;
  maxEvents: number;
  /** Requests under way at most; those beyond are dropped on arrival. */
  maxInFlight: number;
  /** Calls that may wait at one station; those beyond are dropped. */
  queueLimit: number;
  /** Pool lost, times from the end of the warm-up. */
  poolLoss?: { pool: string; atMs: number; untilMs?: number };
}

/** Requests and calls under way, as columns of numbers: how they come to be counted, given up and given back. What happens to them is the engine's. */
export abstract class EngineState {
  readonly classes: ClassRecord[];
  readonly stations: StationRecord[];
  readonly links: StationRecord[];
  /** Observed simulated time, ms. */
  observedMs = 0;
  events = 0;
  stopped: "duration" | "events" | "cancelled" = "duration";
  ladders: (LadderDriver | null)[];

  protected readonly queue = new EventQueue(4096);
  protected readonly requests: RequestTable;
  protected readonly calls = new CallTable();
  protected readonly graphs: CompiledGraph[] = [];
  protected readonly operators: CompiledOperator[] = [];
  protected readonly parts: CompiledPart[] = [];
  protected readonly scenarios: Scenario[] = [];
  protected readonly processes: ArrivalProcess[];
  protected readonly routing: RandomStream[];
  protected readonly serving: Stations;
  protected readonly network: Links;
  protected nowMs = 0;
  protected observing = false;
  /** Observed requests that are under way. */
  protected open = 0;

  protected ready = new Int32Array(256);
  protected readyHead = 0;
  protected readyTail = 0;

  constructor(
    protected readonly model: SimulationModel,
    protected readonly options: EngineOptions,
  ) {
    const { seed } = options;
    for (const [index, graph] of model.graphs.entries()) {
      const compiled = new CompiledGraph(index, graph, this.operators.length, this.parts, this.scenarios);
      compiled.calibrate(streamFor(seed, `calibrate/${index}`), model.stations.length);
      this.graphs.push(compiled);
      this.operators.push(...compiled.operators);
    }
    this.requests = new RequestTable(Math.max(1, ...model.graphs.map((graph) => graph.operators.length)));
    this.classes = model.classes.map(() => new ClassRecord());
    this.processes = model.classes.map(({ id, arrivals }) => arrivalProcess(arrivals, streamFor(seed, `arrivals/${id}`)));
    this.routing = model.classes.map(({ id }) => streamFor(seed, `routing/${id}`));
    this.ladders = model.classes.map(({ ladder }) => (ladder ? new LadderDriver(ladder) : null));

    this.serving = new Stations(model.stations, seed, {
      calls: this.calls,
      requests: this.requests,
      parts: this.parts,
      events: this.queue,
      doneKind: DONE,
      queueLimit: options.queueLimit,
      releaseDropped: (call) => this.releaseDropped(call),
    });
    this.stations = this.serving.records;
    this.network = new Links(model);
    this.links = this.network.records;
  }

  /** Requests of a class that had arrived in the observed time and not finished, and how many of these are older than `limitMs`. */
  unfinished(classIndex: number, limitMs: number): { count: number; late: number } {
    let count = 0;
    let late = 0;
    const seen = new Set<number>();
    const { calls, requests } = this;
    for (let call = 0; call < calls.used; call += 1) {
      if (calls.state[call] === 0 || calls.state[call] === ZOMBIE) continue;
      const request = calls.request[call]!;
      if (seen.has(request) || requests.dropped[request] === 1 || requests.classOf[request] !== classIndex) continue;
      seen.add(request);
      if (!this.isObserved(request)) continue;
      count += 1;
      if (this.nowMs - requests.arrivedMs[request]! > limitMs) late += 1;
    }
    return { count, late };
  }

  /** Whether a request arrived in the observed time. */
  protected isObserved(request: number): boolean {
    const arrived = this.requests.arrivedMs[request]!;
    return arrived >= this.options.warmupMs && arrived < this.options.warmupMs + this.options.durationMs;
  }

  protected completeRequest(request: number): void {
    const { requests } = this;
    if (this.isObserved(request)) {
      this.open -= 1;
      this.classes[requests.classOf[request]!]!.complete(this.nowMs - requests.arrivedMs[request]!);
    }
    requests.release(request);
  }

  /** Gives a request up. Its calls are given back now where nothing more will happen to them, and otherwise at their next event. */
  protected dropRequest(request: number): void {
    const { requests, calls } = this;
    if (requests.dropped[request] === 1) return;
    requests.dropped[request] = 1;
    if (this.isObserved(request)) {
      this.open -= 1;
      this.classes[requests.classOf[request]!]!.drop();
    }
    const { active } = this.scenarios[requests.scenario[request]!]!;
    let left = 0;
    for (let index = 0; index < active.length; index += 1) {
      const at = request * requests.stride + active[index]!;
      for (let call = requests.firstCall[at]!; call >= 0; ) {
        const sibling = calls.sibling[call]!;
        const state = calls.state[call]!;
        if ((state === WAITING && calls.inFlight[call] === 0) || state === FINISHED) calls.release(call);
        else left += 1;
        call = sibling;
      }
      requests.firstCall[at] = -1;
    }
    requests.callsLeft[request] = left;
    if (left === 0) requests.release(request);
  }

  protected releaseDropped(call: number): void {
    const request = this.calls.request[call]!;
    this.calls.release(call);
    this.requests.callsLeft[request]! -= 1;
    if (this.requests.callsLeft[request] === 0) this.requests.release(request);
  }

  protected choosePlan(classIndex: number, random: RandomStream): number {
    const ladder = this.ladders[classIndex];
    if (ladder) return ladder.choose(this.nowMs, (station) => this.serving.queuedWorkMs(station));
    const { plans } = this.model.classes[classIndex]!;
    if (plans.length === 1 && plans[0]!.share >= 1) return 0;
    let u = random.uniform();
    for (let plan = 0; plan < plans.length; plan += 1) {
      if (u < plans[plan]!.share) return plan;
      u -= plans[plan]!.share;
    }
    // Shares that sum to one up to rounding serve everybody.
    return u < 1e-9 ? plans.length - 1 : -1;
  }

  protected makeReady(call: number): void {
    this.calls.state[call] = READY;
    if (this.readyTail === this.ready.length) {
      const larger = new Int32Array(this.ready.length * 2);
      larger.set(this.ready);
      this.ready = larger;
    }
    this.ready[this.readyTail] = call;
    this.readyTail += 1;
  }

  protected senderTier(request: number, graph: CompiledGraph, edgeIndex: number): number {
    const edge = graph.model.edges[edgeIndex]!;
    return edge.from < 0 ? edge.inputTier : this.parts[this.requests.part[request * this.requests.stride + edge.from]!]!.tier;
  }
}
