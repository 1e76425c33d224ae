import { adjacencyOf, nodesBetween } from "../../graph/topology";
import type { Operator, PipelineDocument } from "../pipeline";
import type { DocumentPath } from "../problem";
import type { QueryClass, Slo, Trace, WorkloadDocument } from "../workload";
import type { Knowledge, Report } from "./context";
import { reportDuplicates, reportUnknown } from "./context";

export function checkWorkload(document: WorkloadDocument, knowledge: Knowledge, report: Report): void {
  const { settings, classes } = document.spec;
  reportDuplicates(
    report,
    classes.map((entry, index) => ({ name: entry.id, path: ["spec", "classes", index, "id"] })),
    "class",
  );
  const pipelineNames = new Map(knowledge.pipelines.map((pipeline) => [pipeline.metadata.name, pipeline]));
  const objectives = new Set<string>();
  settings?.objectives?.forEach((objective, index) => {
    const name = objective === "cost" ? "costPerThousand" : objective;
    const path = ["spec", "settings", "objectives", index];
    if (objectives.has(name))
      report(
        "duplicate-objective",
        path,
        `the objective \`${objective}\` is listed twice${objective === "cost" || settings.objectives?.includes("cost") ? " (`cost` is `costPerThousand`)" : ""}`,
        { fix: { label: "Remove it", edits: [{ path, remove: true }] } },
      );
    objectives.add(name);
  });
  classes.forEach((entry, index) => {
    const path = ["spec", "classes", index];
    if (pipelineNames.size > 0 && !pipelineNames.has(entry.pipeline))
      reportUnknown(report, knowledge, "unknown-pipeline", [...path, "pipeline"], "pipeline", entry.pipeline, pipelineNames);
    if (entry.at !== undefined && knowledge.tiers && !knowledge.tiers.has(entry.at))
      reportUnknown(report, knowledge, "unknown-tier", [...path, "at"], "tier", entry.at, knowledge.tiers);
    checkArrivals(entry, path, report);
    const pipeline = pipelineNames.get(entry.pipeline);
    const names = pipeline && graphOf(pipeline);
    entry.slos?.forEach((slo, position) => {
      checkSlo(slo, entry, [...path, "slos", position], names, knowledge, report);
    });
    if (objectives.has("costPerHour") && !hasRate(entry)) {
      report("slo-needs-rate", path, `the objective \`costPerHour\` needs a rate, which the class \`${entry.id}\` does not have`, {
        hint: "give `rateRps`, `curve` or `trace`, or ask for `cost`",
      });
    }
  });
}

function hasRate(entry: QueryClass): boolean {
  return entry.rateRps !== undefined || entry.curve !== undefined || entry.trace !== undefined;
}

function checkArrivals(entry: QueryClass, path: DocumentPath, report: Report): void {
  const given = (["rateRps", "curve", "trace"] as const).filter((key) => entry[key] !== undefined);
  if (given.length > 1) {
    report(
      "conflicting-arrivals",
      [...path, given[1] as string],
      `the class \`${entry.id}\` gives its arrivals as ${given.map((key) => `\`${key}\``).join(" and ")}`,
      { severity: "warning", hint: `\`${given[0]}\` counts for planning` },
    );
  }
  entry.curve?.forEach((point, index) => {
    const before = entry.curve?.[index - 1];
    if (before && point.minute <= before.minute)
      report("curve-order", [...path, "curve", index, "minute"], `minute ${point.minute} comes after minute ${before.minute}; minutes must ascend`);
  });
  if (entry.curve?.every((point) => point.rateRps === 0))
    report("invalid-value", [...path, "curve"], `the curve of the class \`${entry.id}\` is zero throughout`, { hint: "give at least one point with a rate" });
  if (entry.trace) checkTrace(entry.trace, [...path, "trace"], report);
}

function checkTrace(trace: Trace, path: DocumentPath, report: Report): void {
  const { timestampsMs, promptTokens, completionTokens, file } = trace;
  if (timestampsMs === undefined) {
    if (file === undefined) report("missing-key", path, "the trace has neither `timestampsMs` nor `file`");
    return;
  }
  if (timestampsMs.length < 2) report("trace-order", [...path, "timestampsMs"], "a trace needs at least two arrivals");
  const unordered = timestampsMs.findIndex((time, index) => index > 0 && time < (timestampsMs[index - 1] as number));
  if (unordered > 0) {
    report(
      "trace-order",
      [...path, "timestampsMs", unordered],
      `arrival ${unordered + 1} (${timestampsMs[unordered]} ms) is before arrival ${unordered} (${timestampsMs[unordered - 1]} ms); times must ascend`,
    );
  } else if (timestampsMs.length >= 2 && timestampsMs.at(-1) === timestampsMs[0])
    report("trace-order", [...path, "timestampsMs"], "all arrivals are at the same time, so the trace has no rate");
  for (const [key, column] of Object.entries({ promptTokens, completionTokens })) {
    if (column && column.length !== timestampsMs.length)
      report("trace-lengths", [...path, key], `\`${key}\` has ${column.length} entries, but there are ${timestampsMs.length} arrivals`);
  }
}

