import type fc from "fast-check";
import { STATISTICS } from "../../core/documents/common";
import type { PipelineDocument } from "../../core/documents/pipeline";
import { OBJECTIVES, type QueryClass, type Settings, type Slo, type WorkloadDocument } from "../../core/documents/workload";
import type { PlanningInput } from "../../core/metrics/planning-input";
import { catalogues } from "./arbitrary-catalogue";
import { infrastructure } from "./arbitrary-infrastructure";
import { pipeline } from "./arbitrary-pipeline";
import { compact, Draw } from "./draw";
import type { Family } from "./families";
import { contextOf } from "./oracle/context";
import { type Answer, bruteForce, combinationsOf, withTargets } from "./oracle/frontier";
import { configurationsOf, placesOf } from "./oracle/options";

/** A random question with its exact answer. */
export interface Instance {
  input: PlanningInput;
  answer: Answer;
  /** Made of round numbers: equal plans are exactly equal, whatever the order in which their sums are formed. */
  nice: boolean;
}

/** Does a path lead from one operator to the other in every choice of alternatives? */
function joined(document: PipelineDocument, from: string, to: string): boolean {
  if (from === to) return true;
  return document.spec.edges.some((edge) => edge.from === from && joined(document, edge.to, to));
}

function slos(draw: Draw, family: Family, document: PipelineDocument, rated: boolean): Slo[] {
  const ids = document.spec.operators.filter((o) => !o.alternatives).map((o) => o.id);
  const stageValues = document.spec.quality?.model !== "table";
  return Array.from({ length: draw.int(...family.slos) }, () => {
    const where = draw.pick(["request", "request", "operator", "path"] as const);
    const metrics = where === "path" ? (["latency", "latency", "costPerThousand", "energy"] as const) : OBJECTIVES;
    let metric = draw.pick(metrics);
    if (metric === "costPerHour" && !rated) metric = "costPerThousand";
    if (metric === "throughput" && (family.objectives !== "any" || !rated)) metric = "latency";
    const operator = where === "operator" && ids.length > 0 && (metric !== "quality" || stageValues) ? draw.pick(ids) : undefined;
    const ends = where === "path" && ids.length > 0 ? { from: draw.pick(ids), to: draw.pick(ids) } : undefined;
    const path = ends && joined(document, ends.from, ends.to) ? ends : undefined;
    const more = metric === "quality" || metric === "throughput";
    return compact({
      metric,
      statistic: metric === "latency" ? draw.maybe(0.5, () => draw.pick(STATISTICS)) : undefined,
      op: more ? draw.pick([">=", ">"] as const) : draw.pick(["<=", "<"] as const),
      value: 0,
      hard: draw.maybe(0.5, () => draw.chance(0.6)),
      weight: draw.maybe(0.2, () => 2),
      operator,
      path,
    });
  });
}

function settingsOf(draw: Draw, family: Family, rated: boolean): Settings {
  const objectives = (["costPerThousand", "latency", "quality", "energy", "throughput", "costPerHour"] as const).filter(
    (o) => rated || (o !== "costPerHour" && o !== "throughput"),
  );
  return compact({
    objectives:
      family.objectives === "any" && draw.chance(0.8)
        ? draw.subset(objectives, 0.4).map((o) => (o === "costPerThousand" && draw.chance(0.5) ? ("cost" as const) : o))
        : draw.maybe(0.1, () => ["cost" as const, "latency" as const]),
    statistic: draw.maybe(0.4, () => draw.pick(STATISTICS)),
    queueing: family.queueing === "any" ? draw.pick([undefined, "none" as const, "erlang" as const]) : family.queueing,
    utilisationLimit: draw.maybe(0.3, () => draw.number([0.5, 0.7, 0.8, 0.9])),
    maxParts: family.splits ? draw.maybe(0.4, () => draw.int(1, 4)) : 1,
    sizingStatistic: family.tokens > 0 ? draw.maybe(0.3, () => draw.pick(STATISTICS)) : undefined,
  });
}

function workload(draw: Draw, family: Family, document: PipelineDocument, tiers: readonly string[]): WorkloadDocument {
  const rated = !draw.chance(family.unrated);
  const rate = () => draw.number(family.rates);
  const queryClass: QueryClass = compact({ id: "everyone", pipeline: "pipeline", at: draw.maybe(0.5, () => draw.pick(tiers)) });
  if (rated) {
    const kind = draw.int(0, 9);
    if (kind === 8) queryClass.curve = [0, 30, 60].map((minute) => ({ minute, rateRps: rate() }));
    else if (kind === 9) {
      let at = 0;
      const mean = 1000 / rate();
      queryClass.trace = { timestampsMs: Array.from({ length: 6 }, () => (at += draw.nice ? draw.pick([0.5, 1, 1.5]) * mean : draw.number([0.2, 2]) * mean)) };
    } else queryClass.rateRps = rate();
  }
  const targets = slos(draw, family, document, rated);
  if (targets.length > 0) queryClass.slos = targets;
  return {
    apiVersion: "trilemma/v1",
    kind: "Workload",
    metadata: { name: "workload" },
    spec: { settings: settingsOf(draw, family, rated), classes: [queryClass] },
  };
}

