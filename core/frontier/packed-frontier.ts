import type { FrontierDocument, FrontierSpec } from "../documents/frontier";
import type { Flow, PlanOperator } from "../documents/plan";
import type { Slo } from "../documents/workload";
import { bytesOfText, type Column, isShort, textOfBytes } from "./column-bytes";

/** Columns of numbers of every plan, in this order; a value that is null in the document is NaN here. */
export const METRIC_COLUMNS = [
  "costPerThousandUsd",
  "costPerHourUsd",
  "latencyMean",
  "latencyP50",
  "latencyP90",
  "latencyP95",
  "latencyP99",
  "quality",
  "qualityLow",
  "qualityHigh",
  "energyJ",
  "throughputRps",
  "devices",
] as const;
export type MetricColumn = (typeof METRIC_COLUMNS)[number];

export const BASES = ["measured", "fitted", "interpolated", "assumed"] as const;
/** Absent bases, and targets that a plan is not judged by. */
export const NONE = 255;
export const NOT_JUDGED = 2;

/** A frontier as columns and dictionaries: what plans have in common is told once. `C`: how a column is written; see `mapColumns`. */
export interface PackedFrontier<C = Uint8Array> {
  head: Omit<FrontierDocument, "spec"> & { spec: Omit<FrontierSpec, "plans"> };
  count: number;
  /** Absent when the ids are `p-1`, `p-2`, ... in order. */
  ids?: string[];
  /** Length of a plan's vector. */
  width: number;
  /** Columns of the metrics in the order of `METRIC_COLUMNS`, then those of the vector. */
  numbers: Column<C>[];
  bases: C;
  /** Distinct operators, their shares left at 0; a plan's operators are runs of `choices`, from `starts[i]` to `starts[i + 1]`. */
  dictionary: PlanOperator[];
  starts: C;
  choices: C;
  /** Shares kept of each entry of `choices`, first that of latency, last that of quality loss; absent = 4. */
  sharesEach?: number;
  /** Those of cost and energy follow from the figures of the operator and of the plan. */
  shares: C;
  flows: { lists: Flow[][]; of: C };
  notes: { lists: (string[] | null)[]; of: C };
  alternatives: { lists: (Record<string, string> | null)[]; of: C };
  /** Targets that plans are judged by, their values and whether they are met: 1, else 0, 2 where a plan is not judged by it; null where plans carry none. */
  slos: { targets: Slo[]; values: Column<C>[]; met: C } | null;
}

/** The same frontier with its columns written in another way. */
export function mapColumns<A, B>(packed: PackedFrontier<A>, write: (column: A) => B): PackedFrontier<B> {
  const each = (columns: readonly Column<A>[]) => columns.map((column): Column<B> => (isShort(column) ? column : write(column)));
  const { flows, notes, alternatives, slos } = packed;
  return {
    ...packed,
    numbers: each(packed.numbers),
    bases: write(packed.bases),
    starts: write(packed.starts),
    choices: write(packed.choices),
    shares: write(packed.shares),
    flows: { ...flows, of: write(flows.of) },
    notes: { ...notes, of: write(notes.of) },
    alternatives: { ...alternatives, of: write(alternatives.of) },
    slos: slos && { ...slos, values: each(slos.values), met: write(slos.met) },
  };
}

/** As a JSON value, columns in base64: how a database keeps it. */
export function packedToJson(packed: PackedFrontier): PackedFrontier<string> {
  return mapColumns(packed, textOfBytes);
}

export function packedFromJson(stored: PackedFrontier<string>): PackedFrontier {
  return mapColumns(stored, bytesOfText);
}

/** Columns of a binary frontier begin at multiples of this. */
const STEP = 8;
const padded = (length: number) => Math.ceil(length / STEP) * STEP;

/** One piece of memory: length of the head (32 bits), the head as JSON whose columns are [place, length], and the columns themselves. */
export function packedToBytes(packed: PackedFrontier): Uint8Array<ArrayBuffer> {
  const columns: { bytes: Uint8Array; place: number }[] = [];
  let size = 0;
  const placed = mapColumns(packed, (bytes): [number, number] => {
    const place = size;
    columns.push({ bytes, place });
    size += padded(bytes.length);
    return [place, bytes.length];
  });
  const head = new TextEncoder().encode(JSON.stringify(placed));
  const start = padded(4 + head.length);
  const whole = new Uint8Array(start + size);
  new DataView(whole.buffer).setUint32(0, head.length, true);
  whole.set(head, 4);
  for (const { bytes, place } of columns) whole.set(bytes, start + place);
  return whole;
}

/** The columns are views of what is given. */
export function packedFromBytes(whole: Uint8Array): PackedFrontier {
  const length = new DataView(whole.buffer, whole.byteOffset).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(whole.subarray(4, 4 + length))) as PackedFrontier<[number, number]>;
  const start = padded(4 + length);
  return mapColumns(head, ([place, size]) => whole.subarray(start + place, start + place + size));
}
