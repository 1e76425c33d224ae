import fc from "fast-check";
import { describe, test } from "vitest";
import { planFrontier } from "../../server/planner/plan";
import { instanceOf } from "./arbitrary-instance";
import { Disagreement } from "./comparison";
import { FAMILIES } from "./families";
import { faultOf } from "./frontier-check";
import { runsOf } from "./runs";

describe("the frontier is every vector that nobody can beat, and each once, as found by trying everything", () => {
  for (const family of FAMILIES) {
    test(family.name, () => {
      const build = instanceOf(family, 1500);
      fc.assert(
        fc.property(fc.gen(), (generate) => {
          const { input, answer, nice } = build(generate);
          const fault = faultOf(answer, planFrontier(input), nice);
          if (fault) throw new Disagreement(fault, input);
        }),
        runsOf(80),
      );
    });
  }
});
