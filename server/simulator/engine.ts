import type { ArrivalProcess } from "./arrivals";
import { DONE, EngineState } from "./engine-state";
import type { RandomStream } from "./random";
import type { ClassRecord } from "./recorder";
import type { CompiledGraph, CompiledOperator } from "./routing";
import { FINISHED, IN_SERVICE, QUEUED, WAITING, ZOMBIE } from "./tables";

const ARRIVAL = 0;
const MESSAGE = 2;
const STEP = 3;
const LOSS = 4;
const BACK = 5;

/** Events between two looks at the clock and the stop signal. */
const CHECK_EVERY = 1 << 15;

export interface EngineControl {
  shouldStop?: () => boolean;
  /** Called now and then with the share of simulated time done and the number of events. */
  onProgress?: (fraction: number, events: number, classes: readonly ClassRecord[]) => void;
}

/**
 * The discrete-event engine. Its state is columns of numbers; each event is handled to its end, and everything that becomes ready
 * at the same instant goes through one first-in-first-out list, so that nothing is changed while it is being walked.
 */
export class Engine extends EngineState {
  run(control: EngineControl = {}): void {
    const { warmupMs, durationMs, maxEvents, steps, poolLoss } = this.options;
    const endMs = warmupMs + durationMs;
    // Requests that arrived in time are followed to their end, for at most as long again, so that the slow ones are not left out.
    const lastMs = endMs + durationMs;
    let draining = false;
    const { queue } = this;
    queue.push(warmupMs, STEP, 0);
    for (let step = 1; step <= steps; step += 1) queue.push(warmupMs + (durationMs * step) / steps, STEP, step);
    if (poolLoss) {
      queue.push(warmupMs + poolLoss.atMs, LOSS, 0);
      if (poolLoss.untilMs !== undefined) queue.push(warmupMs + poolLoss.untilMs, BACK, 0);
    }
    for (const [index, process] of this.processes.entries()) this.scheduleArrival(index, process);
    let untilCheck = CHECK_EVERY;
    for (;;) {
      const time = queue.pop();
      if (!(time <= lastMs) || (draining && this.open === 0)) break;
      this.nowMs = time;
      const subject = queue.subject;
      switch (queue.kind) {
        case ARRIVAL:
          this.arrive(subject);
          break;
        case DONE:
          this.serviceDone(subject);
          break;
        case MESSAGE:
          this.messageArrived(subject);
          break;
        case STEP:
          this.closeStep(subject);
          draining = subject === steps;
          this.observing = !draining;
          break;
        case LOSS:
          this.losePool();
          break;
        default:
          this.serving.restore(this.options.poolLoss!.pool, this.nowMs);
      }
      if (this.readyHead !== this.readyTail) this.drain();
      this.events += 1;
      untilCheck -= 1;
      if (untilCheck > 0 && this.events < maxEvents) continue;
      untilCheck = CHECK_EVERY;
      if (control.shouldStop?.()) this.stopped = "cancelled";
      else if (this.events >= maxEvents) this.stopped = "events";
      if (this.stopped !== "duration") break;
      control.onProgress?.(Math.min(1, time / endMs), this.events, this.classes);
    }
    this.observedMs = Math.min(durationMs, Math.max(0, this.nowMs - warmupMs));
    control.onProgress?.(1, this.events, this.classes);
  }

  private scheduleArrival(index: number, process: ArrivalProcess): void {
    const time = process.next();
    if (time < Number.POSITIVE_INFINITY) this.queue.push(time, ARRIVAL, index);
  }

  // ---------------------------------------------------------------- requests

