import type { Edge, Operator, QualityModel, Router } from "../../../core/documents/pipeline";

/** A graph in which every choice of alternatives has been put in place. */
export interface Graph {
  inputs: string[];
  /** `composite` carries an alternative that is kept as one stage, because it has a quality model of its own. */
  nodes: { id: string; operator: Operator; composite?: { prefix: string; level: Level } }[];
  edges: { from: string; to: string; bytes?: number }[];
  routers: { at: string; choices: { targets: string[]; probability: number }[] }[];
}

/** A pipeline, or the inside of an alternative. */
export interface Level {
  inputs: string[];
  operators: Operator[];
  edges: Edge[];
  routers: Router[];
  quality?: QualityModel;
}

/** Every choice of alternatives, as operator id → alternative name. */
export function alternativeChoices(level: Level, prefix = ""): Record<string, string>[] {
  let choices: Record<string, string>[] = [{}];
  for (const operator of level.operators) {
    if (!operator.alternatives) continue;
    const id = prefix + operator.id;
    const next: Record<string, string>[] = [];
    for (const alternative of operator.alternatives) {
      for (const inner of alternativeChoices(insideOf(alternative), `${id}/`)) {
        for (const choice of choices) next.push({ ...choice, [id]: alternative.name, ...inner });
      }
    }
    choices = next;
  }
  return choices;
}

function insideOf(alternative: NonNullable<Operator["alternatives"]>[number]): Level {
  return { inputs: ["in"], operators: alternative.operators, edges: alternative.edges, routers: alternative.routers ?? [], quality: alternative.quality };
}

/** Puts the chosen alternatives in place; with `keepComposites` those with a quality model of their own stay one node. */
export function inline(level: Level, choices: Record<string, string>, prefix: string, keepComposites: boolean): Graph {
  const graph: Graph = {
    inputs: level.inputs,
    nodes: level.operators.map((operator) => ({ id: prefix + operator.id, operator })),
    edges: level.edges
      .filter((edge) => edge.to !== "out" || !prefix)
      .map((edge) => ({ from: level.inputs.includes(edge.from) ? edge.from : prefix + edge.from, to: prefix + edge.to, bytes: edge.bytes })),
    routers: level.routers.map((router) => ({
      at: prefix + router.at,
      choices: router.choose.map((c) => ({ targets: c.to === "out" && prefix ? [] : [prefix + c.to], probability: c.probability })),
    })),
  };
  for (;;) {
    const index = graph.nodes.findIndex((node) => node.operator.alternatives && !node.composite);
    if (index < 0) return graph;
    const node = graph.nodes[index] as Graph["nodes"][number];
    const alternative = node.operator.alternatives?.find((candidate) => candidate.name === choices[node.id]);
    if (!alternative) throw new Error(`no alternative chosen for ${node.id}`);
    if (keepComposites && alternative.quality) {
      node.composite = { prefix: `${node.id}/`, level: insideOf(alternative) };
      continue;
    }
    const inside = (id: string) => `${node.id}/${id}`;
    const entries = alternative.edges.filter((edge) => edge.from === "in");
    const exits = alternative.edges.filter((edge) => edge.to === "out");
    const outerIn = graph.edges.filter((edge) => edge.to === node.id);
    const outerOut = graph.edges.filter((edge) => edge.from === node.id);
    if (entries.some((edge) => edge.to === "out")) throw new Error("an alternative that lets data through is not supported");
    graph.edges = graph.edges.flatMap((edge) => {
      if (edge.to === node.id) return entries.map((entry) => ({ from: edge.from, to: inside(entry.to), bytes: entry.bytes ?? edge.bytes }));
      if (edge.from === node.id) return exits.map((exit) => ({ from: inside(exit.from), to: edge.to, bytes: exit.bytes ?? edge.bytes }));
      return [edge];
    });
    for (const edge of alternative.edges) {
      if (edge.from !== "in" && edge.to !== "out") graph.edges.push({ from: inside(edge.from), to: inside(edge.to), bytes: edge.bytes });
    }
    if (outerIn.length === 0) throw new Error(`${node.id} is not reachable`);
    for (const router of graph.routers) {
      if (router.at === node.id) {
        if (exits.length !== 1) throw new Error("a router at an operator with several exits is not supported");
        router.at = inside((exits[0] as Edge).from);
      }
      for (const choice of router.choices) {
        if (choice.targets.includes(node.id)) choice.targets = [...choice.targets.filter((t) => t !== node.id), ...entries.map((entry) => inside(entry.to))];
      }
    }
    for (const router of alternative.routers ?? []) {
      graph.routers.push({
        at: inside(router.at),
        choices: router.choose.map((c) => ({ targets: c.to === "out" ? outerOut.map((edge) => edge.to) : [inside(c.to)], probability: c.probability })),
      });
    }
    graph.nodes.splice(index, 1, ...alternative.operators.map((operator) => ({ id: inside(operator.id), operator })));
  }
}

/** One fixed choice of every router that is reached. */
export interface Scenario {
  probability: number;
  active: Set<string>;
  /** Indices of the edges used. */
  edges: Set<number>;
}

/** Section 3, by trying every combination of choices; a combination that differs only at unreached routers counts once. */
export function scenariosOf(graph: Graph): Scenario[] {
  const scenarios: Scenario[] = [];
  const choice: number[] = graph.routers.map(() => 0);
  const visit = (index: number) => {
    if (index < graph.routers.length) {
      const router = graph.routers[index] as Graph["routers"][number];
      for (let k = 0; k < router.choices.length; k += 1) {
        choice[index] = k;
        visit(index + 1);
      }
      choice[index] = 0;
      return;
    }
    const permitted = (edge: Graph["edges"][number]) =>
      graph.routers.every((router, r) => {
        if (router.at !== edge.from) return true;
        if (!router.choices.some((c) => c.targets.includes(edge.to))) return true;
        return (router.choices[choice[r] as number] as { targets: string[] }).targets.includes(edge.to);
      });
    const active = new Set<string>();
    for (let grew = true; grew; ) {
      grew = false;
      for (const edge of graph.edges) {
        if (active.has(edge.to) || !permitted(edge)) continue;
        if (graph.inputs.includes(edge.from) || active.has(edge.from)) {
          active.add(edge.to);
          grew = true;
        }
      }
    }
    let probability = 1;
    for (let r = 0; r < graph.routers.length; r += 1) {
      const router = graph.routers[r] as Graph["routers"][number];
      if (!active.has(router.at)) {
        if (choice[r] !== 0) return;
        continue;
      }
      probability *= (router.choices[choice[r] as number] as { probability: number }).probability;
    }
    const edges = new Set<number>();
    graph.edges.forEach((edge, e) => {
      if (permitted(edge) && active.has(edge.to) && (graph.inputs.includes(edge.from) || active.has(edge.from))) edges.add(e);
    });
    scenarios.push({ probability, active, edges });
  };
  visit(0);
  return scenarios;
}

/** Every path (as edge indices, input edges included) through the edges of a scenario that ends anywhere. */
export function pathsFrom(graph: Graph, scenario: Scenario, start: string): number[][] {
  const paths: number[][] = [[]];
  graph.edges.forEach((edge, e) => {
    if (edge.from !== start || !scenario.edges.has(e)) return;
    for (const rest of pathsFrom(graph, scenario, edge.to)) paths.push([e, ...rest]);
  });
  return paths;
}
