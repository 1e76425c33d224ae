import { fitBatchLatency } from "../../profiler/batch-law";
import type { LinearFit } from "../../profiler/linear-fit";
import type { BuiltinLaw } from "../builtin";
import { LANGUAGE_MODELS } from "./language-models";
import { energySeries, serving, servingSeries } from "./serving-series";
import { AICONFIGURATOR, MLENERGY } from "./sources";
import { GENERATORS, generatorSeries } from "./vision";
import { tidy } from "./yaml";

function rounded(fit: LinearFit): LinearFit {
  const round = (value: number) => tidy(value, 6);
  return {
    ...fit,
    rSquared: round(fit.rSquared),
    relativeSd: round(fit.relativeSd),
    terms: fit.terms.map((term) => ({
      ...term,
      value: round(term.value),
      standardError: round(term.standardError),
      low: round(term.low),
      high: round(term.high),
    })),
    points: fit.points.map((point) => ({
      features: point.features.map(round),
      measured: round(point.measured),
      fitted: round(point.fitted),
      relativeResidual: round(point.relativeResidual),
    })),
    covariance: fit.covariance.map((row) => row.map((value) => tidy(value, 12))),
  };
}

/** The fits behind the built-in operating points, with their points and residuals, for the page that draws them. */
export function builtinLaws(): BuiltinLaw[] {
  const laws: BuiltinLaw[] = [];
  const energy = energySeries();
  const served = servingSeries();
  for (const spec of LANGUAGE_MODELS) {
    for (const series of energy.filter((entry) => entry.model === spec.energy?.model && entry.task === spec.energy?.task)) {
      laws.push({
        model: spec.name,
        device: series.device,
        devices: series.gpus,
        law: "time-per-output-token",
        source: `${MLENERGY} (${series.precision})`,
        fit: rounded(series.tpot),
      });
    }
    for (const series of spec.serving ? serving(served, spec.serving) : []) {
      const source = `${AICONFIGURATOR} (${series.backend}, ${series.precision})`;
      laws.push({ model: spec.name, device: series.device, devices: series.gpus, law: "time-per-output-token", source, fit: rounded(series.tpot) });
      laws.push({ model: spec.name, device: series.device, devices: series.gpus, law: "time-to-first-token", source, fit: rounded(series.ttft) });
    }
  }
  for (const series of generatorSeries()) {
    const name = GENERATORS[series.model]?.[0];
    if (name)
      laws.push({ model: name, device: series.device, devices: 1, law: "batch-latency", source: MLENERGY, fit: rounded(fitBatchLatency(series.points)) });
  }
  return laws;
}
