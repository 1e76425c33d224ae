import type { CatalogueDocument, Implementation, Model } from "../documents/catalogue";
import type { KnobValue } from "../documents/common";
import type { Exclusion } from "../documents/frontier";
import type { Pool } from "../documents/infrastructure";
import type { Edge, Operator, QualityModel } from "../documents/pipeline";
import type { Expansion } from "../graph/expand";
import { findCycle, topologicalOrder } from "../graph/topology";
import { compileSlos } from "./compile-slos";
import { PlanningError } from "./planning-error";
import type { PlanningInput } from "./planning-input";
import type { CompiledConfiguration, CompiledEdge, CompiledOperator, PartTemplate, Problem } from "./problem";
import type { CompiledQuality, StageQuality } from "./quality";
import { compileStages, compileTable, countsOperator, NO_QUALITY, stageQuality, stageRow } from "./quality-compile";
import { compileLevels, innermost, modelOf } from "./quality-levels";
import { enumerateScenarios } from "./scenarios";
import { arrivalCv2, classOf, compileLinks, compilePools, hasSloOn, rateOf, resolveSettings } from "./settings";
import { apiTemplates, mostSpecific, profileTemplates, type TemplateContext } from "./templates";

/** Implementations and models of several catalogues read as one; a later one of the same name replaces an earlier one. */
export function mergeCatalogues(catalogues: CatalogueDocument[]): { implementations: Map<string, Implementation>; models: Map<string, Model> } {
  const implementations = new Map<string, Implementation>();
  const models = new Map<string, Model>();
  for (const catalogue of catalogues) {
    for (const model of catalogue.spec.models ?? []) models.set(model.name, model);
    for (const implementation of catalogue.spec.implementations) implementations.set(implementation.name, implementation);
  }
  return { implementations, models };
}

/** The configurations an implementation offers: one value per knob, narrowed by the operator. */
export function knobCombinations(implementation: Implementation, narrowing: Operator["knobs"]): Record<string, KnobValue>[] {
  let combinations: Record<string, KnobValue>[] = [{}];
  for (const [knob, values] of Object.entries(implementation.knobs ?? {})) {
    const narrowed = narrowing?.[knob];
    const allowed = narrowed ? values.filter((value) => narrowed.includes(value)) : values;
    combinations = combinations.flatMap((combination) => allowed.map((value) => ({ ...combination, [knob]: value })));
  }
  return combinations;
}

/** A configuration as text, the same whatever the order of its knobs. */
export function configurationKey(implementation: string, knobs: Record<string, KnobValue>): string {
  const entries = Object.entries(knobs).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return entries.length === 0 ? implementation : `${implementation} ${JSON.stringify(entries)}`;
}

/** Operators in a topological order that keeps the document's order where it can. Throws on a cycle. */
export function orderOperators(operators: Operator[], edges: Edge[]): Operator[] {
  const byId = new Map(operators.map((operator) => [operator.id, operator]));
  const between = edges.filter((edge) => byId.has(edge.from) && byId.has(edge.to));
  const order = topologicalOrder([...byId.keys()], between);
  if (!order) throw new PlanningError("pipeline-invalid", `The pipeline has a cycle through ${findCycle([...byId.keys()], between)?.join(", ")}.`);
  return order.map((id) => byId.get(id)!);
}

/**
 * Turns the documents into numbers for one choice of alternatives, put in place by core/graph/expand. Prices per hour or call in US$, rates per second, times in ms. Throws PlanningError where the documents do not
 * say enough; configurations that cannot be offered are listed in `excluded`, with the reason.
 */
