import type { Alternative, Edge, Operator, PipelineSpec, QualityModel } from "../documents/pipeline";

/** A router after expansion. A choice may lead to several operators (an alternative with several entries) or to none (a way out of the pipeline). */
export interface ExpandedRouter {
  at: string;
  choose: { to: string[]; probability: number }[];
}

/** An operator whose chosen alternative has a quality model of its own: the value of that model is the operator's stage value. */
export interface NestedQuality {
  /** Id of the operator with alternatives. */
  operator: string;
  /** The alternative's model; names of operators are those of the expanded pipeline. */
  quality: QualityModel;
  /** Ids of the expanded operators inside, nested ones included. */
  operators: string[];
  /** Those of them whose output leaves the alternative. */
  exits: string[];
}

/** One choice of alternatives and the pipeline it makes. */
export interface Expansion {
  /** Operator with alternatives (`outer/inner` when nested) to the name of the one chosen; empty when there are none. */
  choice: Record<string, string>;
  /** The pipeline with the alternatives in place; it has none itself. `routers` says the same as below where every choice has one target. */
  spec: PipelineSpec;
  routers: ExpandedRouter[];
  nested: NestedQuality[];
}

/** More combinations than this are refused: each is a planning problem of its own. */
export const MAX_EXPANSIONS = 4096;

export class ExpansionError extends Error {
  override readonly name = "ExpansionError";
}

interface Level {
  choice: Record<string, string>;
  operators: Operator[];
  edges: Edge[];
  routers: ExpandedRouter[];
  nested: NestedQuality[];
}

/** The number of combinations of alternatives of a pipeline, nested ones included. */
export function countExpansions(operators: readonly Operator[]): number {
  let count = 1;
  for (const operator of operators) {
    if (!operator.alternatives) continue;
    count *= operator.alternatives.reduce((sum, alternative) => sum + countExpansions(alternative.operators), 0);
  }
  return count;
}

/**
 * Puts alternatives in place, in every combination (docs/decisions/0001, "Alternatives"): inner ids become `operator/inner`, an edge
 * from `in` takes the outer edges' senders, an edge to `out` the outer receivers, and their own `bytes` win. Choices come in the
 * order of the document, the last operator changing fastest. Throws ExpansionError when there are more than MAX_EXPANSIONS, or
 * where a router stands at an operator whose alternative has no single place for it.
 */
export function expandAlternatives(spec: PipelineSpec): Expansion[] {
  const count = countExpansions(spec.operators);
  if (count > MAX_EXPANSIONS) throw new ExpansionError(`the alternatives combine to ${count} pipelines; at most ${MAX_EXPANSIONS} are planned`);
  const routers = (spec.routers ?? []).map((router) => ({
    at: router.at,
    choose: router.choose.map((choice) => ({ to: [choice.to], probability: choice.probability })),
  }));
  return expandLevel({ choice: {}, operators: spec.operators, edges: spec.edges, routers, nested: [] }).map((level) => ({
    choice: level.choice,
    spec: {
      ...spec,
      operators: level.operators,
      edges: level.edges,
      ...(spec.routers || level.routers.length > 0
        ? {
            routers: level.routers.map((router) => ({
              at: router.at,
              choose: router.choose.flatMap((choice) => choice.to.map((to) => ({ to, probability: choice.probability }))),
            })),
          }
        : {}),
    },
    routers: level.routers,
    nested: level.nested,
  }));
}

function expandLevel(level: Level): Level[] {
  const operator = level.operators.find((candidate) => candidate.alternatives);
  if (!operator?.alternatives) return [level];
  return operator.alternatives.flatMap((alternative) => {
    const insides = expandLevel(levelOf(alternative, operator.id));
    return insides.flatMap((inside) => expandLevel(substitute(level, operator.id, alternative, inside)));
  });
}

/** The inside of an alternative with its ids prefixed; `in` and `out` stay as they are. */
function levelOf(alternative: Alternative, operatorId: string): Level {
  const full = (id: string): string => (id === "in" || id === "out" ? id : `${operatorId}/${id}`);
  return {
    choice: {},
    operators: alternative.operators.map((operator) => ({ ...operator, id: full(operator.id) })),
    edges: alternative.edges.map((edge) => ({ ...edge, from: full(edge.from), to: full(edge.to) })),
    routers: (alternative.routers ?? []).map((router) => ({
      at: full(router.at),
      choose: router.choose.map((choice) => ({ to: [full(choice.to)], probability: choice.probability })),
    })),
    nested: [],
  };
}