  private arrive(classIndex: number): void {
    this.scheduleArrival(classIndex, this.processes[classIndex]!);
    const { observing } = this;
    const record = this.classes[classIndex]!;
    const random = this.routing[classIndex]!;
    const plan = this.choosePlan(classIndex, random);
    if (observing) record.arrive(Math.max(plan, 0));
    if (plan < 0 || this.requests.live >= this.options.maxInFlight) {
      if (observing) record.drop();
      return;
    }
    const graph = this.graphs[this.model.classes[classIndex]!.plans[plan]!.graph]!;
    const { requests } = this;
    const request = requests.allocate();
    if (observing) this.open += 1;
    const scenarioIndex = graph.drawScenario(random);
    const scenario = this.scenarios[scenarioIndex]!;
    requests.arrivedMs[request] = this.nowMs;
    requests.classOf[request] = classIndex;
    requests.scenario[request] = scenarioIndex;
    requests.operatorsLeft[request] = scenario.active.length;
    requests.dropped[request] = 0;
    const offset = request * requests.stride;
    const { active } = scenario;
    if (active.length === 0) {
      this.completeRequest(request);
      return;
    }
    for (let index = 0; index < active.length; index += 1) {
      const local = active[index]!;
      const operator = graph.operators[local]!;
      requests.firstCall[offset + local] = -1;
      requests.part[offset + local] =
        operator.endPart - operator.firstPart === 1
          ? operator.firstPart
          : graph.drawPart(operator, scenario.into[local]!, requests.part, offset, random, this.serving.alive);
    }
    for (let index = 0; index < scenario.entries.length; index += 1) {
      const edge = scenario.entries[index]!;
      this.deliver(request, graph, edge, graph.model.edges[edge]!.inputTier);
    }
  }

  // ---------------------------------------------------------------- operators

  /** Brings a result (or an input) over an edge to every copy of the receiver. */
  private deliver(request: number, graph: CompiledGraph, edgeIndex: number, fromTier: number): void {
    const { calls, requests } = this;
    const edge = graph.model.edges[edgeIndex]!;
    const at = request * requests.stride + edge.to;
    if (requests.firstCall[at]! < 0) this.activate(request, graph, edge.to);
    for (let call = requests.firstCall[at]!; call >= 0; call = calls.sibling[call]!) this.send(call, fromTier, edge.bytes);
  }

  private send(call: number, fromTier: number, bytes: number): void {
    const { calls } = this;
    const link = this.network.from(fromTier, this.parts[calls.part[call]!]!.tier);
    if (link < 0) {
      calls.pending[call]! -= 1;
      if (calls.pending[call] === 0) this.makeReady(call);
      return;
    }
    const time = this.network.send(link, bytes, this.nowMs, this.observing);
    if (time <= this.nowMs) {
      calls.pending[call]! -= 1;
      if (calls.pending[call] === 0) this.makeReady(call);
      return;
    }
    calls.inFlight[call]! += 1;
    this.queue.push(time, MESSAGE, call);
  }

  private messageArrived(call: number): void {
    const { calls, requests } = this;
    calls.inFlight[call]! -= 1;
    calls.pending[call]! -= 1;
    if (requests.dropped[calls.request[call]!] === 1) {
      if (calls.inFlight[call] === 0) this.releaseDropped(call);
      return;
    }
    if (calls.pending[call] === 0) this.makeReady(call);
  }

  private activate(request: number, graph: CompiledGraph, local: number): void {
    const { calls, requests } = this;
    const operator = graph.operators[local]!;
    const scenario = this.scenarios[requests.scenario[request]!]!;
    const random = this.routing[requests.classOf[request]!]!;
    const at = request * requests.stride + local;
    let copies = operator.copiesFloor;
    if (operator.copiesExtra > 0 && random.uniform() < operator.copiesExtra) copies += 1;
    const rows = operator.parallel && copies > 1 ? copies : 1;
    requests.callsOpen[at] = rows;
    let previous = -1;
    for (let copy = 0; copy < rows; copy += 1) {
      const call = calls.allocate();
      calls.request[call] = request;
      calls.operator[call] = operator.index;
      calls.part[call] =
        copy === 0 ? requests.part[at]! : graph.drawPart(operator, scenario.into[local]!, requests.part, request * requests.stride, random, this.serving.alive);
      calls.state[call] = WAITING;
      calls.pending[call] = scenario.inCount[local]!;
      calls.inFlight[call] = 0;
      calls.sibling[call] = -1;
      let passes = 0;
      for (let run = operator.parallel ? Math.min(copies, 1) : copies; run > 0; run -= 1) passes += drawPasses(operator, random);
      calls.passes[call] = passes;
      if (previous < 0) requests.firstCall[at] = call;
      else calls.sibling[previous] = call;
      previous = call;
    }
  }

