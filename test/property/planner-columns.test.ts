import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileProblems } from "../../core/metrics/compile-problems";
import { planBody } from "../../core/metrics/plan-body";
import type { Problem } from "../../core/metrics/problem";
import { round12 } from "../../core/metrics/statistics";
import { Archive, compareKeys } from "../../server/planner/archive";
import { type Candidate, completeCandidate, planText, preferred } from "../../server/planner/candidate";
import { FoundRows } from "../../server/planner/found-rows";
import { frontierQuery } from "../../server/planner/goals";
import { listRows } from "../../server/planner/listed-rows";
import type { OperatorOptions } from "../../server/planner/options";
import { RowEvaluator } from "../../server/planner/row-figures";
import { composableOptions, SearchWork } from "../../server/planner/solve";
import { instanceOf } from "./arbitrary-instance";
import { Disagreement } from "./comparison";
import { FAMILIES, type Family } from "./families";
import { runsOf } from "./runs";

const MOST_ROWS = 1_500;
const families = FAMILIES.filter((family) => !/routers/.test(family.name)).map((family): Family => ({ ...family, slos: [0, 3] }));

/** Every combination of fixed options, up to a number of them, as columns; null when some operator has none. */
function combinations(operators: readonly OperatorOptions[]): Int32Array[] | null {
  const fixed = operators.map(({ options }) => options.flatMap((option, i) => (option.free ? [] : [i])));
  const all = fixed.reduce((product, own) => product * own.length, 1);
  const rows = Math.min(MOST_ROWS, all);
  const choices = operators.map(() => new Int32Array(rows));
  for (let row = 0; row < rows; row += 1) {
    let rest = Math.floor((row * all) / rows);
    fixed.forEach((own, o) => {
      choices[o]![row] = own[rest % own.length]!;
      rest = Math.floor(rest / own.length);
    });
  }
  return rows > 0 ? choices : null;
}

/** The same plans, one by one. */
function oneByOne(problem: Problem, operators: readonly OperatorOptions[], choices: readonly Int32Array[], query: ReturnType<typeof frontierQuery>) {
  const archive = new Archive<Candidate>();
  let missing = false;
  for (let row = 0; row < choices[0]!.length; row += 1) {
    const candidate = completeCandidate(
      problem,
      query,
      operators.map(({ options }, o) => options[choices[o]![row]!]!.allocation),
    );
    if (candidate) archive.add(candidate.key, candidate, preferred);
    else missing = true;
  }
  return { entries: [...archive.entries].sort((a, b) => compareKeys(a.key, b.key)), missing };
}

describe("plans in columns are the plans found one by one, to the last bit", () => {
  let compared = 0;
  for (const family of families) {
    test(family.name, () => {
      const build = instanceOf(family, 400);
      fc.assert(
        fc.property(fc.gen(), (generate) => {
          const input = structuredClone(build(generate).input);
          // Flows that compete for bandwidth are solved plan by plan.
          for (const link of input.infrastructure.spec.links ?? []) delete link.mbps;
          for (const problem of compileProblems(input)) {
            if (!RowEvaluator.applies(problem)) continue;
            const whole = frontierQuery(problem);
            const query = { ...whole, goals: whole.goals.slice(0, 3) };
            const operators = composableOptions(problem, query, new SearchWork({}, null));
            const choices = combinations(operators);
            if (!choices) continue;
            const found = FoundRows.of(problem, query, operators, choices);
            const { entries, missing } = oneByOne(problem, operators, choices, query);
            expect(found.refusedAny).toBe(missing);
            expect(found.count).toBe(entries.length);
            const listed = listRows([problem], found);
            entries.forEach(({ key, owner }, i) => {
              expect(found.entry(i).key).toEqual(key);
              const own = JSON.stringify(listed.body(i, "p-1", [problem.slos]));
              const other = JSON.stringify(planBody(problem, owner.chosen, owner.flows, "p-1"));
              if (own !== other || planText(found.entry(i).owner) !== planText(owner)) throw new Disagreement(`columns ${own}\none by one ${other}`, input);
              compared += 1;
            });
          }
        }),
        runsOf(30),
      );
    });
  }
  test("enough plans were compared to mean something", () => {
    expect(compared).toBeGreaterThan(500);
  });
});

test("rounding to 12 digits is what the digits say", () => {
  const numbers = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.tuple(fc.double({ min: 1, max: 10, noNaN: true }), fc.integer({ min: -25, max: 25 })).map(([digits, power]) => digits * 10 ** power),
    fc.tuple(fc.integer({ min: 1e12, max: 1e13 }), fc.integer({ min: 0, max: 22 })).map(([digits, power]) => digits / 10 ** power),
  );
  fc.assert(
    fc.property(numbers, (value) => Object.is(round12(value), value === 0 ? value : Number(value.toPrecision(12)))),
    runsOf(20_000),
  );
});