function substitute(outer: Level, id: string, alternative: Alternative, inside: Level): Level {
  const incoming = outer.edges.filter((edge) => edge.to === id);
  const receivers = unique(outer.edges.filter((edge) => edge.from === id).map((edge) => edge.to));
  const entries = inside.edges.filter((edge) => edge.from === "in" && edge.to !== "out");
  const exits = inside.edges.filter((edge) => edge.to === "out" && edge.from !== "in");
  const through = inside.edges.filter((edge) => edge.from === "in" && edge.to === "out");
  const edges = outer.edges.flatMap((edge): Edge[] => {
    if (edge.to === id) return entries.map((entry) => joined(edge.from, entry.to, entry.bytes ?? edge.bytes));
    if (edge.from === id) {
      const around = through.flatMap((way) => incoming.map((sender) => joined(sender.from, edge.to, way.bytes ?? sender.bytes ?? edge.bytes)));
      return [...exits.map((exit) => joined(exit.from, edge.to, exit.bytes ?? edge.bytes)), ...around];
    }
    return [edge];
  });
  edges.push(...inside.edges.filter((edge) => edge.from !== "in" && edge.to !== "out"));
  const entryTargets = unique([...entries.map((entry) => entry.to), ...(through.length > 0 ? receivers : [])]);
  const exitSenders = unique(exits.map((exit) => exit.from));
  const routers = [
    ...outer.routers.map((router) => ({
      at: router.at === id ? soleExit(id, exitSenders, inside) : router.at,
      choose: router.choose.map((choice) => ({ ...choice, to: unique(choice.to.flatMap((to) => (to === id ? entryTargets : [to]))) })),
    })),
    ...inside.routers.map((router) => ({
      at: router.at,
      choose: router.choose.map((choice) => ({ ...choice, to: unique(choice.to.flatMap((to) => (to === "out" ? receivers : [to]))) })),
    })),
  ];
  const position = outer.operators.findIndex((operator) => operator.id === id);
  const nested: NestedQuality[] = alternative.quality
    ? [{ operator: id, quality: prefixQuality(alternative.quality, `${id}/`), operators: inside.operators.map((operator) => operator.id), exits: exitSenders }]
    : [];
  return {
    choice: { ...outer.choice, [id]: alternative.name, ...inside.choice },
    operators: [...outer.operators.slice(0, position), ...inside.operators, ...outer.operators.slice(position + 1)],
    edges: withoutRepeats(edges),
    routers,
    nested: [...outer.nested, ...nested, ...inside.nested],
  };
}

function joined(from: string, to: string, bytes: number | undefined): Edge {
  return bytes === undefined ? { from, to } : { from, to, bytes };
}

function soleExit(id: string, senders: string[], inside: Level): string {
  const exit = senders[0];
  if (exit === undefined || senders.length > 1) throw new ExpansionError(`the router at ${id} needs an alternative with exactly one edge to \`out\``);
  if (inside.routers.some((router) => router.at === exit)) throw new ExpansionError(`the router at ${id} meets another router at ${exit}`);
  return exit;
}

function unique(ids: string[]): string[] {
  return [...new Set(ids)];
}

function withoutRepeats(edges: Edge[]): Edge[] {
  const seen = new Set<string>();
  return edges.filter((edge) => {
    const key = `${edge.from}\n${edge.to}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function prefixQuality(quality: QualityModel, prefix: string): QualityModel {
  if (quality.model === "table") {
    return {
      ...quality,
      values: quality.values.map((row) => ({ ...row, when: Object.fromEntries(Object.entries(row.when).map(([id, match]) => [prefix + id, match])) })),
    };
  }
  return {
    ...quality,
    ...(quality.values ? { values: quality.values.map((row) => ({ ...row, operator: prefix + row.operator })) } : {}),
    ...(quality.operators ? { operators: quality.operators.map((id) => prefix + id) } : {}),
  };
}
