import { scaleLinear, scaleLog } from "d3-scale";

/** Maps values of one metric to pixels of one axis, with ticks at round values. */
export interface Axis {
  readonly log: boolean;
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  readonly toPixel: (value: number) => number;
  /** Pixels of a whole column; NaN where a value cannot be on this axis. */
  readonly place: (values: Float64Array) => Float64Array;
  readonly toValue: (pixel: number) => number;
}

interface AxisOptions {
  /** Values that must be inside, such as limits that are to be seen. */
  include?: readonly number[];
  log?: boolean;
  /** Pixels from the start of the axis to its end; swapped for an axis that runs upwards. */
  range: readonly [number, number];
  tickCount?: number;
  /** A linear axis ends at round values: it stands still while values move a little. */
  round?: boolean;
  /** Replaces the extent of the values (zoom). */
  domain?: readonly [number, number];
}

const EXTENTS = new WeakMap<object, [number, number] | null>();

/** Smallest and largest finite value; null when there is none. Columns do not change, so theirs is found once. */
export function extentOf(values: ArrayLike<number>, positive = false): [number, number] | null {
  if (!(values instanceof Float64Array) || positive) return findExtent(values, positive);
  let known = EXTENTS.get(values);
  if (known === undefined) {
    known = findExtent(values, false);
    EXTENTS.set(values, known);
  }
  return known && [known[0], known[1]];
}

function findExtent(values: ArrayLike<number>, positive: boolean): [number, number] | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value) || (positive && value <= 0)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low > high ? null : [low, high];
}

/** A logarithmic axis needs values above 0. */
export function canBeLog(values: ArrayLike<number>): boolean {
  const extent = extentOf(values);
  return extent !== null && extent[0] > 0;
}

/** A range over more than two powers of ten asks for a logarithmic axis. */
export function asksForLog(values: ArrayLike<number>): boolean {
  const extent = extentOf(values);
  return extent !== null && extent[0] > 0 && extent[1] / extent[0] > 100;
}

/** Values that differ by less than this, relative to their size, are the same to a reader: an axis over them would repeat one label. */
const SAME = 1e-4;

/** Widens a domain by a little, so that no point sits on the frame; equal values get room on both sides. */
function padded([low, high]: readonly [number, number], log: boolean): [number, number] {
  const equal = high - low <= SAME * Math.max(Math.abs(low), Math.abs(high));
  if (log) {
    if (equal) return [low / 2, high * 2];
    const factor = (high / low) ** 0.04;
    return [low / factor, high * factor];
  }
  if (equal) {
    const room = low === 0 && high === 0 ? 1 : Math.max(Math.abs(low), Math.abs(high)) * 0.1;
    return [low - room, high + room];
  }
  const room = (high - low) * 0.05;
  const start = low >= 0 ? Math.max(0, low - room) : low - room;
  return [start, high + room];
}

const MIN_LOG_LABELS = 3;
const ROUND_PARTS = 4;

/** Ticks of a logarithmic axis: powers of ten; with 2 and 5 between them, or linear ticks, where too few powers fall inside. */
function logTicks(low: number, high: number, count: number): number[] {
  const ticks: number[] = [];
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const step = Math.max(1, Math.ceil((last - first) / Math.max(2, count)));
  for (const steps of [[1], [1, 2, 5]]) {
    ticks.length = 0;
    // counted from 10^0, so that 1 is a tick whenever it is inside
    for (let power = Math.floor(first / step) * step; power <= last; power += step) {
      for (const multiple of steps) {
        const value = Number(`${multiple}e${power}`);
        if (value >= low && value <= high) ticks.push(value);
      }
    }
    if (ticks.length >= MIN_LOG_LABELS) return ticks;
  }
  return scaleLinear()
    .domain([low, high])
    .ticks(count)
    .filter((value) => value > 0);
}

/** Makes the axis of a column of values. */
export function makeAxis(values: ArrayLike<number>, { include = [], log = false, range, tickCount, round = false, domain }: AxisOptions): Axis {
  const useLog = log && canBeLog(values);
  const all = extentOf(values);
  // on a logarithmic axis every value is above 0: `canBeLog` has seen to it
  const known = all ?? extentOf(include, useLog);
  const extent = known ?? [0, 1];
  for (const value of include) {
    if (!Number.isFinite(value) || (useLog && value <= 0)) continue;
    extent[0] = Math.min(extent[0], value);
    extent[1] = Math.max(extent[1], value);
  }
  const given = domain && (!useLog || domain[0] > 0) ? domain : null;
  const count = tickCount ?? Math.max(3, Math.round(Math.abs(range[1] - range[0]) / 90));
  const scale = (useLog ? scaleLog() : scaleLinear()).domain(given ?? padded(extent, useLog)).range([range[0], range[1]]);
  // to parts of a tick: whole ones would leave too much of a small picture empty
  if (round && !useLog && !given) scale.nice(ROUND_PARTS * count);
  const [low, high] = scale.domain() as [number, number];
  return {
    log: useLog,
    domain: [low, high],
    ticks: known === null ? [] : useLog ? logTicks(low, high, count) : scale.ticks(count),
    toPixel: (value) => scale(value),
    place: (values) => {
      const [from, to] = useLog ? [Math.log(low), Math.log(high)] : [low, high];
      const slope = (range[1] - range[0]) / (to - from);
      const pixels = new Float64Array(values.length);
      for (let i = 0; i < values.length; i++) {
        const value = values[i] as number;
        if (!Number.isFinite(value) || (useLog && value <= 0)) pixels[i] = Number.NaN;
        else pixels[i] = range[0] + ((useLog ? Math.log(value) : value) - from) * slope;
      }
      return pixels;
    },
    toValue: (pixel) => scale.invert(pixel),
  };
}
