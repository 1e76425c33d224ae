import { computed, type FigurePlace, figure, type MadeFrom } from "./made-from";
import type { Sourced } from "./made-from-figures";
import type { PlanningInput } from "./planning-input";
import type { Problem } from "./problem";
import type { CompiledQuality, StageQuality, TableRow } from "./quality";
import { type QualityLevel, requestQuality } from "./quality-levels";

/** A number of the quality model that a plan uses, and how to put another in its place. */
interface QualityInput {
  node: MadeFrom;
  replace: (changes: Changes, value: number) => void;
}

interface Changes {
  stages: Map<StageQuality, { value?: number; givenBad?: number }>;
  rows: Map<TableRow, number>;
  fits: Map<CompiledQuality, number>;
}

/** Where an object stands in a document, found by identity. */
function placeOf(document: { kind: FigurePlace["kind"]; metadata: { name: string }; spec: unknown }, wanted: object): FigurePlace | null {
  const visit = (value: unknown, path: (string | number)[]): (string | number)[] | null => {
    if (value === wanted) return path;
    if (value === null || typeof value !== "object") return null;
    for (const [key, child] of Array.isArray(value) ? value.map((item, index): [number, unknown] => [index, item]) : Object.entries(value)) {
      const found = child !== null && typeof child === "object" ? visit(child, [...path, key]) : null;
      if (found) return found;
    }
    return null;
  };
  const path = visit(document.spec, ["spec"]);
  return path ? { kind: document.kind, name: document.metadata.name, path } : null;
}

function rowPlace(input: PlanningInput, row: object): FigurePlace | null {
  for (const document of [input.pipeline, ...[...input.catalogues].reverse()]) {
    const found = placeOf(document, row);
    if (found) return found;
  }
  return null;
}

function details(row: (object & Sourced) | null, place: FigurePlace | null, key: string) {
  return {
    source: row?.source ?? null,
    samples: row?.samples ?? null,
    ci95: key === "value" ? (row?.ci95 ?? null) : null,
    place: place ? { ...place, path: [...place.path, key] } : null,
  };
}

function stageInputs(input: PlanningInput, id: string, stage: StageQuality, isChain: boolean): QualityInput[] {
  const row = stage.row as (object & Sourced & { givenBad?: number; metric?: string; dataset?: string; matrix?: unknown }) | null;
  const place = row ? rowPlace(input, row) : null;
  const measure = row?.metric ? ` (${[row.metric, row.dataset].filter(Boolean).join(", ")})` : "";
  const set = (changes: Changes, change: { value?: number; givenBad?: number }) => changes.stages.set(stage, { ...changes.stages.get(stage), ...change });
  const found: QualityInput[] = [
    {
      node: figure(`quality of ${id}${measure}`, stage.value, "fraction", stage.basis, details(row, row?.matrix ? null : place, "value")),
      replace: (changes, value) => set(changes, { value }),
    },
  ];
  if (isChain && row?.givenBad !== undefined && stage.matrix.length === 2)
    found.push({
      node: figure(`quality of ${id} after a bad input`, row.givenBad, "fraction", stage.basis, details(row, place, "givenBad")),
      replace: (changes, givenBad) => set(changes, { givenBad }),
    });
  return found;
}

function tableInput(input: PlanningInput, quality: CompiledQuality, chosen: readonly number[]): QualityInput | null {
  const row = quality.rows.find((candidate) => candidate.matches.every((match) => match.configurations[chosen[match.operator] ?? -1]));
  if (row) {
    const place = rowPlace(input, row.origin);
    return {
      node: figure("measured end to end for this combination", row.value, "fraction", row.basis, details(row.origin as Sourced, place, "value")),
      replace: (changes, value) => changes.rows.set(row, value),
    };
  }
  const { fit } = quality;
  if (!fit) return null;
  const value = chosen.reduce((sum, configuration, o) => sum + (fit.effect[o]?.[configuration] ?? 0), fit.intercept);
  return {
    node: figure("additive effects fitted to the measured combinations", value, "fraction", "interpolated", {
      source: `least squares over ${quality.rows.length} rows of the table; largest residual ${fit.largestResidual.toPrecision(2)}`,
    }),
    replace: (changes, changed) => changes.fits.set(quality, changed - value),
  };
}