  private drain(): void {
    const { calls, requests } = this;
    while (this.readyHead < this.readyTail) {
      const call = this.ready[this.readyHead]!;
      this.readyHead += 1;
      if (requests.dropped[calls.request[call]!] === 1) this.releaseDropped(call);
      else if (calls.passes[call]! > 0) this.enqueue(call);
      else this.finishCall(call);
    }
    this.readyHead = 0;
    this.readyTail = 0;
  }

  private finishCall(call: number): void {
    const { calls, requests } = this;
    const request = calls.request[call]!;
    const operator = this.operators[calls.operator[call]!]!;
    const at = request * requests.stride + operator.local;
    calls.state[call] = FINISHED;
    requests.callsOpen[at]! -= 1;
    if (requests.callsOpen[at]! > 0) return;
    for (let copy = requests.firstCall[at]!; copy >= 0; ) {
      const sibling = calls.sibling[copy]!;
      calls.release(copy);
      copy = sibling;
    }
    requests.firstCall[at] = -1;
    requests.operatorsLeft[request]! -= 1;
    if (requests.operatorsLeft[request] === 0) {
      this.completeRequest(request);
      return;
    }
    const out = this.scenarios[requests.scenario[request]!]!.out[operator.local]!;
    if (out.length === 0) return;
    const graph = this.graphs[operator.graph]!;
    const tier = this.parts[requests.part[at]!]!.tier;
    for (let index = 0; index < out.length; index += 1) this.deliver(request, graph, out[index]!, tier);
  }

  // ---------------------------------------------------------------- stations

  private enqueue(call: number): void {
    const { calls } = this;
    const station = this.parts[calls.part[call]!]!.station;
    if (this.serving.alive[station] === 0) {
      this.redirect(call);
      return;
    }
    if (!this.serving.take(station, call, this.nowMs, this.observing)) this.giveUp(call);
  }

  /** A call that is not let in ends its request. */
  private giveUp(call: number): void {
    const request = this.calls.request[call]!;
    this.calls.state[call] = FINISHED;
    this.dropRequest(request);
  }

  private serviceDone(head: number): void {
    const { calls, requests } = this;
    if (calls.state[head] === ZOMBIE) {
      calls.release(head);
      return;
    }
    const station = this.parts[calls.part[head]!]!.station;
    this.serving.free(station, this.nowMs, this.observing);
    for (let call = head; call >= 0; ) {
      const next = calls.next[call]!;
      if (requests.dropped[calls.request[call]!] === 1) this.releaseDropped(call);
      else {
        if (calls.passes[call]! > 0) this.resend(call);
        this.makeReady(call);
      }
      call = next;
    }
  }

  /** Further passes of a loop load the links again; their latency counts once (planning model, section 3). */
  private resend(call: number): void {
    const { calls, requests } = this;
    const request = calls.request[call]!;
    const operator = this.operators[calls.operator[call]!]!;
    const graph = this.graphs[operator.graph]!;
    const into = this.scenarios[requests.scenario[request]!]!.into[operator.local]!;
    const toTier = this.parts[calls.part[call]!]!.tier;
    for (let index = 0; index < into.length; index += 1) {
      const link = this.network.from(this.senderTier(request, graph, into[index]!), toTier);
      if (link >= 0) this.network.send(link, graph.model.edges[into[index]!]!.bytes, this.nowMs, this.observing);
    }
  }

  // ---------------------------------------------------------------- loss of a pool

