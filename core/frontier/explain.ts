import type { CatalogueDocument } from "../documents/catalogue";
import type { FrontierSpec } from "../documents/frontier";
import type { InfrastructureSpec } from "../documents/infrastructure";
import type { PlanBody } from "../documents/plan";
import type { Objective, Slo } from "../documents/workload";
import { changedOperators, directionOf } from "./picks";

export interface Bottleneck {
  by: "latency" | "cost" | "energy" | "quality";
  operator: string;
  /** Its share of the critical path, the cost, the energy or the quality lost. */
  share: number;
}

export interface BindingTarget {
  slo: Slo;
  value: number;
  /** How far the value is from the limit, as a share of the limit; 0 = exactly at it, negative = missed. */
  slack: number;
}

export interface FrontierStep {
  slo: Slo;
  direction: "tighten" | "ease";
  /** The target's value at the next plan, and that plan. */
  value: number;
  planId: string;
  costPerThousandUsd: number;
  /** Cost change against this plan, as a share of its cost; negative = cheaper. */
  costChange: number;
}

export interface SingleChange {
  planId: string;
  operator: string;
  /** Relative change of every objective; positive = better. */
  gains: { objective: Objective; gain: number }[];
  /** Largest gain less the sum of losses. */
  worth: number;
}

export interface PlanExplanation {
  planId: string;
  bottlenecks: Bottleneck[];
  bindingTargets: BindingTarget[];
  /** Pools without room for one more replica of anything the plan runs there: their count binds. */
  fullPools: { pool: string; used: number; count: number; needed: number }[];
  steps: FrontierStep[];
  bestChange: SingleChange | null;
}

/** A target nearer to its limit than this share of it is said to bind. */
const BINDING_SLACK = 0.02;

/**
 * Why a plan is as it is, computed from the frontier it is on: the operators that cost most time, money, energy and quality; the
 * targets and pools that bind; for each target the next plan of the frontier on either side of this one's value and what it costs; and
 * the change of one operator that gains most. `infrastructure` gives the pools' sizes, `catalogues` the devices of a replica.
 */
export function explainPlan(
  frontier: FrontierSpec,
  planId: string,
  infrastructure: InfrastructureSpec,
  catalogues: readonly CatalogueDocument[] = [],
): PlanExplanation | null {
  const plan = frontier.plans.find((candidate) => candidate.id === planId);
  if (!plan) return null;
  return {
    planId,
    bottlenecks: bottlenecksOf(plan),
    bindingTargets: (plan.slos ?? []).flatMap(({ slo, value }) => {
      if (value === null) return [];
      const upper = slo.op === "<=" || slo.op === "<";
      const slack = slo.value === 0 ? 0 : ((upper ? slo.value - value : value - slo.value) / slo.value) * 1;
      return slack <= BINDING_SLACK ? [{ slo, value, slack }] : [];
    }),
    fullPools: fullPools(plan, infrastructure, catalogues),
    steps: (plan.slos ?? []).flatMap(({ slo }, index) => stepsOf(frontier, plan, slo, index)),
    bestChange: bestSingleChange(frontier, plan),
  };
}

function bottlenecksOf(plan: PlanBody): Bottleneck[] {
  const kinds = [
    ["latency", "latencyShare"],
    ["cost", "costShare"],
    ["energy", "energyShare"],
    ["quality", "qualityLossShare"],
  ] as const;
  return kinds.flatMap(([by, key]): Bottleneck[] => {
    let best: Bottleneck | null = null;
    for (const operator of plan.operators) {
      const share = operator.metrics?.[key] ?? 0;
      if (share > 0 && (!best || share > best.share)) best = { by, operator: operator.id, share };
    }
    return best ? [best] : [];
  });
}

