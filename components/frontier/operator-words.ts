import type { PlanOperator } from "../../core/documents/plan";

/** `resnet-18 · edge-cpu-3 ×2`. */
export function operatorWords(operator: PlanOperator): string {
  const knobs = Object.entries(operator.configuration.knobs)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
  const places = operator.parts.map((part) => (part.replicas > 1 ? `${part.pool} ×${part.replicas}` : part.pool)).join(" + ");
  return `${operator.configuration.implementation}${knobs ? ` (${knobs})` : ""} · ${places}`;
}
