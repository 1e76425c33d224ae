import type { PlanBody } from "../../core/documents/plan";
import type { Objective } from "../../core/documents/vocabulary";

/** The mark on a quality that rests on an assumption, as the command line prints it. */
export function AssumedMark({ plan, objective }: { plan: PlanBody; objective: Objective }) {
  if (objective !== "quality" || plan.metrics.quality?.basis !== "assumed") return null;
  return (
    <sup title="Rests on an assumption, not on a measurement of this combination" style={{ marginLeft: 1, lineHeight: 0 }}>
      <span aria-hidden>*</span>
      <span className="t-visually-hidden"> assumed</span>
    </sup>
  );
}
