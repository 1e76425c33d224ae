import { fitRelative, type LinearFit, predict } from "../../profiler/linear-fit";
import { CONVERSATION } from "../figures/traces";
import { deviceOf } from "./devices";
import { servingSeries } from "./serving-series";
import { AICONFIGURATOR } from "./sources";
import { tidy } from "./yaml";

/** Prompt length for which we give times to first token: the mean of the conversation trace. */
export const TYPICAL_PROMPT_TOKENS = Math.round(CONVERSATION.prompt.mean);

/** Active parameters (10^9) of the dense model whose prefill calibrates the estimate. */
const CALIBRATION = { model: "Llama-3.1-70B", active: 70 };

export interface PrefillCalibration {
  /** Fixed part, ms, and milliseconds per millisecond of arithmetic at peak (the inverse of the share of peak attained). */
  fit: LinearFit;
  /** Relative growth of the time to first token per concurrent request. */
  growth: number;
}

function medianOf(values: number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** Time of a prompt's arithmetic at the devices' bf16 peak, ms: 2 operations per active parameter and token. */
function arithmeticMs(active: number, device: string, gpus: number): number {
  return (2 * active * TYPICAL_PROMPT_TOKENS) / (deviceOf(device).bf16Tflops * gpus);
}

let calibrated: PrefillCalibration | null = null;

/** Calibrates the prefill estimate on the fitted times to first token of a dense model (served in fp8, whose peak is twice that of bf16). */
export function calibration(): PrefillCalibration {
  if (calibrated) return calibrated;
  const settings = servingSeries().filter((series) => series.model === CALIBRATION.model && series.precision === "fp8" && series.device !== "b300");
  const alone = (series: (typeof settings)[number]) => series.ttftAt(TYPICAL_PROMPT_TOKENS, 4).value;
  const fit = fitRelative(
    ["fixed ms", "ms per ms of arithmetic at peak"],
    settings.map((series) => ({ features: [1, arithmeticMs(CALIBRATION.active, series.device, series.gpus) / 2], y: alone(series) })),
  );
  const growth = medianOf(settings.map((series) => (series.ttftAt(TYPICAL_PROMPT_TOKENS, 32).value / alone(series) - 1) / 28));
  calibrated = { fit, growth };
  return calibrated;
}

/**
 * Estimate of the mean time to first token (ms) for a model that no source times: a fixed part plus 2 · active parameters · prompt tokens
 * operations at the share of the devices' bf16 peak that the calibration attains, growing with load as the calibration does.
 * @param active active parameters, 10^9
 */
export function prefill(active: number, device: string, gpus: number, concurrency: number): { ms: number; ci95: [number, number]; source: string } {
  const { fit, growth } = calibration();
  const alone = predict(fit, [1, arithmeticMs(active, device, gpus)]);
  const load = 1 + growth * Math.max(0, concurrency - 4);
  return {
    ms: alone.value * load,
    ci95: [tidy(alone.interval95[0] * load, 4), tidy(alone.interval95[1] * load, 4)],
    source: `prefill arithmetic of ${TYPICAL_PROMPT_TOKENS} prompt tokens, calibrated on ${fit.samples} settings of ${CALIBRATION.model} (${AICONFIGURATOR}; R2 ${fit.rSquared.toFixed(2)})`,
  };
}
