import type { PlanBody, PlanOperator } from "../documents/plan";
import { storeOf } from "./plan-store";

/** What an operator of a plan decides, without its numbers. */
function decisionOf({ id, configuration, parts }: PlanOperator): string {
  return JSON.stringify([
    id,
    configuration.implementation,
    Object.entries(configuration.knobs).sort(([a], [b]) => (a < b ? -1 : 1)),
    parts.map((part) => [part.pool, part.tier, part.profile, part.replicas]),
  ]);
}

/** The plan of a list that decides the same as this one (implementations, knobs, pools, replicas), whatever its numbers. */
export function findSameDecisions(plans: readonly PlanBody[], wanted: PlanBody): PlanBody | undefined {
  const own = wanted.operators.map(decisionOf);
  const store = storeOf(plans);
  if (!store) return plans.find((plan) => plan.operators.length === own.length && plan.operators.every((operator, o) => decisionOf(operator) === own[o]));
  const texts = store.dictionary.map(decisionOf);
  for (let i = 0; i < store.count; i += 1) {
    const start = store.starts[i] as number;
    if ((store.starts[i + 1] as number) - start !== own.length) continue;
    if (own.every((text, o) => texts[store.choices[start + o] as number] === text)) return plans[i];
  }
  return undefined;
}
