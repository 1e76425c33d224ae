import type { NumberRule } from "./cells";

/** What a column of a measurements table can mean. */
export const FIELDS = [
  "label",
  "device",
  "devices",
  "batch",
  "concurrency",
  "latency-mean",
  "latency-p50",
  "latency-p90",
  "latency-p95",
  "latency-p99",
  "ttft-mean",
  "ttft-p50",
  "ttft-p90",
  "ttft-p95",
  "ttft-p99",
  "tpot-mean",
  "tpot-p50",
  "tpot-p90",
  "tpot-p95",
  "tpot-p99",
  "throughput",
  "tokens-per-second",
  "power",
  "samples",
] as const;
export type Field = (typeof FIELDS)[number];

export type TimeUnit = "s" | "ms" | "us" | "ns";
/** Milliseconds in one of each. */
export const TIME_UNITS: Record<TimeUnit, number> = { s: 1000, ms: 1, us: 1e-3, ns: 1e-6 };

export interface ColumnMapping {
  /** Name in the header. */
  column: string;
  field: Field;
  /** Of times; default ms. */
  unit?: TimeUnit;
}

export interface FieldInfo {
  field: Field;
  title: string;
  kind: "text" | "time" | "count" | "rate" | "power";
}

const DAY_MS = 86_400_000;

export function fieldInfo(field: Field): FieldInfo {
  const [group, statistic] = field.split("-");
  const named: Partial<Record<Field, [string, FieldInfo["kind"]]>> = {
    label: ["Name of the configuration", "text"],
    device: ["Device", "text"],
    devices: ["Devices of one replica", "count"],
    batch: ["Calls served together", "count"],
    concurrency: ["Requests at once", "count"],
    throughput: ["Requests per second", "rate"],
    "tokens-per-second": ["Completion tokens per second", "rate"],
    power: ["Power of the replica, W", "power"],
    samples: ["Number of observations", "count"],
  };
  const known = named[field];
  if (known) return { field, title: known[0], kind: known[1] };
  const subject = group === "latency" ? "Latency" : group === "ttft" ? "Time to first token" : "Time per output token";
  return { field, title: `${subject}, ${statistic === "mean" ? "mean" : `${statistic?.slice(1)}th percentile`}`, kind: "time" };
}

export function ruleOf(mapping: ColumnMapping): NumberRule {
  switch (fieldInfo(mapping.field).kind) {
    case "time":
      return { factor: TIME_UNITS[mapping.unit ?? "ms"], max: DAY_MS, zero: false, unit: "ms" };
    case "rate":
      return { factor: 1, max: 1e9, zero: false, unit: "per second" };
    case "power":
      return { factor: 1, max: 1e6, zero: false, unit: "W" };
    default:
      return { factor: 1, max: 1e9, zero: false, integer: true, unit: "" };
  }
}

const STATISTIC_PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/(^|[^\d])(p|pct|perc(entile)?)?[ _.-]?99(th)?([^\d.]|$)/, "p99"],
  [/(^|[^\d])(p|pct|perc(entile)?)?[ _.-]?95(th)?([^\d.]|$)/, "p95"],
  [/(^|[^\d])(p|pct|perc(entile)?)?[ _.-]?90(th)?([^\d.]|$)/, "p90"],
  [/(^|[^\d])(p|pct|perc(entile)?)?[ _.-]?50(th)?([^\d.]|$)|median|med\b/, "p50"],
  [/mean|avg|average/, "mean"],
];

const FIELD_PATTERNS: readonly (readonly [RegExp, Field])[] = [
  [/^(gpu|accelerator|hardware|device|machine|instance)(_?type|_?name)?$/, "device"],
  [/^(devices|gpus|num_?gpus|gpu_?count|tensor_?parallel(_?size)?|tp)$/, "devices"],
  [/^(batch|batch_?size|max_?batch(_?size)?)$/, "batch"],
  [/^(concurrency|max_?concurrency|users|clients|streams|in_?flight)$/, "concurrency"],
  [/^(output_?)?tokens?(_?per_?s(ec(ond)?)?|\/s)$|output_?throughput|tok(en)?s?_?s$/, "tokens-per-second"],
  [/^(rps|qps|req(uest)?s?(_?per_?s(ec(ond)?)?|\/s)|throughput(_?rps|_?qps)?|inferences?\/?_?(per_?)?s(econd)?|request_?throughput)$/, "throughput"],
  [/^(power|watts|power_?w|avg_?power(_?w(atts)?)?)$/, "power"],
  [/^(n|samples|count|num_?samples|observations|requests|completed|num_?requests)$/, "samples"],
  [/^(model|implementation|name|label|config(uration)?|operator|variant)$/, "label"],
];

function unitOf(name: string): TimeUnit | null {
  if (/(^|[^a-z])(ms|msec|millis(econds?)?)([^a-z]|$)/.test(name)) return "ms";
  if (/(^|[^a-z])(us|µs|usec|micros(econds?)?)([^a-z]|$)/.test(name)) return "us";
  if (/(^|[^a-z])(ns|nanos(econds?)?)([^a-z]|$)/.test(name)) return "ns";
  if (/(^|[^a-z])(s|sec|secs|seconds?)([^a-z]|$)/.test(name) && !/per|\//.test(name)) return "s";
  return null;
}

/** What the columns probably mean, from their names; columns that say nothing are left out. A person confirms it before anything is read. */
export function suggestMapping(header: readonly string[]): ColumnMapping[] {
  const taken = new Set<Field>();
  const result: ColumnMapping[] = [];
  for (const column of header) {
    const name = column
      .trim()
      .toLowerCase()
      .replaceAll(/[\s()[\]]+/g, "_")
      .replace(/^_+|_+$/g, "");
    if (name === "") continue;
    let field = FIELD_PATTERNS.find(([pattern]) => pattern.test(name))?.[1] ?? null;
    let unit: TimeUnit | null = null;
    if (!field) {
      const subject = /ttft|first_?token/.test(name)
        ? "ttft"
        : /tpot|itl|inter_?token|per_?(output_?)?token/.test(name)
          ? "tpot"
          : /latency|response_?time|duration|service_?time|e2el?|elapsed|^(p\d\d|mean|median|avg|average)([_ ]|$)|^\d\d(th)?%?$/.test(name)
            ? "latency"
            : null;
      if (subject) {
        const statistic = STATISTIC_PATTERNS.find(([pattern]) => pattern.test(name))?.[1] ?? "mean";
        field = `${subject}-${statistic}` as Field;
        unit = unitOf(name);
      }
    }
    if (!field || taken.has(field)) continue;
    taken.add(field);
    result.push(unit ? { column, field, unit } : { column, field });
  }
  return result;
}