export function compileProblem(input: PlanningInput, expansion: Expansion): Problem {
  const { spec, choice, routers, nested } = expansion;
  const queryClass = classOf(input);
  const rateRps = rateOf(queryClass, { ...input.workload.spec.settings, ...input.settings });
  const { settings, explicitObjectives } = resolveSettings(input, rateRps);
  const slos = queryClass.slos ?? [];
  const infrastructure = input.infrastructure.spec;
  const pools = compilePools(infrastructure);
  const tierIndex = new Map(infrastructure.tiers.map((tier, index) => [tier.id, index]));
  const ordered = orderOperators(spec.operators, spec.edges);
  const operatorIndex = new Map(ordered.map((operator, index) => [operator.id, index]));
  const inputTier = new Map(spec.inputs.map((entry) => [entry.id, tierOfInput(entry.at ?? queryClass.at, tierIndex)]));
  const inputIndex = new Map(spec.inputs.map((entry, index) => [entry.id, index]));
  const allEdges = spec.edges.map((edge): CompiledEdge => {
    const to = operatorIndex.get(edge.to);
    const from = operatorIndex.get(edge.from) ?? -1 - (inputIndex.get(edge.from) ?? Number.NaN);
    if (to === undefined || Number.isNaN(from))
      throw new PlanningError("pipeline-invalid", `The edge ${edge.from} → ${edge.to} joins something that does not exist.`);
    return { index: 0, from, to, fromId: edge.from, toId: edge.to, fromTier: inputTier.get(edge.from) ?? -1, bytes: edge.bytes ?? 0, messages: 0 };
  });
  const rawScenarios = enumerateScenarios({ operatorIds: ordered.map((operator) => operator.id), edges: allEdges, routers });

  const latencyNeeded = settings.objectives.includes("latency") || hasSloOn(slos, "latency");
  const context: TemplateContext = {
    pools,
    poolDocuments: infrastructure.pools,
    rateKnown: rateRps !== null,
    erlang: settings.queueing === "erlang",
    latencyNeeded,
    sizing: settings.sizingStatistic,
  };
  const { implementations, models } = mergeCatalogues(input.catalogues);
  const excluded: Exclusion[] = [];
  const model: QualityModel = spec.quality ?? { model: "product" };
  // Inside an alternative with a chain of its own, what comes from outside is an input and counts as good.
  const groupOf = ordered.map((operator) => innermost(operator.id, nested));
  const fed = ordered.map((_, index) =>
    allEdges.some((edge) => edge.to === index && edge.from >= 0 && (groupOf[index] === null || groupOf[edge.from] === groupOf[index])),
  );
  const candidates = ordered.map((operator, index) =>
    candidatesOf(operator, index, {
      implementations,
      models,
      infrastructure: infrastructure.pools,
      tiers: infrastructure.tiers.map((tier) => tier.id),
      context,
      model: modelOf(operator.id, nested, model),
      fed: fed[index]!,
      excluded,
    }),
  );

  const qualitySlo = hasSloOn(slos, "quality");
  const stageModels = ordered.map((operator) => modelOf(operator.id, nested, model));
  const unvalued = (index: number): boolean =>
    candidates[index]!.every((candidate) => typeof candidate.stage === "string" && candidate.stage === NO_QUALITY) &&
    stageModels[index]!.model !== "table" &&
    countsOperator(stageModels[index]!, ordered[index]!.id);
  const qualityUnknown = !explicitObjectives && !qualitySlo && model.model !== "table" && ordered.some((_, index) => unvalued(index));
  const qualityOptional = spec.quality === undefined && nested.length === 0 && explicitObjectives && !settings.objectives.includes("quality") && !qualitySlo;
  if (qualityUnknown) settings.objectives = settings.objectives.filter((objective) => objective !== "quality");

  const operators: CompiledOperator[] = ordered.map((operator, index) => {
    const stageModel = stageModels[index]!;
    const counted = stageModel.model !== "table" && countsOperator(stageModel, operator.id);
    const kept = candidates[index]!.filter((candidate) => {
      if (candidate.configuration.templates.length === 0) return false;
      if (!counted || qualityUnknown || qualityOptional || typeof candidate.stage !== "string") return true;
      excluded.push({ operator: operator.id, implementation: candidate.configuration.key, reason: candidate.stage });
      return false;
    });
    const copies = operator.fanOut ?? 1;
    const active = rawScenarios.reduce((sum, scenario) => sum + (scenario.active[index] ? scenario.probability : 0), 0);
    const callsWhenActive = copies * (operator.iterations?.mean ?? 1);
    const serial = operator.parallel === false ? copies : 1;
    return {
      index,
      id: operator.id,
      calls: active * callsWhenActive,
      callsWhenActive,
      repeatMean: (operator.iterations?.mean ?? 1) * serial,
      repeatPercentile: (operator.iterations?.max ?? 1) * serial,
      minReplicas: rateRps === null ? 0 : (operator.minReplicas ?? 0),
      configurations: kept.map(({ configuration }, c) => ({ ...configuration, index: c })),
    };
  });
  const stages = operators.map((operator, index) => {
    const byKey = new Map(candidates[index]!.map((candidate) => [candidate.configuration.key, candidate.stage]));
    return operator.configurations.map((configuration): StageQuality | null => {
      const stage = byKey.get(configuration.key);
      return stage === undefined || typeof stage === "string" ? null : stage;
    });
  });

  // Edges from inputs that enter everywhere cost nothing and take no time, so they matter for reachability only.
  const kept = allEdges.map((edge, position) => ({ edge, position })).filter(({ edge }) => edge.from >= 0 || edge.fromTier >= 0);
  const edges = kept.map(({ edge, position }, index): CompiledEdge => {
    const used = rawScenarios.reduce((sum, scenario) => sum + (scenario.usedEdges[position] ? scenario.probability : 0), 0);
    return { ...edge, index, messages: used * operators[edge.to]!.callsWhenActive };
  });
  const scenarios = rawScenarios.map((scenario) => ({ ...scenario, usedEdges: kept.map(({ position }) => scenario.usedEdges[position]!) }));
  const incoming = operators.map((_, index) => edges.filter((edge) => edge.to === index));
  const outgoing = operators.map((_, index) => edges.filter((edge) => edge.from === index));
  const severalSinks = scenarios.some(
    (scenario) => operators.filter((_, o) => scenario.active[o] && !outgoing[o]!.some((edge) => scenario.usedEdges[edge.index])).length > 1,
  );
  const quality: CompiledQuality =
    model.model === "table"
      ? compileTable(model, operators, choice)
      : compileStages(model, operators, incoming, stages, spec.quality !== undefined, severalSinks);

  const problem: Problem = {
    pipelineName: input.pipeline.metadata.name,
    classId: queryClass.id,
    choice,
    settings,
    rateRps,
    ca2: arrivalCv2(queryClass),
    tiers: infrastructure.tiers.map((tier) => tier.id),
    pools,
    links: compileLinks(infrastructure),
    operators,
    edges,
    incoming,
    outgoing,
    scenarios,
    quality,
    levels: compileLevels({ operators, edges: allEdges, routers, nested, model, declared: spec.quality !== undefined, choice }),
    qualityOptional,
    qualityUnknown,
    slos: compileSlos(slos, ordered, settings, rateRps),
    excluded,
    notes: qualityUnknown ? ["Quality is unknown: some operator has no implementation with a quality value; it is left out of the objectives."] : [],
  };
  refuseInvalidNumbers(problem);
  return problem;
}

