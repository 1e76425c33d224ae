import fc from "fast-check";
import { describe, test } from "vitest";
import { evaluatePlan } from "../../core/metrics/evaluate";
import { instanceOf } from "./arbitrary-instance";
import { Disagreement, planSpecOf } from "./comparison";
import { FAMILIES } from "./families";
import type { Context } from "./oracle/context";
import type { Evaluation } from "./oracle/evaluate";
import { qualityOf } from "./oracle/quality";
import { runsOf } from "./runs";

const STEP = 1e-6;

type Model = NonNullable<Context["level"]["quality"]>;

/** Quality models of alternatives, at any depth. */
function innerModels(operators: Context["level"]["operators"]): Model[] {
  return operators.flatMap((operator) =>
    (operator.alternatives ?? []).flatMap((alternative) => [...(alternative.quality ? [alternative.quality] : []), ...innerModels(alternative.operators)]),
  );
}

/** Half-width by first-order propagation over independent rows: each derivative is measured by moving the row's value a little. */
function halfWidth(context: Context, evaluation: Evaluation): number | null {
  const chosen = new Map(evaluation.options.map((option) => [option.id, option.configuration]));
  const value = () => qualityOf(context.level, evaluation.variant.alternatives, chosen) as number;
  const quality = context.level.quality;
  const rows = new Set<{ value: number; ci95?: [number, number] }>();
  for (const option of evaluation.options) if (option.configuration.qualityRow) rows.add(option.configuration.qualityRow);
  for (const model of [quality, ...innerModels(context.level.operators)])
    for (const row of model && "values" in model ? (model.values ?? []) : []) rows.add(row);
  let sum = 0;
  for (const row of rows) {
    if (!row.ci95) continue;
    const known = row.value;
    row.value = known + STEP;
    const up = value();
    row.value = known - STEP;
    const down = value();
    row.value = known;
    const middle = value();
    // At a kink (two equal stages of a minimum) there is no derivative.
    if (Math.abs(up - 2 * middle + down) > 1e-9) return null;
    const derivative = (up - down) / (2 * STEP);
    sum += ((derivative * (row.ci95[1] - row.ci95[0])) / 2) ** 2;
  }
  return Math.sqrt(sum);
}

describe("the interval of a plan's quality is the first-order propagation of its rows' intervals", () => {
  for (const family of FAMILIES.filter((f) => f.buckets === 2 && /chains|weakest|tables|alternatives|routers/.test(f.name))) {
    test(family.name, () => {
      const build = instanceOf(family, 300);
      fc.assert(
        fc.property(fc.gen(), (generate) => {
          const { input, answer } = build(generate);
          const { candidates, context } = answer;
          if (context.level.quality?.model === "table" && context.level.quality.missing === "interpolate") return;
          if (innerModels(context.level.operators).some((model) => model.model === "table" && model.missing === "interpolate")) return;
          for (let k = 0; k < Math.min(3, candidates.length); k += 1) {
            const { evaluation } = candidates[generate(fc.nat, { max: candidates.length - 1 })] as (typeof candidates)[number];
            if (evaluation.quality === null) continue;
            const half = halfWidth(context, evaluation);
            if (half === null) continue;
            const got = evaluatePlan(input, planSpecOf(context, evaluation)).metrics.quality;
            const [low, high] = [Math.max(0, evaluation.quality - half), Math.min(1, evaluation.quality + half)];
            if (!got || Math.abs(got.low - low) > 1e-6 || Math.abs(got.high - high) > 1e-6) {
              throw new Disagreement(
                `interval [${got?.low}, ${got?.high}] instead of [${low}, ${high}]\n${JSON.stringify(planSpecOf(context, evaluation))}`,
                input,
              );
            }
          }
        }),
        runsOf(20),
      );
    });
  }
});
