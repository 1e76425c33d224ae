import type { Law } from "./fit-observations";
import { FitError, type FitPoint, fitRelative, type LinearFit, predict } from "./linear-fit";

export interface ChartPoint {
  x: number;
  /** ms. */
  measured: number;
  fitted: number;
  /** (fitted − measured) / measured. */
  residual: number;
}

/** The law between its points, with the 95 % intervals of its mean and of one new measurement, ms. */
export interface CurvePoint {
  x: number;
  fit: number;
  mean: [number, number];
  single: [number, number];
}

export interface ChartSeries {
  /** Prompt length, where a law has several. */
  label: string | null;
  points: ChartPoint[];
  curve: CurvePoint[];
}

export interface HeldOutSummary {
  tested: number;
  /** Absolute relative error. */
  median: number;
  worst: number;
}

export interface LawChart {
  x: "concurrency" | "batch";
  series: ChartSeries[];
  /** Points between the smallest and the largest load, each left out of the fit. */
  heldOutInside: HeldOutSummary | null;
  /** The largest loads, left out of the fit. */
  heldOutBeyond: HeldOutSummary | null;
  formula: string;
}

const CURVE_STEPS = 40;
/** A family of curves beyond this cannot be read. */
const MAX_SERIES = 6;

function loadOf(law: Law, features: readonly number[]): number {
  const last = features.at(-1) ?? 0;
  return law === "time-to-first-token" ? last / (features.at(-2) || 1) : last;
}

function number(value: number): string {
  return Math.abs(value) >= 1e4 || (value !== 0 && Math.abs(value) < 1e-3) ? value.toExponential(2) : String(Number(value.toPrecision(3)));
}

/** The law with its coefficients, as one line. */
function formulaOf(law: Law, fit: LinearFit): string {
  const values = fit.terms.map((term) => number(term.value));
  if (law === "time-per-output-token") return `time per output token = ${values[0]} ms + ${values[1]} ms × requests at once`;
  if (law === "batch-latency") return `latency of a batch = ${values[0]} ms + ${values[1]} ms × batch`;
  const [first, perPrompt, perLoad] = values.length === 3 ? values : [null, ...values];
  return `time to first token = ${first === null ? "" : `${first} ms + `}(${perPrompt} ms + ${perLoad} ms × requests at once) × prompt tokens / 1000`;
}

function summary(errors: readonly number[]): HeldOutSummary | null {
  if (errors.length === 0) return null;
  const sorted = errors.toSorted((left, right) => left - right);
  const middle = (sorted.length - 1) / 2;
  const median = ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
  return { tested: sorted.length, median, worst: sorted.at(-1) ?? 0 };
}

/** Errors on points that the fit has not seen: each is left out, the law is fitted to the others, and asked. */
function heldOutOf(law: Law, fit: LinearFit): Pick<LawChart, "heldOutInside" | "heldOutBeyond"> {
  const loads = fit.points.map((point) => loadOf(law, point.features));
  const [low, high] = [Math.min(...loads), Math.max(...loads)];
  const inside: number[] = [];
  const beyond: number[] = [];
  const names = fit.terms.map((term) => term.name);
  fit.points.forEach((point, index) => {
    const load = loads[index] ?? 0;
    if (load === low) return;
    const others = fit.points.filter((_, other) => (load === high ? (loads[other] ?? 0) < high : other !== index));
    try {
      const without = fitRelative(
        names,
        others.map((other) => ({ features: other.features, y: other.measured })),
      );
      (load === high ? beyond : inside).push(Math.abs(predict(without, point.features).value - point.measured) / point.measured);
    } catch (error) {
      if (!(error instanceof FitError)) throw error;
    }
  });
  return { heldOutInside: summary(inside), heldOutBeyond: summary(beyond) };
}

function curveOf(law: Law, fit: LinearFit, points: readonly FitPoint[]): CurvePoint[] {
  const loads = points.map((point) => loadOf(law, point.features));
  const [low, high] = [Math.min(...loads), Math.max(...loads)];
  const first = points[0];
  if (!first || !(high > low)) return [];
  const k = first.features.at(-2) ?? 1;
  // As many steps at small loads as at large ones when the range is wide.
  const wide = low > 0 && high / low > 20;
  return Array.from({ length: CURVE_STEPS + 1 }, (_, step) => {
    const share = step / CURVE_STEPS;
    const x = wide ? low * (high / low) ** share : low + (high - low) * share;
    const features = law === "time-to-first-token" ? [...first.features.slice(0, -1), k * x] : [...first.features.slice(0, -1), x];
    const prediction = predict(fit, features);
    return { x, fit: prediction.value, mean: prediction.ci95, single: prediction.interval95 };
  });
}

/** A fitted law made ready for drawing: its points by series, the line with its bands, and how far it is off on points it has not seen. */
export function lawChart(law: Law, fit: LinearFit): LawChart {
  const groups = new Map<number, FitPoint[]>();
  for (const point of fit.points) {
    const key = law === "time-to-first-token" ? Math.round((point.features.at(-2) ?? 0) * 1000) : 0;
    groups.set(key, [...(groups.get(key) ?? []), point]);
  }
  const longest = [...groups].sort((left, right) => right[1].length - left[1].length || left[0] - right[0]).slice(0, MAX_SERIES);
  const series = longest
    .sort((left, right) => left[0] - right[0])
    .map(([prompt, points]): ChartSeries => {
      const ordered = points.toSorted((left, right) => loadOf(law, left.features) - loadOf(law, right.features));
      return {
        label: groups.size > 1 ? `${prompt.toLocaleString("en-US")} prompt tokens` : null,
        points: ordered.map((point) => ({ x: loadOf(law, point.features), measured: point.measured, fitted: point.fitted, residual: point.relativeResidual })),
        curve: curveOf(law, fit, ordered),
      };
    });
  return { x: law === "batch-latency" ? "batch" : "concurrency", series, formula: formulaOf(law, fit), ...heldOutOf(law, fit) };
}
