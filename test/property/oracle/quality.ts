import type { KnobValue } from "../../../core/documents/common";
import type { QualityModel } from "../../../core/documents/pipeline";
import { type Graph, inline, type Level, scenariosOf } from "./graph";
import { type Configuration, specificity } from "./options";

export type Chosen = Map<string, Configuration>;
type StageRow = NonNullable<Extract<QualityModel, { model: "product" }>["values"]>[number];
interface Stage {
  value?: number;
  givenBad?: number;
  matrix?: number[][];
}

/** The stage figures of an operator: a row of the pipeline that holds, before the catalogue's. */
export function stageOf(model: QualityModel | undefined, id: string, configuration: Configuration): Stage | undefined {
  let best: StageRow | undefined;
  let bestRank = -1;
  const rows = model && model.model !== "table" ? (model.values ?? []) : [];
  for (const row of rows) {
    if (row.operator !== id) continue;
    const when = typeof row.when === "string" ? { implementation: row.when } : (row.when ?? {});
    if (when.implementation !== undefined && when.implementation !== configuration.implementation.name) continue;
    const knobs = specificity(when.knobs, configuration.knobs);
    if (knobs < 0) continue;
    const rank = (when.implementation === undefined ? 0 : 1000) + knobs;
    if (rank > bestRank) {
      best = row;
      bestRank = rank;
    }
  }
  return best ?? configuration.qualityRow;
}

/** Does the model count this operator? (`operators` names the stages that count; an operator with alternatives stands for those inside.) */
export function counts(model: QualityModel | undefined, id: string): boolean {
  if (!model || model.model === "table" || !model.operators) return true;
  return model.operators.some((name) => name === id || id.startsWith(`${name}/`));
}

/** The operators of a graph that have an active predecessor in some scenario; only they need `givenBad`. */
export function fedByOperators(graph: Graph): Set<string> {
  return new Set(graph.edges.filter((edge) => !graph.inputs.includes(edge.from)).map((edge) => edge.to));
}

/** Quality of a request (section 4), or null when the model has no value for this combination. */
export function qualityOf(level: Level, alternatives: Record<string, string>, chosen: Chosen, prefix = ""): number | null {
  const graph = inline(level, alternatives, prefix, true);
  const model = level.quality;
  const composites = new Map<string, number>();
  for (const node of graph.nodes) {
    if (!node.composite) continue;
    const value = qualityOf(node.composite.level, alternatives, chosen, node.composite.prefix);
    if (value === null) return null;
    composites.set(node.id, value);
  }
  if (model?.model === "table") return tableQuality(model, alternatives, chosen);
  const stages = new Map<string, Stage>();
  for (const node of graph.nodes) {
    if (!counts(model, node.id)) continue;
    const composite = composites.get(node.id);
    if (composite !== undefined) {
      stages.set(node.id, { value: composite });
      continue;
    }
    const stage = stageOf(model, node.id, chosen.get(node.id) as Configuration);
    if (stage === undefined) return null;
    stages.set(node.id, stage);
  }
  let quality = 0;
  for (const scenario of scenariosOf(graph)) {
    let value: number | null;
    const counted = [...scenario.active].filter((id) => stages.has(id)).map((id) => stages.get(id) as Stage);
    if (model?.model === "chain") value = chainQuality(graph, scenario, stages);
    else {
      if (counted.some((stage) => stage.value === undefined)) return null;
      const values = counted.map((stage) => stage.value as number);
      value = model?.model === "minimum" ? Math.min(1, ...values) : values.reduce((product, v) => product * v, 1);
    }
    if (value === null) return null;
    quality += scenario.probability * value;
  }
  return quality;
}

/** Row-stochastic matrix of a stage, best bucket first; null when its figures do not suffice. */
function matrixOf(stage: Stage, fed: boolean): number[][] | null {
  if (stage.matrix) return stage.matrix;
  if (stage.value === undefined) return null;
  if (stage.givenBad === undefined) return fed ? null : [[stage.value, 1 - stage.value]];
  return [
    [stage.value, 1 - stage.value],
    [stage.givenBad, 1 - stage.givenBad],
  ];
}

function chainQuality(graph: Graph, scenario: ReturnType<typeof scenariosOf>[number], stages: Map<string, Stage>): number | null {
  const fed = fedByOperators(graph);
  const buckets = Math.max(2, ...[...stages.values()].map((stage) => stage.matrix?.length ?? 2));
  const known = new Map<string, number[]>();
  const distributionOf = (id: string): number[] | null => {
    const memo = known.get(id);
    if (memo) return memo;
    const predecessors = graph.edges.filter((edge, e) => scenario.edges.has(e) && edge.to === id && !graph.inputs.includes(edge.from)).map((edge) => edge.from);
    // P(worst bucket ≤ k) is the product of the predecessors' own, as they are combined as independent.
    const atMost: number[] = Array.from({ length: buckets }, () => 1);
    for (const predecessor of new Set(predecessors)) {
      const theirs = distributionOf(predecessor);
      if (!theirs) return null;
      let sum = 0;
      for (let k = 0; k < buckets; k += 1) {
        sum += theirs[k] ?? 0;
        atMost[k] = (atMost[k] as number) * sum;
      }
    }
    const input = atMost.map((p, k) => p - (k > 0 ? (atMost[k - 1] as number) : 0));
    const stage = stages.get(id);
    let output = input;
    if (stage) {
      const matrix = matrixOf(stage, fed.has(id));
      if (!matrix) return null;
      output = Array.from({ length: buckets }, (_, column) => input.reduce((sum, p, row) => sum + (p === 0 ? 0 : p * (matrix[row]?.[column] ?? 0)), 0));
    }
    known.set(id, output);
    return output;
  };
  let quality = 1;
  for (const id of scenario.active) {
    if (graph.edges.some((edge, e) => scenario.edges.has(e) && edge.from === id)) continue;
    const output = distributionOf(id);
    if (!output) return null;
    quality *= output[0] as number;
  }
  return quality;
}

