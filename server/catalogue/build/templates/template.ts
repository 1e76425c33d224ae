import type { CatalogueDocument, Implementation, Model, Profile } from "../../../../core/documents/catalogue";
import type { InfrastructureDocument } from "../../../../core/documents/infrastructure";
import type { Alternative, Edge, Operator, PipelineDocument, PipelineSpec } from "../../../../core/documents/pipeline";
import type { Settings, Slo, WorkloadDocument } from "../../../../core/documents/workload";
import { builtinCatalogues } from "../catalogues";
import { builtinInfrastructures } from "../infrastructures";

/** A complete example: what is drawn, where it may run, for whom. Its catalogue is the part of the built-in one that it uses. */
export interface TemplateSpec {
  name: string;
  title: string;
  description: string;
  area: "language" | "vision" | "speech" | "agents" | "safety";
  edgeAssisted?: boolean;
  pipeline: PipelineSpec;
  /** A built-in infrastructure and the pools of it that matter here (default: all), with other counts where the built-in ones are too small. */
  infrastructure: { base: string; pools?: string[]; counts?: Record<string, number> };
  workload: { id: string; title: string; rateRps: number; at?: string; slos: Slo[]; settings?: Settings };
  /** Implementations that only this example has. */
  own?: Implementation[];
}

export interface TemplateDocuments {
  pipeline: PipelineDocument;
  catalogue: CatalogueDocument;
  infrastructure: InfrastructureDocument;
  workload: WorkloadDocument;
}

function infrastructureOf(spec: TemplateSpec): InfrastructureDocument {
  const base = builtinInfrastructures().find((document) => document.metadata.name === spec.infrastructure.base);
  if (!base) throw new Error(`no infrastructure ${spec.infrastructure.base}`);
  const { pools, counts } = spec.infrastructure;
  const unknown = pools?.filter((id) => !base.spec.pools.some((pool) => pool.id === id)) ?? [];
  if (unknown.length > 0) throw new Error(`${spec.infrastructure.base} has no pool ${unknown.join(", ")}`);
  const kept = base.spec.pools.filter((pool) => !pools || pools.includes(pool.id)).map((pool) => ({ ...pool, count: counts?.[pool.id] ?? pool.count }));
  const used = new Set(kept.map((pool) => pool.tier));
  const inputs = new Set(spec.pipeline.inputs.map((input) => input.at ?? spec.workload.at));
  const tiers = base.spec.tiers.filter((tier) => used.has(tier.id) || inputs.has(tier.id));
  const ids = new Set(tiers.map((tier) => tier.id));
  const links = base.spec.links?.filter((link) => ids.has(link.from) && ids.has(link.to));
  return {
    ...base,
    metadata: { name: spec.name, title: base.metadata.title, description: base.metadata.description },
    spec: links && links.length > 0 ? { tiers, pools: kept, links } : { tiers, pools: kept },
  };
}

function allOperators(operators: readonly Operator[]): Operator[] {
  return operators.flatMap((operator) => [
    operator,
    ...(operator.alternatives ?? []).flatMap((alternative: Alternative) => allOperators(alternative.operators)),
  ]);
}

function onDevices(profiles: readonly Profile[] | undefined, devices: ReadonlySet<string>): Profile[] {
  return (profiles ?? []).filter((profile) => devices.has(profile.device));
}

