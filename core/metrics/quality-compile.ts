import type { QualityRow } from "../documents/catalogue";
import type { Evidence } from "../documents/common";
import type { QualityModel } from "../documents/pipeline";
import { PlanningError } from "./planning-error";
import type { CompiledConfiguration, CompiledEdge, CompiledOperator } from "./problem";
import type { CompiledQuality, StageQuality, TableFit, TableRow } from "./quality";
import { minimumNormLeastSquares } from "./quality-fit";
import { mostSpecific } from "./templates";

interface Sourced {
  source?: string;
  evidence?: Evidence;
  ci95?: [number, number];
}

/** Evidence of a figure: as stated; else `assumed` without a source or with the source `assumed`, else measured. */
export function evidenceOf(figure: Sourced): Evidence {
  if (figure.evidence) return figure.evidence;
  return figure.source === undefined || figure.source.startsWith("assumed") ? "assumed" : "measured";
}

function interval(value: number, figure: Sourced): { value: number; low: number; high: number; basis: Evidence } {
  const [low, high] = figure.ci95 ?? [value, value];
  return { value, low: Math.min(low, value), high: Math.max(high, value), basis: evidenceOf(figure) };
}

type StageRow = NonNullable<Extract<QualityModel, { model: "product" }>["values"]>[number];

/** Stage figures before they are known to suffice: a row of the pipeline that matches, before the catalogue's. */
export function stageRow(
  model: QualityModel,
  operatorId: string,
  configuration: Pick<CompiledConfiguration, "implementation" | "knobs">,
  rows: QualityRow[] | undefined,
): QualityRow | StageRow | null {
  let best: StageRow | null = null;
  let bestRank = -1;
  for (const row of model.model === "table" ? [] : (model.values ?? [])) {
    if (row.operator !== operatorId) continue;
    const when =
      typeof row.when === "string" ? { implementation: row.when, knobs: {} } : { implementation: row.when?.implementation, knobs: row.when?.knobs ?? {} };
    if (when.implementation !== undefined && when.implementation !== configuration.implementation) continue;
    const knobs = Object.entries(when.knobs);
    if (!knobs.every(([name, value]) => configuration.knobs[name] === value)) continue;
    const rank = (when.implementation === undefined ? 0 : 1000) + knobs.length;
    if (rank > bestRank) {
      best = row;
      bestRank = rank;
    }
  }
  return best ?? mostSpecific(rows, configuration.knobs);
}

/** The reason of a configuration that has no figure at all. */
export const NO_QUALITY = "no quality value";

/** A stage's quality as the model needs it, or the reason why it cannot be used. `fed`: it has operators before it. */
export function stageQuality(model: QualityModel["model"], row: QualityRow | StageRow | null, fed: boolean): StageQuality | string {
  if (!row) return NO_QUALITY;
  if (model !== "chain") return { ...interval(row.value, row), row, matrix: [] };
  if (row.matrix) {
    const size = row.matrix.length;
    for (const cells of row.matrix) {
      const sum = cells.reduce((total, cell) => total + cell, 0);
      if (cells.length !== size || Math.abs(sum - 1) > 1e-6)
        throw new PlanningError("quality-model-invalid", "A chain's matrix must be square with rows that sum to 1.");
    }
    return { ...interval(row.matrix[0]?.[0] ?? row.value, row), row, matrix: row.matrix };
  }
  if (row.givenBad === undefined && fed) return "no P(good | some predecessor bad) for the chain (`givenBad` or `matrix`)";
  const bad = row.givenBad ?? 0;
  return {
    ...interval(row.value, row),
    row,
    matrix: [
      [row.value, 1 - row.value],
      [bad, 1 - bad],
    ],
  };
}

/** Whether a model counts an operator; an operator with alternatives stands for those inside. */
export function countsOperator(model: QualityModel, id: string): boolean {
  if (model.model === "table" || !model.operators) return true;
  return model.operators.some((name) => name === id || id.startsWith(`${name}/`));
}

/** Puts stage values of all operators into the form `evaluateQuality` reads. */
export function compileStages(
  model: QualityModel,
  operators: CompiledOperator[],
  incoming: CompiledEdge[][],
  stages: (StageQuality | null)[][],
  declared: boolean,
  severalSinks: boolean,
): CompiledQuality {
  const counted = operators.map((operator) => countsOperator(model, operator.id));
  let buckets = 2;
  for (const row of stages) for (const stage of row) if (stage) buckets = Math.max(buckets, stage.matrix.length);
  if (model.model === "chain") {
    stages.forEach((row, o) => {
      row.forEach((stage) => {
        if (!stage || !counted[o] || stage.matrix.length === buckets) return;
        const fed = incoming[o]!.some((edge) => edge.from >= 0);
        if (fed)
          throw new PlanningError(
            "quality-model-invalid",
            `The chain has ${buckets} buckets, but "${operators[o]!.id}" has figures for ${stage.matrix.length}.`,
          );
        stage.matrix = Array.from({ length: buckets }, (_, r) =>
          Array.from({ length: buckets }, (__, c) => stage.matrix[Math.min(r, stage.matrix.length - 1)]?.[c] ?? 0),
        );
      });
    });
  }
  return {
    model: model.model,
    assumption: !declared || model.model === "product" || model.model === "minimum" || (model.model === "chain" && severalSinks),
    counted,
    stages,
    buckets,
    rows: [],
    fit: null,
  };
}

