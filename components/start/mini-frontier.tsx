import type { Objective } from "../../core/documents/workload";
import { plural } from "../ui/format";
import { metricInfo } from "../ui/metrics";

const WIDTH = 88;
const HEIGHT = 32;
const PAD = 3;

interface MiniFrontierProps {
  objectives: readonly Objective[];
  vectors: readonly (readonly number[])[];
  plans: number;
  faded?: boolean;
}

/** The shape of a frontier on its first two objectives; small enough for a list. */
export function MiniFrontier({ objectives, vectors, plans, faded }: MiniFrontierProps) {
  const [first, second] = objectives;
  if (!first || vectors.length === 0) return null;
  const across = (axis: number, from: number, to: number) => {
    const values = vectors.map((vector) => vector[axis] ?? Number.NaN).filter(Number.isFinite);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return (value: number) => (high === low ? (from + to) / 2 : from + ((value - low) / (high - low)) * (to - from));
  };
  const x = across(0, PAD, WIDTH - PAD);
  const y = second ? across(1, HEIGHT - PAD, PAD) : () => HEIGHT / 2;
  const label = `${plural(plans, "plan")} over ${metricInfo(first).noun}${second ? ` and ${metricInfo(second).noun}` : ""}`;
  return (
    <svg width={WIDTH} height={HEIGHT} role="img" aria-label={label} opacity={faded ? 0.45 : 1}>
      <path d={`M0.5 0V${HEIGHT - 0.5}H${WIDTH}`} fill="none" stroke="var(--t-hairline-strong)" />
      {vectors.map((vector) => (
        <circle key={vector.join()} cx={x(vector[0] ?? 0)} cy={second ? y(vector[1] ?? 0) : HEIGHT / 2} r={1.75} fill="var(--t-accent)" />
      ))}
    </svg>
  );
}
