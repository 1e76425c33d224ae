import type { Operator } from "../documents/pipeline";
import type { Slo } from "../documents/workload";
import { PlanningError } from "./planning-error";
import type { CompiledSlo, ResolvedSettings } from "./problem";

/** SLOs with their operators resolved. Refuses quality on a path, cost per hour without a rate, and unknown operators. */
export function compileSlos(slos: readonly Slo[], operators: readonly Operator[], settings: ResolvedSettings, rateRps: number | null): CompiledSlo[] {
  const indexOf = (id: string | undefined): number => (id === undefined ? -1 : operators.findIndex((operator) => operator.id === id));
  return slos.flatMap((slo): CompiledSlo[] => {
    if (slo.metric === "costPerHour" && rateRps === null) throw new PlanningError("rate-needed", "A target on costPerHour needs a rate.");
    if (slo.metric === "quality" && slo.path)
      throw new PlanningError("slo-unsupported", "Quality is known for an operator or the whole pipeline, not for a path.");
    const operator = indexOf(slo.operator);
    const pathFrom = indexOf(slo.path?.from);
    const pathTo = indexOf(slo.path?.to);
    const missing = [slo.operator, slo.path?.from, slo.path?.to].find((id) => id !== undefined && indexOf(id) < 0);
    if (missing !== undefined) {
      // An operator of another alternative: the target says nothing about this one.
      if (missing.includes("/")) return [];
      throw new PlanningError("slo-unsupported", `A target is on "${missing}", which is no operator of this pipeline.`);
    }
    return [
      {
        slo,
        hard: slo.hard ?? true,
        statistic: slo.statistic ?? settings.statistic,
        sense: slo.op === "<=" || slo.op === "<" ? "max" : "min",
        operator,
        pathFrom,
        pathTo,
      },
    ];
  });
}