type Table = Extract<QualityModel, { model: "table" }>;
type Match = Table["values"][number]["when"][string];

/** Resolves a table's rows against the operators and chosen alternatives; rows about other alternatives drop out. */
export function compileTable(model: Table, operators: CompiledOperator[], choice: Record<string, string>): CompiledQuality {
  const indexOf = new Map(operators.map((operator) => [operator.id, operator.index]));
  const ranked: { row: TableRow; rank: number; order: number }[] = [];
  model.values.forEach((value, order) => {
    const matches: TableRow["matches"] = [];
    let knobs = 0;
    for (const [id, match] of Object.entries(value.when)) {
      const { implementation, knobs: wanted } = normalise(match);
      if (choice[id] !== undefined) {
        if (choice[id] !== implementation) return;
        continue;
      }
      const operator = indexOf.get(id);
      if (operator === undefined) return;
      knobs += wanted.length;
      matches.push({
        operator,
        configurations: operators[operator]!.configurations.map((configuration) => matchesConfiguration(configuration, implementation, wanted)),
      });
    }
    ranked.push({ row: { ...interval(value.value, value), matches, origin: value }, rank: Object.keys(value.when).length * 1000 + knobs, order });
  });
  ranked.sort((a, b) => b.rank - a.rank || a.order - b.order);
  return {
    model: "table",
    assumption: false,
    counted: operators.map(() => true),
    stages: operators.map(() => []),
    buckets: 2,
    rows: ranked.map((entry) => entry.row),
    fit: model.missing === "interpolate" ? fitTable(model, operators, choice) : null,
  };
}

function normalise(match: Match): { implementation: string; knobs: [string, string | number | boolean][] } {
  if (typeof match === "string") return { implementation: match, knobs: [] };
  return { implementation: match.implementation, knobs: Object.entries(match.knobs ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)) };
}

function matchesConfiguration(configuration: CompiledConfiguration, implementation: string, knobs: [string, string | number | boolean][]): boolean {
  return configuration.implementation === implementation && knobs.every(([name, value]) => configuration.knobs[name] === value);
}

/** Additive main effects: an intercept and one indicator per (operator, entry), by minimum-norm least squares over all rows. */
function fitTable(model: Table, operators: CompiledOperator[], choice: Record<string, string>): TableFit {
  const columns = new Map<string, { id: string; match: Match }>();
  const keyOf = (id: string, match: Match): string => {
    const { implementation, knobs } = normalise(match);
    return JSON.stringify([id, implementation, knobs]);
  };
  for (const row of model.values) for (const [id, match] of Object.entries(row.when)) columns.set(keyOf(id, match), { id, match });
  const keys = [...columns.keys()];
  const design = model.values.map((row) => {
    const named = new Set(Object.entries(row.when).map(([id, match]) => keyOf(id, match)));
    return [1, ...keys.map((key) => (named.has(key) ? 1 : 0))];
  });
  const solution = minimumNormLeastSquares(
    design,
    model.values.map((row) => row.value),
  );
  let largestResidual = 0;
  design.forEach((cells, r) => {
    const fitted = cells.reduce((sum, cell, c) => sum + cell * solution[c]!, 0);
    largestResidual = Math.max(largestResidual, Math.abs(fitted - model.values[r]!.value));
  });
  let intercept = solution[0] ?? 0;
  const effect = operators.map((operator) => operator.configurations.map(() => 0));
  keys.forEach((key, c) => {
    const { id, match } = columns.get(key)!;
    const { implementation, knobs } = normalise(match);
    if (choice[id] !== undefined) {
      if (choice[id] === implementation) intercept += solution[c + 1]!;
      return;
    }
    const operator = operators.find((candidate) => candidate.id === id);
    operator?.configurations.forEach((configuration, k) => {
      if (matchesConfiguration(configuration, implementation, knobs)) effect[operator.index]![k]! += solution[c + 1]!;
    });
  });
  return { intercept, effect, largestResidual: largestResidual < 1e-12 ? 0 : largestResidual };
}
