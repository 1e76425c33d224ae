import type { CatalogueDocument, Implementation } from "../../core/documents/catalogue";
import type { KnobValue } from "../../core/documents/common";
import type { Alternative, Edge, Operator, PipelineDocument, PipelineInput, QualityModel, Router } from "../../core/documents/pipeline";
import { compact, type Draw } from "./draw";
import type { Family } from "./families";

const BYTES = [0, 1000, 100000, 500000, 1000000];

function operator(draw: Draw, family: Family, id: string, tasks: readonly string[], tiers: readonly string[], pools: readonly string[]): Operator {
  const task = draw.pick(tasks);
  const placement = draw.maybe(0.1, () =>
    draw.chance(0.5)
      ? { tiers: draw.subset(tiers) }
      : compact({ pools: [...draw.subset(pools, 0.7), ...(draw.chance(0.3) ? ["api"] : [])], tiers: draw.maybe(0.2, () => draw.subset(tiers, 0.8)) }),
  );
  return compact({
    id,
    task,
    candidates: draw.maybe(0.1, () => [...draw.subset([`${task}-b`, `${task}-c`], 0.5), `${task}-a`]),
    knobs: draw.maybe(family.knobs * 0.3, () => ({ frames: [...draw.subset([1, 5, 10], 0.6), 2] })),
    placement,
    minReplicas: draw.maybe(family.minReplicas, () => draw.int(1, 2)),
    iterations: draw.maybe(family.repetitions * 0.6, () => {
      const mean = draw.nice ? draw.pick([1, 1.5, 2]) : draw.number([0.5, 2]);
      return { mean, max: Math.ceil(mean) + draw.int(0, 1) };
    }),
    fanOut: draw.maybe(family.repetitions * 0.5, () => draw.pick([1, 2, 3])),
    parallel: draw.maybe(family.repetitions * 0.5, () => draw.chance(0.4)),
  });
}

/** A random DAG on these operators: everyone but entries has a predecessor; entries come from the inputs. */
function graph(draw: Draw, ids: readonly string[], inputs: readonly string[]): Edge[] {
  const edges: Edge[] = [];
  const add = (from: string, to: string) => edges.push(compact({ from, to, bytes: draw.maybe(0.85, () => draw.number(BYTES)) }));
  ids.forEach((id, i) => {
    const earlier = ids.slice(0, i);
    const from = earlier.length > 0 && draw.chance(0.85) ? (draw.chance(0.55) ? [earlier.at(-1) as string] : draw.subset(earlier, 0.5)) : [];
    for (const sender of from) add(sender, id);
    for (const input of inputs) if (from.length === 0 ? input === inputs[i % inputs.length] : draw.chance(0.1)) add(input, id);
  });
  for (const input of inputs) if (!edges.some((edge) => edge.from === input)) add(input, ids[0] as string);
  return edges;
}

function routers(draw: Draw, family: Family, ids: readonly string[], edges: Edge[]): Router[] {
  const list: Router[] = [];
  for (const id of ids) {
    const receivers = edges.filter((edge) => edge.from === id).map((edge) => edge.to);
    if (receivers.length < 2 || !draw.chance(family.routers)) continue;
    const targets = draw.chance(0.8) ? receivers : receivers.slice(0, 2);
    const weights = targets.map(() => draw.int(1, draw.nice ? 2 : 97));
    const sum = weights.reduce((a, b) => a + b, 0);
    list.push({ at: id, choose: targets.map((to, t) => ({ to, probability: (weights[t] as number) / sum })) });
  }
  return list;
}

function alternatives(draw: Draw, family: Family, make: (id: string) => Operator): Alternative[] {
  return ["one", "two"].slice(0, draw.int(1, 2)).map((name, a) => {
    const ids = ["x", "y", "z"].slice(0, a === 0 ? draw.int(1, 2) : draw.int(1, 3));
    const edges: Edge[] = ids
      .slice(1)
      .map((id, i) => ({ from: draw.chance(0.7) ? (ids[i] as string) : (ids[0] as string), to: id, bytes: draw.number(BYTES) }));
    const entries = ids.filter((id) => !edges.some((edge) => edge.to === id));
    const exits = ids.filter((id) => !edges.some((edge) => edge.from === id));
    const inner = edges.slice();
    for (const id of entries) inner.unshift({ from: "in", to: id });
    for (const id of exits) inner.push({ from: id, to: "out" });
    return compact({
      name,
      operators: ids.map(make),
      edges: inner,
      routers: draw.maybe(family.routers, () => routers(draw, family, ids, edges)),
      quality: draw.maybe(family.quality === "chain" ? 0 : 0.3, (): QualityModel => ({ model: draw.pick(["product", "minimum"] as const) })),
    });
  });
}

type Named = string | { implementation: string; knobs: Record<string, KnobValue> };

