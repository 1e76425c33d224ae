import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planFrontier } from "../../server/planner/plan";
import { documentsOf } from "../bench/planner/documents";
import { type Family as Graph, selectionOf } from "../bench/planner/generators";
import { instanceOf } from "./arbitrary-instance";
import { Disagreement } from "./comparison";
import { FAMILIES } from "./families";
import { claimFault } from "./frontier-check";
import { runsOf } from "./runs";

describe("a search that would hold too many partial plans takes the next ε or says that it is partial, and why", () => {
  for (const family of FAMILIES) {
    test(family.name, () => {
      const build = instanceOf(family, 600);
      fc.assert(
        fc.property(fc.gen(), (generate) => {
          const { input, answer } = build(generate);
          const mostRows = 1 + generate(fc.nat, { max: 60 });
          const document = planFrontier(input, { mostRows });
          const fault = claimFault(answer, document);
          if (fault) throw new Disagreement(`with ${mostRows} rows: ${fault}`, input);
        }),
        runsOf(10),
      );
    });
  }

  test.each(["chain", "fan-out", "diamonds"] satisfies Graph[])("%s of nine operators, with less and less room", (family) => {
    const input = documentsOf(selectionOf({ family, operators: 9, options: 12, seed: 3 }));
    const kinds = [400_000, 3_000, 1_000, 300, 100, 10].map((mostRows) => {
      const { certificate, plans } = planFrontier(input, { mostRows }).spec;
      expect(plans.length).toBeGreaterThan(0);
      if (certificate.kind === "partial") expect(certificate.reason).toMatch(/more than the [\d,]+ partial plans that are kept/);
      return certificate.kind === "exact" ? 0 : certificate.kind === "epsilon" ? certificate.epsilon : 1;
    });
    // Less room never gives a better certificate; with enough it is exact, with next to none it is partial.
    expect(kinds).toEqual([...kinds].sort((a, b) => a - b));
    expect(kinds[0]).toBe(0);
    expect(kinds.at(-1)).toBe(1);
  });
});
