/** What a call is doing. */
export const WAITING = 1;
export const READY = 2;
export const QUEUED = 3;
export const IN_SERVICE = 4;
export const FINISHED = 5;
/** Lost with its pool while in service; its completion event is still to come and means nothing. */
export const ZOMBIE = 6;

/** Requests under way, in columns; a row is reused after `release`. `stride` operators are kept for each. */
export class RequestTable {
  arrivedMs = new Float64Array(0);
  classOf = new Int32Array(0);
  scenario = new Int32Array(0);
  operatorsLeft = new Int32Array(0);
  /** 1 once dropped; then `callsLeft` counts the calls that have not been given back yet. */
  dropped = new Uint8Array(0);
  callsLeft = new Int32Array(0);
  /** By request and operator: first call, part of the first call, calls not finished. */
  firstCall = new Int32Array(0);
  part = new Int32Array(0);
  callsOpen = new Int32Array(0);

  live = 0;
  private capacity = 0;
  private used = 0;
  private free = new Int32Array(0);
  private freeCount = 0;

  constructor(readonly stride: number) {
    this.grow(256);
  }

  allocate(): number {
    this.live += 1;
    if (this.freeCount > 0) {
      this.freeCount -= 1;
      return this.free[this.freeCount]!;
    }
    if (this.used === this.capacity) this.grow(this.capacity * 2);
    this.used += 1;
    return this.used - 1;
  }

  release(row: number): void {
    this.live -= 1;
    this.free[this.freeCount] = row;
    this.freeCount += 1;
  }

  private grow(capacity: number): void {
    this.capacity = capacity;
    this.arrivedMs = extendFloats(this.arrivedMs, capacity);
    this.classOf = extend(this.classOf, capacity);
    this.scenario = extend(this.scenario, capacity);
    this.operatorsLeft = extend(this.operatorsLeft, capacity);
    this.callsLeft = extend(this.callsLeft, capacity);
    this.free = extend(this.free, capacity);
    this.firstCall = extend(this.firstCall, capacity * this.stride);
    this.part = extend(this.part, capacity * this.stride);
    this.callsOpen = extend(this.callsOpen, capacity * this.stride);
    const dropped = new Uint8Array(capacity);
    dropped.set(this.dropped);
    this.dropped = dropped;
  }
}

/** Calls under way, in columns; a call passes its station once for each of its `passes`. */
export class CallTable {
  request = new Int32Array(0);
  /** Operator, by its index over all graphs. */
  operator = new Int32Array(0);
  /** Part, by its index over all operators. */
  part = new Int32Array(0);
  state = new Uint8Array(0);
  /** Messages that have not arrived, and how many of them are on their way. */
  pending = new Int32Array(0);
  inFlight = new Int32Array(0);
  passes = new Int32Array(0);
  queuedMs = new Float64Array(0);
  /** Next in the queue, or in the batch in service; -1 ends. */
  next = new Int32Array(0);
  /** Next copy of the same operator and request. */
  sibling = new Int32Array(0);

  /** Rows ever used; rows above are untouched. */
  used = 0;
  private capacity = 0;
  private free = new Int32Array(0);
  private freeCount = 0;

  constructor() {
    this.grow(256);
  }

  allocate(): number {
    if (this.freeCount > 0) {
      this.freeCount -= 1;
      return this.free[this.freeCount]!;
    }
    if (this.used === this.capacity) this.grow(this.capacity * 2);
    this.used += 1;
    return this.used - 1;
  }

  release(row: number): void {
    this.state[row] = 0;
    this.free[this.freeCount] = row;
    this.freeCount += 1;
  }

  private grow(capacity: number): void {
    this.capacity = capacity;
    this.request = extend(this.request, capacity);
    this.operator = extend(this.operator, capacity);
    this.part = extend(this.part, capacity);
    this.pending = extend(this.pending, capacity);
    this.inFlight = extend(this.inFlight, capacity);
    this.passes = extend(this.passes, capacity);
    this.queuedMs = extendFloats(this.queuedMs, capacity);
    this.next = extend(this.next, capacity);
    this.sibling = extend(this.sibling, capacity);
    this.free = extend(this.free, capacity);
    const state = new Uint8Array(capacity);
    state.set(this.state);
    this.state = state;
  }
}

function extend(column: Int32Array<ArrayBuffer>, capacity: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(capacity);
  larger.set(column);
  return larger;
}

function extendFloats(column: Float64Array<ArrayBuffer>, capacity: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(capacity);
  larger.set(column);
  return larger;
}
