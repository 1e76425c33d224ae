import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { CatalogueSpec } from "./catalogue";
import type { InfrastructureSpec } from "./infrastructure";
import type { AnyDocument } from "./kinds";
import type { Alternative, Edge, Operator, PipelineSpec, QualityModel, Router } from "./pipeline";
import type { WorkloadSpec } from "./workload";

/** A value of JSON. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/**
 * The canonical form of a document: what it means and nothing else. Defaults are filled in, lists whose order means nothing are
 * sorted, layout, titles, descriptions and labels are gone, and keys are in order. Orders that mean something stay: profiles (plans
 * name them by index), pools, tiers and implementations of equal names, rows of quality and tokens (the first of equal rank wins).
 */
export function canonicalForm(document: AnyDocument): Json {
  const spec = canonicalSpec(document);
  return sortKeys({ apiVersion: document.apiVersion, kind: document.kind, metadata: { name: document.metadata.name }, spec });
}

/** The canonical form as compact JSON text. */
export function canonicalText(document: AnyDocument): string {
  return JSON.stringify(canonicalForm(document));
}

/**
 * SHA-256 of the canonical form, in hexadecimal. Equal for documents that mean the same, however they are written; another for
 * any change that may change a plan.
 */
export function semanticHash(document: AnyDocument): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalText(document))));
}

function canonicalSpec(document: AnyDocument): unknown {
  switch (document.kind) {
    case "Pipeline":
      return pipeline(document.spec);
    case "Catalogue":
      return catalogue(document.spec);
    case "Infrastructure":
      return infrastructure(document.spec);
    case "Workload":
      return workload(document.spec);
    case "Plan":
    case "Frontier":
    case "Simulation":
      return document.spec;
  }
}

function by<T>(key: (entry: T) => string): (a: T, b: T) => number {
  return (a, b) => {
    const [x, y] = [key(a), key(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  };
}

function pipeline(spec: PipelineSpec): unknown {
  return {
    inputs: spec.inputs.map((input) => ({ ...input, type: undefined })).sort(by((input) => input.id)),
    ...graph(spec),
    quality: quality(spec.quality ?? { model: "product" }, spec.quality !== undefined),
  };
}

function graph(level: { operators: Operator[]; edges: Edge[]; routers?: Router[] }): Record<string, unknown> {
  return {
    operators: level.operators.map(operator).sort(by((entry) => String(entry.id))),
    edges: level.edges.map((edge) => ({ ...edge, bytes: edge.bytes ?? 0 })).sort(by((edge) => `${edge.from}\n${edge.to}`)),
    routers: (level.routers ?? []).map((router) => ({ ...router, choose: [...router.choose].sort(by((choice) => choice.to)) })).sort(by((router) => router.at)),
  };
}

function operator(entry: Operator): Record<string, unknown> {
  const { title: _title, alternatives, ...rest } = entry;
  if (alternatives) return { ...rest, alternatives: alternatives.map(alternative).sort(by((option) => String(option.name))) };
  return {
    ...rest,
    candidates: entry.candidates && [...entry.candidates].sort(),
    knobs: sortedDomains(entry.knobs),
    placement: entry.placement && {
      tiers: entry.placement.tiers && [...entry.placement.tiers].sort(),
      pools: entry.placement.pools && [...entry.placement.pools].sort(),
    },
    iterations: entry.iterations ?? { mean: 1, max: 1 },
    fanOut: entry.fanOut ?? 1,
    parallel: entry.parallel ?? true,
    minReplicas: entry.minReplicas ?? 1,
  };
}

function alternative(option: Alternative): Record<string, unknown> {
  return { name: option.name, ...graph(option), quality: option.quality && quality(option.quality, true) };
}

function sortedDomains(knobs: Operator["knobs"]): Record<string, Json[]> {
  return Object.fromEntries(Object.entries(knobs ?? {}).map(([name, values]) => [name, [...values].sort(by((value) => JSON.stringify(value)))]));
}

function quality(model: QualityModel, isDeclared: boolean): unknown {
  const declared = isDeclared ? {} : { declared: false };
  if (model.model === "table") return { ...model, ...declared, missing: model.missing ?? "exclude" };
  return { ...model, ...declared, operators: model.operators && [...model.operators].sort(), values: model.values ?? [] };
}

function catalogue(spec: CatalogueSpec): unknown {
  const plain = <T extends { title?: string; description?: string }>({
    title: _title,
    description: _description,
    ...rest
  }: T): Omit<T, "title" | "description"> => rest;
  return {
    models: (spec.models ?? []).map((model) => ({ ...plain(model), profiles: model.profiles?.map(profile) })).sort(by((model) => model.name)),
    implementations: spec.implementations
      .map((entry) => ({
        ...plain(entry),
        knobs: sortedDomains(entry.knobs),
        quality: entry.quality ?? [],
        tokens: entry.tokens ?? [],
        profiles: entry.profiles?.map(profile),
      }))
      .sort(by((entry) => entry.name)),
  };
}

function profile<T extends { devices?: number; batch?: number }>(entry: T): T {
  return { ...entry, devices: entry.devices ?? 1, batch: entry.batch ?? 1 };
}

function infrastructure(spec: InfrastructureSpec): unknown {
  return {
    tiers: spec.tiers.map(({ id }) => ({ id })),
    pools: spec.pools.map(({ title: _title, ...pool }) => ({ ...pool, billing: pool.billing ?? "reserved" })),
    links: (spec.links ?? [])
      .map((link) => ({ ...link, rttMs: link.rttMs ?? 0, pricePerGiBUsd: link.pricePerGiBUsd ?? 0 }))
      .sort(by((link) => `${link.from}\n${link.to}`)),
  };
}

function workload(spec: WorkloadSpec): unknown {
  const { settings = {} } = spec;
  const objectives = settings.objectives?.map((name) => (name === "cost" ? "costPerThousand" : name));
  return {
    settings: {
      ...settings,
      // No objectives given is not the same as the default ones given: then quality may be left out when it is unknown.
      objectives,
      statistic: settings.statistic ?? "p95",
      utilisationLimit: settings.utilisationLimit ?? 1,
      sizingStatistic: settings.sizingStatistic ?? "mean",
      objective: settings.objective ?? "goodput",
      sizing: settings.sizing ?? "coincident",
    },
    classes: spec.classes
      .map(({ title: _title, ...entry }) => ({
        ...entry,
        weight: entry.weight ?? 1,
        slos: (entry.slos ?? [])
          .map((slo) => ({ ...slo, op: slo.op === "<" ? "<=" : slo.op === ">" ? ">=" : slo.op, hard: slo.hard ?? true, weight: slo.weight ?? 1 }))
          .sort(by((slo) => JSON.stringify(sortKeys(slo)))),
      }))
      .sort(by((entry) => entry.id)),
  };
}

/** A copy with keys in order of code units, and without keys whose value is undefined. */
function sortKeys(value: unknown): Json {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== "object") return (Object.is(value, -0) ? 0 : value) as Json;
  const entries = Object.entries(value)
    .filter(([, entry]) => entry !== undefined)
    .sort(by(([key]) => key));
  return Object.fromEntries(entries.map(([key, entry]) => [key, sortKeys(entry)]));
}
