import type { QualityModel } from "../documents/pipeline";
import type { ExpandedRouter, NestedQuality } from "../graph/expand";
import type { CompiledEdge, CompiledOperator, Problem } from "./problem";
import { type CompiledQuality, evaluateQuality, evaluateWithErrors, type QualityContext, type QualityValue, type StageQuality } from "./quality";
import { compileStages, compileTable } from "./quality-compile";
import { enumerateScenarios } from "./scenarios";

/** A pipeline, or the inside of an alternative with a quality model of its own; such an alternative is one node of the level around it. */
export interface QualityLevel {
  context: QualityContext;
  /** Per node: the operator it is, or the level it stands for. */
  nodes: (number | QualityLevel)[];
}

/** Quality of a request of a problem when operator i uses configuration `chosen[i]`; null when some value is missing. */
export function requestQuality(problem: Problem, chosen: readonly number[]): QualityValue | null {
  return problem.levels ? (levelQuality(problem.levels, problem.quality.stages, chosen)?.quality ?? null) : evaluateQuality(problem, chosen);
}

function levelQuality(level: QualityLevel, stages: CompiledQuality["stages"], chosen: readonly number[]): ReturnType<typeof evaluateWithErrors> {
  const { quality } = level.context;
  if (quality.model === "table") return evaluateWithErrors(level.context, chosen);
  const own: (StageQuality | null)[] = [];
  for (const node of level.nodes) {
    if (typeof node === "number") {
      own.push(stages[node]?.[chosen[node]!] ?? null);
      continue;
    }
    const inner = levelQuality(node, stages, chosen);
    own.push(
      inner && {
        ...inner.quality,
        row: null,
        // The same row may be used outside too: its error is one error.
        errors: inner.errors,
        matrix: [
          [inner.quality.value, 1 - inner.quality.value],
          [0, 1],
        ],
      },
    );
  }
  const context = { ...level.context, quality: { ...quality, stages: own.map((stage) => [stage]) } };
  return evaluateWithErrors(
    context,
    own.map(() => 0),
  );
}

export interface LevelInput {
  operators: CompiledOperator[];
  edges: Pick<CompiledEdge, "from" | "to">[];
  routers: ExpandedRouter[];
  nested: NestedQuality[];
  model: QualityModel;
  declared: boolean;
  choice: Record<string, string>;
}

/** Builds the levels of an expanded pipeline; null when no alternative has a quality model of its own. */
export function compileLevels(input: LevelInput): QualityLevel | null {
  if (input.nested.length === 0) return null;
  return levelOf(input, null);
}

/** The innermost alternative with a quality model of its own that holds an operator. */
export function innermost(operatorId: string, nested: readonly NestedQuality[]): NestedQuality | null {
  let best: NestedQuality | null = null;
  for (const entry of nested) if (entry.operators.includes(operatorId) && (!best || entry.operators.length < best.operators.length)) best = entry;
  return best;
}

/** The model that a stage value of an operator serves: that of the innermost alternative with one of its own, else the pipeline's. */
export function modelOf(operatorId: string, nested: readonly NestedQuality[], model: QualityModel): QualityModel {
  return innermost(operatorId, nested)?.quality ?? model;
}

function levelOf(input: LevelInput, at: NestedQuality | null): QualityLevel {
  const inside = (id: string): boolean => at === null || at.operators.includes(id);
  // Alternatives directly inside this level, not those nested deeper.
  const below = input.nested.filter(
    (entry) =>
      entry !== at && entry.operators.every(inside) && (at === null || entry.operators.length <= at.operators.length) && entry.operator !== at?.operator,
  );
  const direct = below.filter((entry) => !below.some((other) => other !== entry && entry.operator.startsWith(`${other.operator}/`)));
  const ids: string[] = [];
  const nodes: (number | QualityLevel)[] = [];
  const nodeOf = new Map<number, number>();
  for (const operator of input.operators) {
    if (!inside(operator.id)) continue;
    const group = direct.find((entry) => entry.operators.includes(operator.id));
    const id = group?.operator ?? operator.id;
    let node = ids.indexOf(id);
    if (node < 0) {
      node = ids.length;
      ids.push(id);
      nodes.push(group ? levelOf(input, group) : operator.index);
    }
    nodeOf.set(operator.index, node);
  }
  const seen = new Set<string>();
  const edges: CompiledEdge[] = [];
  for (const edge of input.edges) {
    const to = nodeOf.get(edge.to);
    if (to === undefined) continue;
    const from = edge.from < 0 ? -1 : (nodeOf.get(edge.from) ?? -1);
    if (from === to || seen.has(`${from} ${to}`)) continue;
    seen.add(`${from} ${to}`);
    edges.push({ index: edges.length, from, to, fromId: "", toId: "", fromTier: -1, bytes: 0, messages: 0 });
  }
  const indexOf = new Map(input.operators.map((operator) => [operator.id, operator.index]));
  const nodeId = (id: string): string[] => {
    const node = nodeOf.get(indexOf.get(id) ?? -1);
    return node === undefined ? [] : [ids[node]!];
  };
  const routers = input.routers.flatMap((router): ExpandedRouter[] => {
    const [place] = nodeId(router.at);
    // A router inside an alternative that is one node here decides nothing at this level.
    if (place === undefined || (place !== router.at && !router.choose.some((choice) => choice.to.some((id) => nodeId(id)[0] !== place)))) return [];
    return [
      {
        at: place,
        choose: router.choose.map((choice) => ({ to: [...new Set(choice.to.flatMap(nodeId))].filter((id) => id !== place), probability: choice.probability })),
      },
    ];
  });
  const operators = ids.map(
    (id, index): CompiledOperator => ({ index, id, calls: 1, callsWhenActive: 1, repeatMean: 1, repeatPercentile: 1, minReplicas: 0, configurations: [] }),
  );
  const scenarios = enumerateScenarios({ operatorIds: ids, edges, routers });
  const incoming = ids.map((_, n) => edges.filter((edge) => edge.to === n));
  const outgoing = ids.map((_, n) => edges.filter((edge) => edge.from === n));
  const model = at?.quality ?? input.model;
  const severalSinks = scenarios.some(
    (scenario) => ids.filter((_, n) => scenario.active[n] && !outgoing[n]!.some((edge) => scenario.usedEdges[edge.index])).length > 1,
  );
  const quality =
    model.model === "table"
      ? compileTable(model, input.operators, input.choice)
      : compileStages(
          model,
          operators,
          incoming,
          ids.map(() => []),
          at !== null || input.declared,
          severalSinks,
        );
  return { context: { quality, operators, incoming, outgoing, scenarios }, nodes };
}
