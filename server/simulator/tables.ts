/** What a call is doing. */
export const WAITING = 1;
export const READY = 2;
export const QUEUED = 3;
export const IN_SERVICE = 4;
export const FINISHED = 5;
/** Lost with its pool while in service; its completion event is still to come and means nothing. */
export const ZOMBIE = 6;

/** Rows of columns that are reused once they are released. */
abstract class Rows {
  /** Rows ever used; rows above are untouched. */
  used = 0;
  private capacity = 0;
  private free = new Int32Array(0);
  private freeCount = 0;

  /** Makes every column of the table this long. */
  protected abstract extend(capacity: number): void;

  protected grow(capacity: number): void {
    this.capacity = capacity;
    this.free = longer(this.free, capacity);
    this.extend(capacity);
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
    this.free[this.freeCount] = row;
    this.freeCount += 1;
  }
}

/** Requests under way, in columns; a row is reused after `release`. `stride` operators are kept for each. */
export class RequestTable extends Rows {
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

  constructor(readonly stride: number) {
    super();
    this.grow(256);
  }

  override allocate(): number {
    this.live += 1;
    return super.allocate();
  }

  override release(row: number): void {
    this.live -= 1;
    super.release(row);
  }

  protected extend(capacity: number): void {
    this.arrivedMs = longerFloats(this.arrivedMs, capacity);
    this.classOf = longer(this.classOf, capacity);
    this.scenario = longer(this.scenario, capacity);
    this.operatorsLeft = longer(this.operatorsLeft, capacity);
    this.callsLeft = longer(this.callsLeft, capacity);
    this.firstCall = longer(this.firstCall, capacity * this.stride);
    this.part = longer(this.part, capacity * this.stride);
    this.callsOpen = longer(this.callsOpen, capacity * this.stride);
    this.dropped = longerBytes(this.dropped, capacity);
  }
}

/** Calls under way, in columns; a call passes its station once for each of its `passes`. */
export class CallTable extends Rows {
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

  constructor() {
    super();
    this.grow(256);
  }

  override release(row: number): void {
    this.state[row] = 0;
    super.release(row);
  }

  protected extend(capacity: number): void {
    this.request = longer(this.request, capacity);
    this.operator = longer(this.operator, capacity);
    this.part = longer(this.part, capacity);
    this.pending = longer(this.pending, capacity);
    this.inFlight = longer(this.inFlight, capacity);
    this.passes = longer(this.passes, capacity);
    this.queuedMs = longerFloats(this.queuedMs, capacity);
    this.next = longer(this.next, capacity);
    this.sibling = longer(this.sibling, capacity);
    this.state = longerBytes(this.state, capacity);
  }
}

function longer(column: Int32Array<ArrayBuffer>, capacity: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(capacity);
  larger.set(column);
  return larger;
}

function longerFloats(column: Float64Array<ArrayBuffer>, capacity: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(capacity);
  larger.set(column);
  return larger;
}

function longerBytes(column: Uint8Array<ArrayBuffer>, capacity: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(capacity);
  larger.set(column);
  return larger;
}