function inputsOf(input: PlanningInput, problem: Problem, chosen: readonly number[]): QualityInput[] {
  const found: QualityInput[] = [];
  const visit = (quality: CompiledQuality, nodes: readonly (number | QualityLevel)[]) => {
    if (quality.model === "table") {
      const table = tableInput(input, quality, chosen);
      if (table) found.push(table);
      return;
    }
    nodes.forEach((node, n) => {
      if (!quality.counted[n]) return;
      if (typeof node !== "number") {
        visit(node.context.quality, node.nodes);
        return;
      }
      const stage = problem.quality.stages[node]?.[chosen[node] ?? -1];
      if (stage) found.push(...stageInputs(input, problem.operators[node]?.id ?? "", stage, quality.model === "chain"));
    });
  };
  if (problem.levels) visit(problem.levels.context.quality, problem.levels.nodes);
  else
    visit(
      problem.quality,
      problem.operators.map((_, o) => o),
    );
  return found;
}

/** A chain's stage with another P(good | good), its other buckets in proportion, or another P(good | bad). */
function changedStage(stage: StageQuality, change: { value?: number; givenBad?: number }): StageQuality {
  const value = change.value ?? stage.value;
  const matrix = stage.matrix.map((row) => [...row]);
  const [first, second] = matrix;
  if (first && change.value !== undefined) {
    const before = 1 - (first[0] ?? 0);
    for (let b = 1; b < first.length; b += 1) first[b] = before > 0 ? ((first[b] ?? 0) * (1 - value)) / before : (1 - value) / (first.length - 1);
    first[0] = value;
  }
  if (second && change.givenBad !== undefined && second.length === 2) {
    second[0] = change.givenBad;
    second[1] = 1 - change.givenBad;
  }
  return { ...stage, value, matrix };
}

function changedQuality(quality: CompiledQuality, changes: Changes): CompiledQuality {
  const shift = changes.fits.get(quality);
  return {
    ...quality,
    stages: quality.stages.map((row) =>
      row.map((stage) => {
        const change = stage && changes.stages.get(stage);
        return stage && change ? changedStage(stage, change) : stage;
      }),
    ),
    rows: quality.rows.map((row) => ({ ...row, value: changes.rows.get(row) ?? row.value })),
    fit: quality.fit && shift !== undefined ? { ...quality.fit, intercept: quality.fit.intercept + shift } : quality.fit,
  };
}

function changedLevel(level: QualityLevel, changes: Changes): QualityLevel {
  return {
    context: { ...level.context, quality: changedQuality(level.context.quality, changes) },
    nodes: level.nodes.map((node) => (typeof node === "number" ? node : changedLevel(node, changes))),
  };
}

const FORMULAS: Record<CompiledQuality["model"], string> = {
  table: "the most specific row of the quality table that matches",
  chain: "P(good) passed from stage to stage, weighted over the routers' scenarios",
  product: "product of the stages' qualities, as if they were independent",
  minimum: "the weakest stage's quality",
};

/** How much of a change of one input shows in the result, relative to both. */
const STEP = 1e-4;

/** What the quality of a request is made from; null when it is not known. */
export function qualityMadeFrom(input: PlanningInput, problem: Problem, chosen: readonly number[]): MadeFrom | null {
  if (problem.qualityUnknown || !requestQuality(problem, chosen)) return null;
  const inputs = inputsOf(input, problem, chosen);
  const combine = (values: readonly number[]): number => {
    const changes: Changes = { stages: new Map(), rows: new Map(), fits: new Map() };
    inputs.forEach((entry, index) => {
      const value = values[index] as number;
      if (value !== entry.node.value) entry.replace(changes, value);
    });
    const changed = {
      ...problem,
      quality: changedQuality(problem.quality, changes),
      levels: problem.levels && changedLevel(problem.levels, changes),
    };
    return requestQuality(changed, chosen)?.value ?? Number.NaN;
  };
  const model = (problem.levels?.context.quality ?? problem.quality).model;
  const assumption = (problem.levels?.context.quality ?? problem.quality).assumption;
  const nodes = inputs.map((entry) => entry.node);
  const node = computed("quality", "fraction", FORMULAS[model], nodes, combine, assumption ? "assumed" : "given");
  const values = nodes.map((entry) => entry.value);
  const slopes = values.map((value, index) => Math.abs(node.value - combine(values.with(index, value * (1 - STEP)))) / STEP);
  const total = slopes.reduce((sum, slope) => sum + slope, 0);
  if (total > 0) node.inputs = nodes.map((entry, index) => ({ ...entry, contribution: (node.value * (slopes[index] ?? 0)) / total }));
  return node;
}

/** The stage value of one operator; null when it has none. */
export function stageMadeFrom(input: PlanningInput, problem: Problem, operator: number, configuration: number): MadeFrom | null {
  const stage = problem.quality.stages[operator]?.[configuration];
  return stage ? (stageInputs(input, problem.operators[operator]?.id ?? "", stage, false)[0]?.node ?? null) : null;
}
