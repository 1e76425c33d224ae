import { counted } from "../documents/counted";
import type { FrontierSpec } from "../documents/frontier";
import type { PlanBody, PlanSpec } from "../documents/plan";
import { changedOperators } from "./picks";
import type { PlanRobustness } from "./robustness";

/** A named plan that needs more than the frontier itself: an evaluation under stress, or the plan that runs today. */
export interface SituationPick {
  name: "most-robust" | "least-change";
  planId: string;
  /** Why, as a sentence of computed facts. */
  reason: string;
}

/**
 * The plan that holds its targets in the largest share of bad situations (50 % more load, loss of each pool it uses; see `robustnessOf`); among equals
 * the one with more room for load, then the cheaper one. A plan that meets every target today comes before those that do not, where one holds anything.
 * Null when none was evaluated or none holds anything.
 */
export function mostRobust(frontier: Pick<FrontierSpec, "plans">, robustness: readonly PlanRobustness[]): SituationPick | null {
  const plans = new Map(frontier.plans.map((plan) => [plan.id, plan]));
  const share = (entry: PlanRobustness): number => entry.held / entry.situations.length;
  const cost = (entry: PlanRobustness): number => plans.get(entry.planId)?.metrics.costPerThousandUsd ?? Number.POSITIVE_INFINITY;
  const missed = (entry: PlanRobustness): number => (plans.get(entry.planId)?.slos ?? []).filter((slo) => !slo.met).length;
  // Room beyond twice the load is no reason to pay more.
  const room = (entry: PlanRobustness): number => Math.min(2, entry.headroom ?? 2);
  let best: PlanRobustness | null = null;
  for (const entry of robustness) {
    if (!plans.has(entry.planId) || entry.held === 0) continue;
    if (
      !best ||
      [
        Number(missed(entry) === 0) - Number(missed(best) === 0),
        share(entry) - share(best),
        missed(best) - missed(entry),
        room(entry) - room(best),
        cost(best) - cost(entry),
      ].find((difference) => difference !== 0)! > 0
    )
      best = entry;
  }
  return (
    best && {
      name: "most-robust",
      planId: best.planId,
      reason: robustReason(best, missed(best), frontier.plans),
    }
  );
}

function robustReason(entry: PlanRobustness, missed: number, plans: readonly PlanBody[]): string {
  const surge = entry.situations.find((situation) => situation.kind === "surge");
  const losses = entry.situations.filter((situation) => situation.kind === "loss");
  const survived = losses.filter((situation) => situation.holds);
  const words: string[] = [];
  if (surge)
    words.push(surge.holds ? `keeps ${missed > 0 ? "the others" : "its targets"} under 50 % more load` : `does not carry 50 % more load (${surge.broken})`);
  if (losses.length > 0) {
    words.push(
      survived.length === losses.length
        ? losses.length === 1
          ? `survives the loss of its only pool, ${losses[0]!.pool}`
          : `survives the loss of any one of its ${losses.length} pools`
        : survived.length === 0
          ? `survives the loss of none of its ${counted(losses.length, "pool")} (${losses[0]!.pool}: ${losses[0]!.broken})`
          : `survives the loss of ${survived.length} of its ${losses.length} pools (not of ${losses.find((situation) => !situation.holds)!.pool}: ${losses.find((situation) => !situation.holds)!.broken})`,
    );
  }
  if (entry.headroom !== null) words.push(`is full at ${Number(entry.headroom.toPrecision(3))} times today's load`);
  const today =
    missed > 0
      ? `It misses ${counted(missed, "target")} today, as ${plans.some((plan) => (plan.slos ?? []).every((slo) => slo.met)) ? "the plans that meet all hold in none of these situations" : "every plan misses some"}; it`
      : "It";
  return `${today} ${words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : words[0]}.`;
}

/**
 * The plan nearest to what runs today: fewest operators with another configuration or allocation, then fewest replicas to start or stop, then the
 * cheapest; of the plans that meet every target, where there are such. Null for an empty frontier.
 */
export function leastChange(frontier: Pick<FrontierSpec, "plans">, running: Pick<PlanSpec | PlanBody, "operators">): SituationPick | null {
  const meeting = frontier.plans.filter((plan) => (plan.slos ?? []).every((slo) => slo.met));
  const candidates = meeting.length > 0 ? meeting : frontier.plans;
  const before = replicasOf(running);
  let best: { plan: PlanBody; changed: string[]; moved: { started: number; stopped: number } } | null = null;
  for (const plan of candidates) {
    const changed = changedOperators(running, plan);
    if (best && changed.length > best.changed.length) continue;
    const moved = movedReplicas(before, replicasOf(plan));
    const total = moved.started + moved.stopped;
    const least = best ? best.moved.started + best.moved.stopped : 0;
    if (
      !best ||
      changed.length < best.changed.length ||
      total < least ||
      (total === least && plan.metrics.costPerThousandUsd < best.plan.metrics.costPerThousandUsd)
    )
      best = { plan, changed, moved };
  }
  return best && { name: "least-change", planId: best.plan.id, reason: changeReason(best.changed, best.moved, running.operators.length, meeting.length > 0) };
}

function changeReason(changed: readonly string[], moved: { started: number; stopped: number }, operators: number, meets: boolean): string {
  const among = meets ? "of the plans that meet every target" : "of all plans";
  if (changed.length === 0) return "It changes nothing of what runs today.";
  const replicas = [...(moved.started > 0 ? [`${moved.started} to start`] : []), ...(moved.stopped > 0 ? [`${moved.stopped} to stop`] : [])];
  const churn = replicas.length > 0 ? `, replicas: ${replicas.join(", ")}` : "";
  return `It changes ${changed.length} of ${operators} operators (${changed.slice(0, 3).join(", ")}${changed.length > 3 ? ", …" : ""}${churn}), the fewest ${among}.`;
}

function replicasOf(plan: Pick<PlanBody, "operators">): Map<string, number> {
  const found = new Map<string, number>();
  for (const operator of plan.operators) {
    const configuration = `${operator.configuration.implementation} ${JSON.stringify(Object.entries(operator.configuration.knobs).sort())}`;
    for (const part of operator.parts) {
      const key = `${operator.id} ${configuration} ${part.pool} ${part.profile}`;
      found.set(key, (found.get(key) ?? 0) + part.replicas);
    }
  }
  return found;
}

function movedReplicas(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): { started: number; stopped: number } {
  let started = 0;
  let stopped = 0;
  for (const [key, count] of after) started += Math.max(0, count - (before.get(key) ?? 0));
  for (const [key, count] of before) stopped += Math.max(0, count - (after.get(key) ?? 0));
  return { started, stopped };
}
