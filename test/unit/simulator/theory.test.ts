import { describe, expect, it } from "vitest";
import { runTheory, THEORY_CASES } from "./theory";

describe("agreement with queueing theory", () => {
  for (const { name, model, statistics } of THEORY_CASES) {
    it(`${name}: theory lies within the reported intervals`, () => {
      const engine = runTheory(model, 1);
      for (const statistic of statistics) {
        const { value, low, high } = statistic.observe(engine);
        expect(low, statistic.name).toBeLessThanOrEqual(statistic.theory);
        expect(high, statistic.name).toBeGreaterThanOrEqual(statistic.theory);
        // An interval that holds everything would prove nothing.
        expect((high! - low!) / value!, `width of ${statistic.name}`).toBeLessThan(0.6);
      }
    });
  }
});
