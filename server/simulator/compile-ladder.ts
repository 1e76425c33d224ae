import type { Slo } from "../../core/documents/workload";
import type { ClassModel, LadderModel, SimulationModel } from "./model";
import { meanServiceMs } from "./samplers";
import type { SimulatedPlan } from "./simulation-input";

const DEFAULT_COOLDOWN_MS = 10_000;

/**
 * Thresholds of a ladder (planning model, section 8): a step's slack is the latency SLO less its p95 without queueing, and it bears
 * queued work up to that. Without a latency SLO a step bears ten mean services.
 */
export function ladderOf(
  model: SimulationModel,
  classModel: ClassModel,
  { plans, slos }: { plans: SimulatedPlan[]; slos: Slo[] },
  { cooldownMs = DEFAULT_COOLDOWN_MS }: { cooldownMs?: number },
): LadderModel {
  const limit = Math.min(...slos.filter((slo) => slo.hard !== false).map((slo) => slo.value));
  const slackMs: number[] = [];
  const stations: number[][] = [];
  for (const [index, { graph }] of classModel.plans.entries()) {
    const { operators } = model.graphs[graph]!;
    const serviceMs = operators.reduce((sum, operator) => sum + Math.max(...operator.parts.map((part) => meanServiceMs(part.service))), 0);
    const queued = (plans[index]!.plan.operators ?? []).reduce((sum, operator) => sum + (operator.metrics?.queueMs ?? 0), 0);
    const p95 = plans[index]!.plan.metrics?.latencyMs?.p95;
    const withoutQueueing = p95 === undefined ? serviceMs : Math.max(serviceMs, p95 - queued);
    slackMs.push(Number.isFinite(limit) ? Math.max(0, limit - withoutQueueing) : 10 * serviceMs);
    stations.push([...new Set(operators.flatMap((operator) => operator.parts.map((part) => part.station)))]);
  }
  return { slackMs, stations, cooldownMs };
}