function catalogueOf(spec: TemplateSpec, infrastructure: InfrastructureDocument): CatalogueDocument {
  const names = new Set(allOperators(spec.pipeline.operators).flatMap((operator) => operator.candidates ?? []));
  for (const operator of allOperators(spec.pipeline.operators))
    if (operator.task && !operator.candidates) throw new Error(`${spec.name}: ${operator.id} names no candidates`);
  const devices = new Set(infrastructure.spec.pools.map((pool) => pool.device));
  const all = builtinCatalogues();
  const models = new Map(all.flatMap((document) => document.spec.models ?? []).map((model) => [model.name, model]));
  const known = [...all.flatMap((document) => document.spec.implementations), ...(spec.own ?? [])];
  const usedModels = new Map<string, Model>();
  const implementations = [...names].map((name): Implementation => {
    const found = known.find((implementation) => implementation.name === name);
    if (!found) throw new Error(`${spec.name}: no implementation ${name}`);
    if (found.model) {
      const model = models.get(found.model);
      if (!model) throw new Error(`${spec.name}: no model ${found.model}`);
      const profiles = onDevices(model.profiles, devices);
      if (profiles.length === 0 && !model.api) throw new Error(`${spec.name}: ${name} runs on no device of ${spec.infrastructure.base}`);
      const { profiles: _all, ...rest } = model;
      usedModels.set(model.name, profiles.length > 0 ? { ...rest, profiles } : rest);
      return found;
    }
    const profiles = onDevices(found.profiles, devices);
    if (profiles.length === 0 && !found.api) throw new Error(`${spec.name}: ${name} runs on no device of ${spec.infrastructure.base}`);
    const { profiles: _all, ...rest } = found;
    return profiles.length > 0 ? { ...rest, profiles } : rest;
  });
  return {
    apiVersion: "trilemma/v1",
    kind: "Catalogue",
    metadata: {
      name: spec.name,
      title: `${spec.title}: choices`,
      description: "The part of the built-in catalogue that this example uses, on the devices it has.",
    },
    spec: usedModels.size > 0 ? { models: [...usedModels.values()], implementations } : { implementations },
  };
}

const COLUMN = 260;
const ROW = 150;

/** Left to right by longest path from an input; nodes of one column under each other. */
function layoutOf(spec: PipelineSpec): { nodes: Record<string, { x: number; y: number }> } {
  const ids = [...spec.inputs.map((input) => input.id), ...spec.operators.map((operator) => operator.id)];
  const depth = new Map<string, number>(spec.inputs.map((input) => [input.id, 0]));
  const before = (id: string): Edge[] => spec.edges.filter((edge) => edge.to === id);
  const depthOf = (id: string): number => {
    const known = depth.get(id);
    if (known !== undefined) return known;
    const value = 1 + Math.max(0, ...before(id).map((edge) => depthOf(edge.from)));
    depth.set(id, value);
    return value;
  };
  for (const id of ids) depthOf(id);
  const columns = new Map<number, string[]>();
  for (const id of ids) columns.set(depthOf(id), [...(columns.get(depthOf(id)) ?? []), id]);
  const tallest = Math.max(...[...columns.values()].map((column) => column.length));
  const nodes: Record<string, { x: number; y: number }> = {};
  for (const id of ids) {
    const column = columns.get(depthOf(id)) ?? [];
    const y = ((tallest - column.length) / 2 + column.indexOf(id)) * ROW;
    nodes[id] = { x: depthOf(id) * COLUMN, y: Math.round(y) };
  }
  return { nodes };
}

/** The four documents of an example. */
export function templateDocuments(spec: TemplateSpec): TemplateDocuments {
  const infrastructure = infrastructureOf(spec);
  const labels: Record<string, string> = { template: "true", area: spec.area };
  if (spec.edgeAssisted) labels.edge = "true";
  return {
    pipeline: {
      apiVersion: "trilemma/v1",
      kind: "Pipeline",
      metadata: { name: spec.name, title: spec.title, description: spec.description, labels, layout: layoutOf(spec.pipeline) },
      spec: spec.pipeline,
    },
    catalogue: catalogueOf(spec, infrastructure),
    infrastructure,
    workload: {
      apiVersion: "trilemma/v1",
      kind: "Workload",
      metadata: { name: spec.name, title: spec.workload.title },
      spec: {
        settings: { objectives: ["cost", "latency", "quality"], statistic: "p95", maxParts: 1, timeLimitSeconds: 20, ...spec.workload.settings },
        classes: [
          {
            id: spec.workload.id,
            title: spec.workload.title,
            pipeline: spec.name,
            rateRps: spec.workload.rateRps,
            ...(spec.workload.at ? { at: spec.workload.at } : {}),
            slos: spec.workload.slos,
          },
        ],
      },
    },
  };
}
