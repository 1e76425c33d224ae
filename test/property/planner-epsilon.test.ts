import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planFrontier } from "../../server/planner/plan";
import { instanceOf } from "./arbitrary-instance";
import { Disagreement } from "./comparison";
import { FAMILIES } from "./families";
import { claimFault } from "./frontier-check";
import { runsOf } from "./runs";

const EPSILONS = [0.01, 0.1, 0.5];

describe("with ε, every feasible plan is within (1 + ε) of a listed one in every objective", () => {
  for (const family of FAMILIES) {
    test(family.name, () => {
      const build = instanceOf(family, 600);
      fc.assert(
        fc.property(fc.gen(), (generate) => {
          const { input, answer } = build(generate);
          const epsilon = EPSILONS[generate(fc.nat, { max: EPSILONS.length - 1 })] as number;
          const document = planFrontier({ ...input, settings: { epsilon } });
          const { certificate } = document.spec;
          if (certificate.kind === "partial") throw new Disagreement(`stopped without being told to: ${certificate.reason}`, input);
          if (certificate.kind === "epsilon") expect(certificate.epsilon).toBeLessThanOrEqual(epsilon);
          const fault = claimFault(answer, document);
          if (fault) throw new Disagreement(`ε = ${epsilon}: ${fault}`, input);
        }),
        runsOf(15),
      );
    });
  }
});
