import type { PlanOperator } from "../documents/plan";

/** All that a plan decides about an operator, in one line: `resnet-18 frames=5 @ edge-cpu-1×2 60 %, cloud-gpu-1×1 40 %`. Shares to three digits. */
export function operatorText({ configuration, parts }: Pick<PlanOperator, "configuration" | "parts">): string {
  const { implementation, knobs } = configuration;
  const values = Object.entries(knobs).map(([name, value]) => ` ${name}=${String(value)}`);
  const places = parts.map((part) => {
    const place = part.pool === "api" ? `api${part.tier ? ` from ${part.tier}` : ""}` : `${part.pool}×${part.replicas}`;
    return parts.length > 1 ? `${place} ${Number((part.share * 100).toPrecision(3))} %` : place;
  });
  return `${implementation}${values.join("")} @ ${places.join(", ")}`;
}