/** Does a table's entry hold for this combination? The number of knobs it names, or −1. */
function entryMatches(
  id: string,
  entry: string | { implementation: string; knobs?: Record<string, KnobValue> },
  alternatives: Record<string, string>,
  chosen: Chosen,
): number {
  const wanted = typeof entry === "string" ? { implementation: entry } : entry;
  if (alternatives[id] !== undefined) return alternatives[id] === wanted.implementation ? 0 : -1;
  const configuration = chosen.get(id);
  if (!configuration || configuration.implementation.name !== wanted.implementation) return -1;
  return "knobs" in wanted ? specificity(wanted.knobs, configuration.knobs) : 0;
}

type Table = Extract<QualityModel, { model: "table" }>;

function tableQuality(model: Table, alternatives: Record<string, string>, chosen: Chosen): number | null {
  let best: number | null = null;
  let bestRank = -1;
  for (const row of model.values) {
    const entries = Object.entries(row.when);
    const matches = entries.map(([id, entry]) => entryMatches(id, entry, alternatives, chosen));
    if (matches.some((knobs) => knobs < 0)) continue;
    const rank = entries.length * 1000 + matches.reduce((sum, knobs) => sum + knobs, 0);
    if (rank > bestRank) {
      bestRank = rank;
      best = row.value;
    }
  }
  if (best !== null || model.missing !== "interpolate") return best;
  return interpolate(model, alternatives, chosen);
}

/** Additive main effects: intercept and one indicator per (operator, entry) by minimum-norm least squares, clipped to [0, 1]. */
function interpolate(model: Table, alternatives: Record<string, string>, chosen: Chosen): number {
  const columns = new Map<string, { id: string; entry: Table["values"][number]["when"][string] }>();
  const keyOf = (id: string, entry: Table["values"][number]["when"][string]) => {
    const wanted = typeof entry === "string" ? { implementation: entry } : entry;
    return JSON.stringify([id, wanted.implementation, Object.entries(("knobs" in wanted && wanted.knobs) || {}).sort(([a], [b]) => (a < b ? -1 : 1))]);
  };
  for (const row of model.values) for (const [id, entry] of Object.entries(row.when)) columns.set(keyOf(id, entry), { id, entry });
  const keys = [...columns.keys()];
  const design = model.values.map((row) => {
    const named = new Set(Object.entries(row.when).map(([id, entry]) => keyOf(id, entry)));
    return [1, ...keys.map((key) => (named.has(key) ? 1 : 0))];
  });
  const wanted = [
    1,
    ...keys.map((key) => {
      const { id, entry } = columns.get(key) as { id: string; entry: Table["values"][number]["when"][string] };
      return entryMatches(id, entry, alternatives, chosen) >= 0 ? 1 : 0;
    }),
  ];
  const effects = minimumNormLeastSquares(
    design,
    model.values.map((row) => row.value),
  );
  const value = wanted.reduce((sum, w, j) => sum + w * (effects[j] as number), 0);
  return Math.min(1, Math.max(0, value));
}

/**
 * Minimum-norm least squares by ridge-free Gram–Schmidt: an orthonormal basis of the row space turns the problem into a full-rank one,
 * whose normal equations are solved by Gaussian elimination.
 */
export function minimumNormLeastSquares(design: number[][], values: number[]): number[] {
  const columns = design[0]?.length ?? 0;
  const basis: number[][] = [];
  for (const row of design) {
    const rest = [...row];
    for (let pass = 0; pass < 2; pass += 1) {
      for (const direction of basis) {
        const along = rest.reduce((sum, v, j) => sum + v * (direction[j] as number), 0);
        for (let j = 0; j < columns; j += 1) rest[j] = (rest[j] as number) - along * (direction[j] as number);
      }
    }
    const norm = Math.hypot(...rest);
    if (norm > 1e-9) basis.push(rest.map((v) => v / norm));
  }
  const rank = basis.length;
  const reduced = design.map((row) => basis.map((direction) => row.reduce((sum, v, j) => sum + v * (direction[j] as number), 0)));
  const system = Array.from({ length: rank }, (_, i) => [
    ...Array.from({ length: rank }, (_, j) => reduced.reduce((sum, row) => sum + (row[i] as number) * (row[j] as number), 0)),
    reduced.reduce((sum, row, r) => sum + (row[i] as number) * (values[r] as number), 0),
  ]);
  const solution = gaussianElimination(system);
  return Array.from({ length: columns }, (_, j) => solution.reduce((sum, s, k) => sum + s * ((basis[k] as number[])[j] as number), 0));
}

/** Solves a square system given as rows with the right-hand side last, with partial pivoting. */
function gaussianElimination(system: number[][]): number[] {
  const n = system.length;
  for (let i = 0; i < n; i += 1) {
    let pivot = i;
    for (let r = i + 1; r < n; r += 1) if (Math.abs(system[r]?.[i] as number) > Math.abs(system[pivot]?.[i] as number)) pivot = r;
    [system[i], system[pivot]] = [system[pivot] as number[], system[i] as number[]];
    const row = system[i] as number[];
    for (let r = 0; r < n; r += 1) {
      if (r === i) continue;
      const other = system[r] as number[];
      const factor = (other[i] as number) / (row[i] as number);
      for (let k = i; k <= n; k += 1) other[k] = (other[k] as number) - factor * (row[k] as number);
    }
  }
  return system.map((row, i) => (row[n] as number) / (row[i] as number));
}
