import type { Tables } from "@/core/history/record-diff";
import type { Transaction } from "@/core/history/transaction";
import { type CatalogueTables, renameModel } from "@/core/tables/catalogue-tables";
import { fieldValue } from "@/core/tables/field";
import { evidenceColumn, sourceColumn } from "../documents/provenance-columns";
import { numberColumn, type SheetColumn, textColumn } from "../documents/sheet-column";

const interval: SheetColumn = {
  field: "ci95",
  header: "95 % interval",
  kind: "interval",
  width: 132,
  align: "end",
  hint: "Written as low, high",
};
const samples = numberColumn("samples", "Samples", "", 84, { hint: "Observations behind the figure" });

const modelOptions = (tables: Tables) => [
  { value: "", label: "its own figures" },
  ...Object.values((tables as CatalogueTables).models)
    .sort((a, b) => a.order - b.order)
    .map((model) => ({ value: model.name, label: model.name })),
];

export function implementationColumns(tasks: readonly string[]): readonly SheetColumn[] {
  return [
    textColumn("name", "Implementation", 190),
    textColumn("title", "Title", 190),
    textColumn("task", "Task", 156, { suggestions: tasks }),
    textColumn("model", "Model", 164, { options: modelOptions, fallback: "its own figures", hint: "What runs it; or figures of its own below" }),
    {
      field: "knobs",
      header: "Knobs",
      kind: "knobDomains",
      width: 150,
      hint: "Written as frames=1,5,10; size=small,large. A configuration has one value for each",
    },
    numberColumn("outputBytes", "Output", "bytes", 92, { hint: "Bytes of one result; wins over the edge’s" }),
    numberColumn("loadSeconds", "Load", "s", 76, { hint: "Time to load the model on a fresh replica" }),
    textColumn("description", "Description", 200, { grow: true }),
  ];
}

export const MODEL_COLUMNS: readonly SheetColumn[] = [
  textColumn("name", "Model", 210, { apply: (tx, key, value) => renameModel(tx as unknown as Transaction<CatalogueTables>, key, String(value)) }),
  textColumn("title", "Title", 240),
  numberColumn("loadSeconds", "Load", "s", 76, { hint: "Time to load it on a fresh replica" }),
  evidenceColumn,
  sourceColumn,
];

const when: SheetColumn = {
  field: "when",
  header: "When",
  kind: "knobValues",
  width: 140,
  fallback: "always",
  hint: "Knob values this row is about, as frames=5; the most specific row wins",
};

/** Columns that some row has a value in, and those that are always worth seeing. */
function used(columns: readonly SheetColumn[], always: ReadonlySet<string>, rows: readonly object[]): readonly SheetColumn[] {
  return columns.filter((column) => always.has(column.field) || rows.some((row) => fieldValue(row, column.field) !== undefined));
}

const QUALITY: readonly SheetColumn[] = [
  when,
  numberColumn("value", "Quality", "0–1", 84, { hint: "Share of requests done right; for a chain: given that what comes before is good" }),
  numberColumn("givenBad", "Given bad", "0–1", 92, { hint: "For a chain: when something before it is bad" }),
  interval,
  samples,
  textColumn("metric", "Metric", 120),
  textColumn("dataset", "Dataset", 140),
  evidenceColumn,
  sourceColumn,
];

export function qualityColumns(rows: readonly object[], all: boolean): readonly SheetColumn[] {
  return all ? QUALITY : used(QUALITY, new Set(["when", "value", "ci95", "metric", "dataset", "evidence", "source"]), rows);
}

function statistics(field: string, header: string, unit: string): SheetColumn[] {
  return ["mean", "p50", "p90", "p95", "p99"].map((name) => numberColumn(`${field}.${name}`, `${header} ${name}`, unit, 116));
}

const TOKENS: readonly SheetColumn[] = [
  when,
  ...statistics("prompt", "Prompt", ""),
  ...statistics("completion", "Completion", ""),
  samples,
  evidenceColumn,
  sourceColumn,
];

export function tokensColumns(rows: readonly object[], all: boolean): readonly SheetColumn[] {
  return all ? TOKENS : used(TOKENS, new Set(["when", "prompt.mean", "completion.mean", "completion.p95", "evidence", "source"]), rows);
}

const PER_CALL = statistics("latencyMs", "Latency", "ms");
const PER_TOKEN = [...statistics("ttftMs", "First token", "ms"), ...statistics("tpotMs", "Per token", "ms")];

function profileList(devices: readonly string[]): readonly SheetColumn[] {
  return [
    textColumn("device", "Device", 140, { suggestions: devices }),
    numberColumn("devices", "Devices", "", 80, { fallback: "1", hint: "Devices of one replica" }),
    numberColumn("batch", "Batch", "", 68, { fallback: "1", hint: "Calls served together" }),
    ...PER_CALL,
    ...PER_TOKEN,
    numberColumn("capacityTokensPerSecond", "Capacity", "tokens/s", 124, { hint: "Completion tokens that one replica sustains" }),
    numberColumn("cv", "CV", "", 60, { hint: "Coefficient of variation of the service time" }),
    numberColumn("memoryGiB", "Memory", "GiB", 92, { hint: "Of one replica over all its devices" }),
    numberColumn("powerW", "Power", "W", 80, { hint: "Of one replica at full load, all its devices" }),
    samples,
    evidenceColumn,
    sourceColumn,
  ];
}

const PROFILE_ALWAYS = new Set(["device", "devices", "batch", "latencyMs.mean", "latencyMs.p95", "memoryGiB", "powerW", "evidence", "source"]);
const TOKEN_ALWAYS = new Set(["device", "devices", "ttftMs.mean", "tpotMs.mean", "capacityTokensPerSecond", "memoryGiB", "powerW", "evidence", "source"]);

export function profileColumns(rows: readonly object[], devices: readonly string[], all: boolean): readonly SheetColumn[] {
  const columns = profileList(devices);
  const perToken = rows.some((row) => fieldValue(row, "tpotMs") !== undefined);
  return all ? columns : used(columns, perToken ? TOKEN_ALWAYS : PROFILE_ALWAYS, rows);
}

export const API_COLUMNS: readonly SheetColumn[] = [
  numberColumn("api.pricePerMillionTokensUsd.input", "Input", "$ / 1M tokens", 136, { pair: "api.pricePerMillionTokensUsd.output" }),
  numberColumn("api.pricePerMillionTokensUsd.output", "Output", "$ / 1M tokens", 140, { pair: "api.pricePerMillionTokensUsd.input" }),
  numberColumn("api.pricePerCallUsd", "Call", "$", 84),
  numberColumn("api.latencyMs.mean", "Latency mean", "ms", 128),
  numberColumn("api.latencyMs.p95", "Latency p95", "ms", 120),
  numberColumn("api.ttftMs.mean", "First token mean", "ms", 148),
  numberColumn("api.tpotMs.mean", "Per token mean", "ms", 144),
  numberColumn("api.maxRps", "Limit", "calls/s", 96),
  numberColumn("api.energyJPerCall", "Energy", "J / call", 108),
  { ...evidenceColumn, field: "api.evidence", render: undefined, fallback: "as the source says" } as SheetColumn,
  { ...sourceColumn, field: "api.source", render: (row) => sourceColumn.render?.((fieldValue(row, "api") ?? {}) as object) } as SheetColumn,
];