/** Configurations a table may name for an operator. */
function namesOf(draw: Draw, implementations: Implementation[], task: string): Named[] {
  return implementations
    .filter((i) => i.task === task)
    .flatMap((i): Named[] =>
      i.knobs && draw.chance(0.4) ? (i.knobs.frames ?? []).map((frames) => ({ implementation: i.name, knobs: { frames } })) : [i.name],
    );
}

function table(draw: Draw, operators: Operator[], implementations: Implementation[]): QualityModel {
  const stages = operators
    .filter(() => draw.chance(0.85))
    .map((o) => ({ id: o.id, names: o.alternatives ? o.alternatives.map((a) => a.name) : namesOf(draw, implementations, o.task as string) }))
    .filter((stage) => stage.names.length > 0);
  const value = () => draw.number([0.5, 0.6, 0.7, 0.75, 0.8, 0.9]);
  const interpolate = draw.chance(0.4);
  const values: Extract<QualityModel, { model: "table" }>["values"] = [];
  if (interpolate) {
    // A base and one step from it on each axis: every main effect can be told from the rest.
    const base = Object.fromEntries(stages.map((stage) => [stage.id, stage.names[0] as (typeof stage.names)[number]]));
    values.push({ when: base, value: value() });
    for (const stage of stages) for (const name of stage.names.slice(1)) values.push({ when: { ...base, [stage.id]: name }, value: value() });
  }
  let combinations: Record<string, (typeof values)[number]["when"][string]>[] = [{}];
  for (const stage of stages) combinations = combinations.flatMap((c) => stage.names.map((name) => ({ ...c, [stage.id]: name })));
  for (const when of combinations.slice(0, 24)) if (draw.chance(interpolate ? 0.3 : 0.85)) values.push({ when, value: value() });
  if (!interpolate && draw.chance(0.4)) {
    const stage = stages.length > 0 ? draw.pick(stages) : undefined;
    values.push({ when: stage && draw.chance(0.6) ? { [stage.id]: draw.pick(stage.names) } : {}, value: value() });
  }
  return compact({ model: "table" as const, values, missing: interpolate ? ("interpolate" as const) : draw.maybe(0.3, () => "exclude" as const) });
}

function quality(draw: Draw, family: Family, operators: Operator[], implementations: Implementation[]): QualityModel | undefined {
  const model = family.quality === "any" ? draw.pick(["product", "minimum", "table"] as const) : family.quality;
  if (model === "table") return table(draw, operators, implementations);
  if (model === "product" && draw.chance(0.2)) return undefined;
  const plain = operators.filter((o) => o.task);
  const counted = draw.maybe(0.25, () => draw.subset(plain.length > 0 ? plain : operators, 0.7).map((o) => o.id));
  const values = draw.maybe(family.buckets > 2 || plain.length === 0 ? 0 : 0.3, () =>
    draw.subset(plain, 0.4).map((o) => {
      const own = implementations.filter((i) => i.task === o.task);
      const when =
        own.length > 0 && draw.chance(0.6)
          ? draw.chance(0.5)
            ? draw.pick(own).name
            : compact({ implementation: draw.maybe(0.5, () => draw.pick(own).name), knobs: draw.maybe(0.5, () => ({ frames: 1 })) })
          : undefined;
      return compact({ operator: o.id, when, value: draw.number([0.5, 0.7, 0.9]), givenBad: model === "chain" ? draw.number([0.1, 0.3]) : undefined });
    }),
  );
  return compact({ model, values, operators: counted });
}

export function pipeline(
  draw: Draw,
  family: Family,
  tasks: readonly string[],
  documents: CatalogueDocument[],
  tiers: readonly string[],
  pools: readonly string[],
): PipelineDocument {
  const ids = ["b", "a", "d", "c", "f", "e"].slice(0, draw.int(...family.operators));
  const inputs: PipelineInput[] = Array.from({ length: ids.length > 1 && draw.chance(0.3) ? 2 : 1 }, (_, i) =>
    compact({ id: `in${i}`, at: draw.maybe(0.6, () => draw.pick(tiers)) }),
  );
  const make = (id: string) => operator(draw, family, id, tasks, tiers, pools);
  const operators = ids.map(make);
  const edges = graph(
    draw,
    ids,
    inputs.map((i) => i.id),
  );
  const chosen = routers(draw, family, ids, edges);
  const host = family.alternatives > 0 && draw.chance(family.alternatives) ? draw.int(0, ids.length - 1) : -1;
  if (host >= 0 && !chosen.some((router) => router.at === ids[host]))
    operators[host] = { id: ids[host] as string, alternatives: alternatives(draw, family, make) };
  const implementations = [...new Map(documents.flatMap((d) => d.spec.implementations).map((i) => [i.name, i])).values()];
  return {
    apiVersion: "trilemma/v1",
    kind: "Pipeline",
    metadata: { name: "pipeline" },
    spec: compact({ inputs, operators, edges, routers: chosen.length > 0 ? chosen : undefined, quality: quality(draw, family, operators, implementations) }),
  };
}
