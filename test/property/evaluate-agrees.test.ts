import fc from "fast-check";
import { describe, test } from "vitest";
import type { PlanBody } from "../../core/documents/plan";
import { evaluatePlan } from "../../core/metrics/evaluate";
import { instanceOf } from "./arbitrary-instance";
import { Disagreement, differenceOf, planSpecOf } from "./comparison";
import { FAMILIES } from "./families";
import { runsOf } from "./runs";

describe("the evaluation of any plan equals the definition, to 1e-9", () => {
  for (const family of FAMILIES) {
    test(family.name, () => {
      const build = instanceOf(family, 600);
      fc.assert(
        fc.property(fc.gen(), (generate) => {
          const { input, answer } = build(generate);
          const { candidates, context } = answer;
          for (let k = 0; k < Math.min(4, candidates.length); k += 1) {
            const { evaluation } = candidates[generate(fc.nat, { max: candidates.length - 1 })] as (typeof candidates)[number];
            const spec = planSpecOf(context, evaluation);
            let got: PlanBody;
            try {
              got = evaluatePlan(input, spec);
            } catch (error) {
              throw new Disagreement(`a plan is refused: ${String(error)}\n${JSON.stringify(spec)}`, input);
            }
            const difference = differenceOf(context, got, evaluation);
            if (difference) throw new Disagreement(`${difference}\n${JSON.stringify(spec)}`, input);
          }
        }),
        runsOf(20),
      );
    });
  }
});