interface PipelineNames {
  /** Ids an SLO may name: operators, and those inside alternatives as `operator/inner`. */
  operators: ReadonlySet<string>;
  pipeline: PipelineDocument;
}

function graphOf(pipeline: PipelineDocument): PipelineNames {
  const operators = new Set<string>();
  const add = (list: readonly Operator[], prefix: string): void => {
    for (const operator of list) {
      operators.add(prefix + operator.id);
      for (const alternative of operator.alternatives ?? []) add(alternative.operators, `${prefix}${operator.id}/`);
    }
  };
  add(pipeline.spec.operators, "");
  return { operators, pipeline };
}

/** Metrics of which less is better. */
const LESS_IS_BETTER: ReadonlySet<string> = new Set(["latency", "costPerThousand", "costPerHour", "energy"]);

function checkSlo(slo: Slo, entry: QueryClass, path: DocumentPath, names: PipelineNames | undefined, knowledge: Knowledge, report: Report): void {
  const { metric, op, value } = slo;
  const isUpper = op === "<=" || op === "<";
  if (LESS_IS_BETTER.has(metric) !== isUpper) {
    const other = isUpper ? ">=" : "<=";
    report(
      "slo-direction",
      [...path, "op"],
      `\`${metric} ${op} ${value}\` asks for ${isUpper ? "little" : "much"} ${metric}, of which ${isUpper ? "more" : "less"} is better`,
      { severity: "warning", fix: { label: `Change to ${other}`, edits: [{ path: [...path, "op"], value: other }] } },
    );
  }
  if (metric === "quality" && value > 1) {
    const share = value <= 100 ? value / 100 : undefined;
    report(
      "slo-range",
      [...path, "value"],
      `the quality target is ${value}; quality is a fraction between 0 and 1`,
      share === undefined
        ? {}
        : { hint: `write ${share} for ${value} %`, fix: { label: `Change to ${share}`, edits: [{ path: [...path, "value"], value: share }] } },
    );
  }
  if (isUpper && value === 0 && metric === "latency") report("slo-range", [...path, "value"], "a latency of 0 ms can never be reached");
  if (metric === "costPerHour" && !hasRate(entry)) {
    report("slo-needs-rate", [...path, "metric"], `a target on \`costPerHour\` needs a rate, which the class \`${entry.id}\` does not have`, {
      hint: "give `rateRps`, `curve` or `trace`, or set the target on `costPerThousand`",
    });
  }
  if (slo.path && (metric === "quality" || metric === "throughput"))
    report("slo-on-path", [...path, "path"], `\`${metric}\` is not defined on a path`, { hint: "set the target on the whole pipeline or on an operator" });
  if (slo.statistic !== undefined && metric !== "latency") {
    report("invalid-value", [...path, "statistic"], `\`${metric}\` has no statistic; only latency has`, {
      severity: "warning",
      fix: { label: "Remove the statistic", edits: [{ path: [...path, "statistic"], remove: true }] },
    });
  }
  if (!names) return;
  if (slo.operator !== undefined && !names.operators.has(slo.operator))
    reportUnknown(report, knowledge, "unknown-operator", [...path, "operator"], "operator", slo.operator, names.operators);
  if (!slo.path) return;
  let known = true;
  for (const end of ["from", "to"] as const) {
    if (names.operators.has(slo.path[end])) continue;
    known = false;
    reportUnknown(report, knowledge, "unknown-operator", [...path, "path", end], "operator", slo.path[end], names.operators);
  }
  if (!known) return;
  // Ids inside alternatives lie where their outermost operator lies.
  const [from, to] = [slo.path.from, slo.path.to].map((id) => id.split("/")[0] as string) as [string, string];
  const { operators, edges } = names.pipeline.spec;
  const adjacency = adjacencyOf(
    operators.map((operator) => operator.id),
    edges,
  );
  if (nodesBetween(from, to, adjacency).size === 0) {
    const turned = nodesBetween(to, from, adjacency).size > 0;
    report(
      "slo-path",
      [...path, "path"],
      `no path leads from \`${slo.path.from}\` to \`${slo.path.to}\``,
      turned
        ? {
            hint: "the other way round there is one",
            fix: { label: "Swap the ends", edits: [{ path: [...path, "path"], value: { from: slo.path.to, to: slo.path.from } }] },
          }
        : {},
    );
  }
}