/** Allocations of the widest operator, before its load is looked at. */
function widest(input: PlanningInput): number {
  const context = contextOf(input);
  let most = 0;
  for (const variant of context.variants) {
    for (const node of variant.graph.nodes) {
      for (const configuration of configurationsOf(node.operator, input.catalogues)) {
        const places = placesOf(node.operator, configuration, input.infrastructure.spec, context.needsLatency, context.sizing);
        let byParts = [1];
        for (const { place, maxReplicas } of places) {
          const ways = place.pool ? maxReplicas : 1;
          byParts = [...byParts, 0].map((count, parts) => count + (parts > 0 ? (byParts[parts - 1] as number) * ways : 0));
        }
        most = Math.max(
          most,
          byParts.slice(1, context.maxParts + 1).reduce((a, b) => a + b, 0),
        );
      }
    }
  }
  return most;
}

const tooLarge = (input: PlanningInput, limit: number) => widest(input) > limit || combinationsOf(input) > limit;

/** Takes choices away, the least interesting first, until everything can be tried. */
export function tame(input: PlanningInput, limit: number): void {
  const settings = input.workload.spec.settings as Settings;
  const counts = (most: number) => () => {
    for (const pool of input.infrastructure.spec.pools) pool.count = Math.min(pool.count, most);
  };
  const parts = (most: number) => () => {
    settings.maxParts = Math.min(settings.maxParts ?? most, most);
  };
  const without = (letter: string) => () => {
    for (const document of input.catalogues) document.spec.implementations = document.spec.implementations.filter((i) => !i.name.endsWith(letter));
  };
  const knobs = () => {
    for (const document of input.catalogues) {
      for (const i of document.spec.implementations) if (i.knobs?.frames) i.knobs = { frames: i.knobs.frames.slice(0, 2) };
    }
  };
  const steps = [parts(4), without("-c"), parts(3), counts(3), knobs, without("-b"), counts(2), parts(2), counts(1), parts(1)];
  for (const step of steps) {
    if (!tooLarge(input, limit)) return;
    step();
  }
}

/**
 * Target values that matter: each SLO gets one that some plan just reaches, one between plans, or one that no plan reaches,
 * by its rank among the values of all plans.
 */
function aim(draw: Draw, answer: Answer): number[] {
  return answer.context.slos.map((slo, i) => {
    const values = answer.candidates.map((c) => c.slos[i]).filter((v): v is number => v !== null && v !== undefined && Number.isFinite(v));
    values.sort((a, b) => (slo.op.startsWith("<") ? a - b : b - a));
    const kind = draw.int(0, 9);
    const best = values[0];
    if (best === undefined) return 1;
    if (kind === 9) return slo.op.startsWith("<") ? best * 0.9 : best * 1.1;
    const value = values[Math.floor((draw.int(0, 99) / 100) ** 0.7 * values.length)] as number;
    if (kind >= 6) return value * draw.pick([0.99, 1.01]);
    // Just reached: exactly with nice numbers; else with room for the last digits, which two formulations need not share.
    return draw.nice ? value : value * (slo.op.startsWith("<") ? 1 + 1e-10 : 1 - 1e-10);
  });
}

/** Builds a random instance of a family inside a property. */
export function instanceOf(family: Family, limit: number): (generate: fc.GeneratorValue) => Instance {
  return (generate) => {
    const draw = new Draw(generate);
    const tasks = ["ta", "tb", "tc"].slice(0, draw.int(1, 3));
    const devices = ["d0", "d1", "d2"].slice(0, draw.int(1, Math.min(3, family.pools)));
    const machines = infrastructure(draw, family, devices);
    const tiers = machines.spec.tiers.map((t) => t.id);
    const documents = catalogues(draw, family, tasks, devices);
    const document = pipeline(
      draw,
      family,
      tasks,
      documents,
      tiers,
      machines.spec.pools.map((p) => p.id),
    );
    const input: PlanningInput = { pipeline: document, catalogues: documents, infrastructure: machines, workload: workload(draw, family, document, tiers) };
    tame(input, limit);
    const untargeted = bruteForce(input);
    const answer = withTargets(untargeted, aim(draw, untargeted));
    return { input: answer.context.input, answer, nice: draw.nice };
  };
}
