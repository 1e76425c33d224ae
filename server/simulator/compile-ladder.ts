import type { Slo } from "../../core/documents/workload";
import { latencyWithoutQueueing } from "./ladder-of-frontier";
import type { ClassModel, LadderModel, SimulationModel } from "./model";
import { meanServiceMs } from "./samplers";
import type { SimulatedPlan } from "./simulation-input";

const DEFAULT_COOLDOWN_MS = 10_000;
/** Without a latency target a step bears as much queued work as so many mean services. */
const SERVICES_WITHOUT_TARGET = 10;

/**
 * Thresholds of a ladder (planning model, section 8): a step's slack is the latency target less its p95 without queueing, and it bears
 * queued work up to that.
 */
export function ladderOf(
  model: SimulationModel,
  classModel: ClassModel,
  { plans, slos }: { plans: SimulatedPlan[]; slos: Slo[] },
  { cooldownMs = DEFAULT_COOLDOWN_MS }: { cooldownMs?: number },
): LadderModel {
  const hard = slos.filter((slo) => slo.hard !== false);
  const targetMs = Math.min(...(hard.length > 0 ? hard : slos).map((slo) => slo.value));
  const steps = classModel.plans.map(({ graph }, index) => {
    const { operators, edges } = model.graphs[graph]!;
    const { input, plan } = plans[index]!;
    const servicesMs = operators.reduce((sum, operator) => sum + Math.max(...operator.parts.map((part) => meanServiceMs(part.service))), 0);
    const p95 = latencyWithoutQueueing(input, plan)?.p95 ?? servicesMs;
    return {
      slackMs: Number.isFinite(targetMs) ? Math.max(0, targetMs - p95) : SERVICES_WITHOUT_TARGET * servicesMs,
      operators: operators.map((operator, local) => ({
        stations: [...new Set(operator.parts.map((part) => part.station))],
        after: edges.flatMap((edge) => (edge.to === local && edge.from >= 0 ? [edge.from] : [])),
      })),
    };
  });
  return { steps, cooldownMs };
}