function tierOfInput(at: string | undefined, tiers: Map<string, number>): number {
  if (at === undefined) return -1;
  const tier = tiers.get(at);
  if (tier === undefined) throw new PlanningError("pipeline-invalid", `Data enters at the tier "${at}", which the infrastructure does not have.`);
  return tier;
}

interface CandidateContext {
  implementations: Map<string, Implementation>;
  models: Map<string, Model>;
  infrastructure: Pool[];
  tiers: string[];
  context: TemplateContext;
  model: QualityModel;
  fed: boolean;
  excluded: Exclusion[];
}

interface Candidate {
  configuration: CompiledConfiguration;
  stage: StageQuality | string;
}

function candidatesOf(operator: Operator, _index: number, from: CandidateContext): Candidate[] {
  const found: Candidate[] = [];
  const { placement } = operator;
  const allowed = (pool: Pool): boolean =>
    (!placement?.tiers || placement.tiers.includes(pool.tier)) && (!placement?.pools || placement.pools.includes(pool.id));
  const apiTiers =
    placement?.pools && !placement.pools.includes("api")
      ? []
      : from.tiers
          .map((id, index) => ({ id, index }))
          .filter(({ id }) => !placement?.tiers || placement.tiers.includes(id))
          .map(({ index }) => index);
  for (const implementation of from.implementations.values()) {
    if (implementation.task !== operator.task) continue;
    if (operator.candidates && !operator.candidates.includes(implementation.name)) continue;
    const shared = implementation.model === undefined ? undefined : from.models.get(implementation.model);
    const profiles = implementation.profiles ?? shared?.profiles ?? [];
    const api = implementation.api ?? shared?.api;
    for (const knobs of knobCombinations(implementation, operator.knobs)) {
      const key = configurationKey(implementation.name, knobs);
      const tokens = mostSpecific(implementation.tokens, knobs);
      const templates: PartTemplate[] = [];
      const reasons: string[] = [];
      profiles.forEach((profile, p) => {
        const outcome = profileTemplates(profile, p, tokens, allowed, from.context);
        templates.push(...outcome.templates);
        reasons.push(...outcome.reasons);
      });
      // Parts are ordered by pool, then profile; the API comes last.
      templates.sort((a, b) => a.pool - b.pool || Number(a.profile) - Number(b.profile));
      if (api) {
        const outcome = apiTemplates(api, tokens, apiTiers, from.context);
        templates.push(...outcome.templates);
        reasons.push(...outcome.reasons);
      }
      if (templates.length === 0 || reasons.length > 0) {
        const why =
          reasons.length > 0
            ? reasons.join("; ")
            : profiles.length === 0 && !api
              ? "neither profiles nor an API"
              : "no pool that it may use has a device it has a profile for";
        from.excluded.push({ operator: operator.id, implementation: key, reason: why });
      }
      const configuration: CompiledConfiguration = {
        index: 0,
        implementation: implementation.name,
        knobs,
        key,
        outputBytes: implementation.outputBytes ?? null,
        templates,
      };
      // An operator that does not count has a stage value of its own all the same: a target on it may ask for it.
      const model = from.model.model === "chain" && !countsOperator(from.model, operator.id) ? "product" : from.model.model;
      const stage = stageQuality(model, stageRow(from.model, operator.id, configuration, implementation.quality), from.fed);
      found.push({ configuration, stage });
    }
  }
  return found;
}