function fullPools(plan: PlanBody, infrastructure: InfrastructureSpec, catalogues: readonly CatalogueDocument[]): PlanExplanation["fullPools"] {
  const devicesOf = devicesPerReplica(catalogues);
  const pools = new Map<string, { used: number; needed: number }>();
  for (const operator of plan.operators) {
    for (const part of operator.parts) {
      if (part.pool === "api") continue;
      const devices = devicesOf(operator.configuration.implementation, part.profile);
      const pool = pools.get(part.pool) ?? { used: 0, needed: Number.POSITIVE_INFINITY };
      pools.set(part.pool, { used: pool.used + part.replicas * devices, needed: Math.min(pool.needed, devices) });
    }
  }
  return infrastructure.pools.flatMap((pool) => {
    const own = pools.get(pool.id);
    return own && pool.count - own.used < own.needed ? [{ pool: pool.id, used: own.used, count: pool.count, needed: own.needed }] : [];
  });
}

/** Devices of one replica by implementation and profile; 1 where the catalogues do not say. A later catalogue replaces names of an earlier one. */
function devicesPerReplica(catalogues: readonly CatalogueDocument[]): (implementation: string, profile: number | "api") => number {
  const implementations = new Map(catalogues.flatMap((catalogue) => catalogue.spec.implementations.map((entry) => [entry.name, entry] as const)));
  const models = new Map(catalogues.flatMap((catalogue) => (catalogue.spec.models ?? []).map((entry) => [entry.name, entry] as const)));
  return (name, profile) => {
    if (profile === "api") return 0;
    const implementation = implementations.get(name);
    const profiles = implementation?.profiles ?? (implementation?.model === undefined ? undefined : models.get(implementation.model)?.profiles);
    return profiles?.[profile]?.devices ?? 1;
  };
}

function stepsOf(frontier: FrontierSpec, plan: PlanBody, slo: Slo, index: number): FrontierStep[] {
  const own = plan.slos?.[index]?.value;
  if (own === null || own === undefined) return [];
  const upper = slo.op === "<=" || slo.op === "<";
  const cost = plan.metrics.costPerThousandUsd;
  const step = (direction: "tighten" | "ease"): FrontierStep[] => {
    let best: { plan: PlanBody; value: number } | null = null;
    for (const other of frontier.plans) {
      const value = other.slos?.[index]?.value;
      if (value === null || value === undefined || value === own) continue;
      const better = upper ? value < own : value > own;
      if (better !== (direction === "tighten")) continue;
      if (direction === "ease" && other.metrics.costPerThousandUsd >= cost) continue;
      // The next step: the cheapest of those that tighten; of those that ease and save, the one that gives up least.
      const distance = Math.abs(value - own);
      if (!best || (direction === "tighten" ? other.metrics.costPerThousandUsd < best.plan.metrics.costPerThousandUsd : distance < Math.abs(best.value - own)))
        best = { plan: other, value };
    }
    if (!best) return [];
    return [
      {
        slo,
        direction,
        value: best.value,
        planId: best.plan.id,
        costPerThousandUsd: best.plan.metrics.costPerThousandUsd,
        costChange: cost > 0 ? (best.plan.metrics.costPerThousandUsd - cost) / cost : 0,
      },
    ];
  };
  return [...step("tighten"), ...step("ease")];
}

/**
 * The frontier plan that differs in one operator only and gains most: the largest relative gain less all relative losses. One that misses a target which this
 * plan meets is no help.
 */
export function bestSingleChange(frontier: FrontierSpec, plan: PlanBody): SingleChange | null {
  let best: SingleChange | null = null;
  for (const other of frontier.plans) {
    if (other.id === plan.id || plan.slos?.some((own, index) => own.met && other.slos?.[index]?.met === false)) continue;
    const changed = changedOperators(plan, other);
    if (changed.length !== 1) continue;
    const gains = frontier.objectives.map((objective, k) => {
      const before = plan.vector[k] as number;
      const after = other.vector[k] as number;
      return { objective, gain: before === 0 ? 0 : (directionOf(objective) * (after - before)) / Math.abs(before) };
    });
    const largest = Math.max(...gains.map((entry) => entry.gain));
    const worth = largest + gains.reduce((sum, entry) => sum + Math.min(0, entry.gain), 0);
    if (!best || worth > best.worth) best = { planId: other.id, operator: changed[0] as string, gains, worth };
  }
  return best;
}