  /** Sends a call whose station is gone to another part of its operator, with its messages once more; without one, the request is dropped. */
  private redirect(call: number): void {
    const { calls, requests } = this;
    const request = calls.request[call]!;
    const operator = this.operators[calls.operator[call]!]!;
    const graph = this.graphs[operator.graph]!;
    const scenario = this.scenarios[requests.scenario[request]!]!;
    const random = this.routing[requests.classOf[request]!]!;
    const part = graph.drawPart(operator, scenario.into[operator.local]!, requests.part, request * requests.stride, random, this.serving.alive);
    if (this.serving.alive[this.parts[part]!.station] === 0) {
      this.giveUp(call);
      return;
    }
    const at = request * requests.stride + operator.local;
    if (requests.firstCall[at] === call) requests.part[at] = part;
    calls.part[call] = part;
    calls.state[call] = WAITING;
    const into = scenario.into[operator.local]!;
    calls.pending[call] = into.length;
    for (let index = 0; index < into.length; index += 1) {
      this.send(call, this.senderTier(request, graph, into[index]!), graph.model.edges[into[index]!]!.bytes);
    }
  }

  private losePool(): void {
    const { calls } = this;
    const lost = this.options.poolLoss!.pool;
    this.serving.lose(lost, this.nowMs);
    const members = this.batchMembers();
    const rows = calls.used;
    for (let call = 0; call < rows; call += 1) {
      const state = calls.state[call]!;
      if (state !== IN_SERVICE && state !== QUEUED) continue;
      if (this.serving.alive[this.parts[calls.part[call]!]!.station] !== 0) continue;
      calls.passes[call]! += 1;
      if (state === QUEUED) this.makeReady(call);
      else if (members.has(call)) this.makeReady(call);
      else this.restartElsewhere(call);
    }
  }

  /** The record in service may be the subject of a completion event, so it stays behind as a zombie and a copy goes on. */
  private restartElsewhere(call: number): void {
    const { calls, requests } = this;
    const request = calls.request[call]!;
    const copy = calls.allocate();
    calls.request[copy] = request;
    calls.operator[copy] = calls.operator[call]!;
    calls.part[copy] = calls.part[call]!;
    calls.pending[copy] = 0;
    calls.inFlight[copy] = 0;
    calls.passes[copy] = calls.passes[call]!;
    calls.sibling[copy] = calls.sibling[call]!;
    calls.state[call] = ZOMBIE;
    if (requests.dropped[request] === 0) {
      const at = request * requests.stride + this.operators[calls.operator[call]!]!.local;
      if (requests.firstCall[at] === call) requests.firstCall[at] = copy;
      else {
        let before = requests.firstCall[at]!;
        while (calls.sibling[before] !== call) before = calls.sibling[before]!;
        calls.sibling[before] = copy;
      }
    }
    this.makeReady(copy);
  }

  /** Calls in service behind the first of their batch: no event is about them. */
  private batchMembers(): Set<number> {
    const { calls } = this;
    const members = new Set<number>();
    for (let call = 0; call < calls.used; call += 1) if (calls.state[call] === IN_SERVICE && calls.next[call]! >= 0) members.add(calls.next[call]!);
    return members;
  }

  // ---------------------------------------------------------------- time averages

  /** Ends a step; step 0 is the warm-up, whose areas are thrown away. */
  private closeStep(step: number): void {
    const stepMs = this.options.durationMs / this.options.steps;
    this.serving.closeStep(this.nowMs, stepMs, step > 0);
    this.network.closeStep(this.nowMs, stepMs, step > 0);
    if (step > 0) for (const record of this.classes) record.closeStep();
  }
}

function drawPasses(operator: CompiledOperator, random: RandomStream): number {
  if (operator.fixedPasses >= 0) return operator.fixedPasses;
  const u = random.uniform();
  const { passes } = operator;
  let count = 0;
  while (count < passes.length - 1 && u >= passes[count]!) count += 1;
  return count;
}