/** NaN or infinite figures would spoil every comparison; they are refused, with the place. */
function refuseInvalidNumbers(problem: Problem): void {
  const findings: string[] = [];
  // Named only when refused: there may be thousands.
  const check = (value: number, what: () => string): void => {
    if (!Number.isFinite(value) || value < 0) findings.push(`${what()} is ${value}`);
  };
  for (const pool of problem.pools) check(pool.pricePerHourUsd, () => `pricePerHourUsd of pool ${pool.id}`);
  if (problem.rateRps !== null) check(problem.rateRps, () => "the rate");
  for (const operator of problem.operators) {
    for (const configuration of operator.configurations) {
      for (const template of configuration.templates) {
        const where = (): string => `${operator.id}, ${configuration.key}, ${template.profile === "api" ? "api" : `profile ${template.profile}`}`;
        for (const value of template.serviceMs ?? []) check(value, () => `a latency figure of ${where()}`);
        check(template.usdPerCall, () => `the price of a call of ${where()}`);
        check(template.idleW, () => `the power of ${where()}`);
        check(template.cs2, () => `cv of ${where()}`);
        // Infinite is a limit that is not there.
        if (Number.isNaN(template.rateRps)) findings.push(`the capacity of ${where()} is not a number`);
      }
    }
  }
  problem.quality.stages.forEach((stages, o) => {
    stages.forEach((stage, c) => {
      if (stage) check(stage.value, () => `the quality of ${problem.operators[o]!.id}, ${problem.operators[o]!.configurations[c]!.key}`);
    });
  });
  for (const row of problem.quality.rows) check(row.value, () => "a row of the quality table");
  if (findings.length > 0)
    throw new PlanningError("number-invalid", `Some figures are not numbers that can be planned with: ${findings[0]}.`, [...new Set(findings)]);
}
