import type { PlanBody } from "../../core/documents/plan";
import type { Objective } from "../../core/documents/vocabulary";
import { unknownEnergyOf } from "../../core/frontier/unknown-energy";

function doubt(plan: PlanBody, objective: Objective): { title: string; spoken: string } | null {
  if (objective === "quality" && plan.metrics.quality?.basis === "assumed")
    return { title: "Rests on an assumption, not on a measurement of this combination", spoken: " assumed" };
  const unknown = objective === "energy" ? unknownEnergyOf(plan) : [];
  return unknown.length > 0 ? { title: `At least: the energy of ${unknown.join(", ")} is not known and counts as 0 J`, spoken: " at least" } : null;
}

/** The mark on a quality that rests on an assumption, as the command line prints it, and on an energy that is not known in full. */
export function AssumedMark({ plan, objective }: { plan: PlanBody; objective: Objective }) {
  const found = doubt(plan, objective);
  if (!found) return null;
  return (
    <sup title={found.title} style={{ marginLeft: 1, lineHeight: 0 }}>
      <span aria-hidden>*</span>
      <span className="t-visually-hidden">{found.spoken}</span>
    </sup>
  );
}
