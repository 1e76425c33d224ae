import fc from "fast-check";
import { describe, test } from "vitest";
import { planFrontier } from "../../server/planner/plan";
import { instanceOf } from "./arbitrary-instance";
import { Disagreement } from "./comparison";
import { FAMILIES, type Family } from "./families";
import { meets } from "./oracle/evaluate";
import { sign } from "./oracle/frontier";
import { runsOf } from "./runs";

const families = FAMILIES.filter((family) => /Erlang|least cost|routers|tokens|targets|tables|energy|everything/.test(family.name)).map(
  (family): Family => ({ ...family, slos: [1, 3] }),
);

const near = (a: number, b: number): boolean => a === b || Math.abs(a - b) <= 1e-8 * Math.max(Math.abs(a), Math.abs(b)) + 1e-12;

describe("what a hard target costs is the best value at each limit, on both sides of today's, as found by trying everything", () => {
  for (const family of families) {
    test(family.name, () => {
      const build = instanceOf(family, 400);
      fc.assert(
        fc.property(fc.gen(), (generate) => {
          const { input, answer } = build(generate);
          const { context, candidates } = answer;
          const { prices = [], certificate } = planFrontier(input, { explain: true }).spec;
          if (certificate.kind !== "exact") return;
          for (const price of prices) {
            const place = context.slos.findIndex((slo) => JSON.stringify(slo) === JSON.stringify(price.slo));
            const k = context.objectives.indexOf(price.objective);
            const upper = price.slo.op.startsWith("<");
            const points = candidates.flatMap((candidate) => {
              const value = candidate.slos[place];
              const others = context.slos.every((slo, i) => i === place || slo.hard === false || meets(slo, candidate.slos[i] as number | null));
              return others && value !== null && value !== undefined && Number.isFinite(value) ? [{ value, worth: candidate.vector[k] as number }] : [];
            });
            const best = (allowed: (value: number) => boolean): number | null => {
              let found: number | null = null;
              for (const { value, worth } of points) if (allowed(value) && (found === null || sign(price.objective) * (worth - found) > 0)) found = worth;
              return found;
            };
            const slack = (limit: number): number => 1e-9 * Math.abs(limit) + 1e-12;
            const within = (limit: number) => best((value) => (upper ? value <= limit + slack(limit) : value >= limit - slack(limit)));
            const inside = (limit: number) => best((value) => (upper ? value < limit - slack(limit) : value > limit + slack(limit)));
            const fault = (what: string, got: unknown, wanted: unknown) =>
              new Disagreement(`${what}: ${JSON.stringify(got)} instead of ${JSON.stringify(wanted)}\n${JSON.stringify(price)}`, input);
            const now = within(price.slo.value);
            if ((price.now === null) !== (now === null) || (now !== null && !near(price.now as number, now))) throw fault("now", price.now, now);
            let held = now;
            for (const step of price.ease) {
              const at = within(step.value);
              if (at === null || !near(step.best, at)) throw fault("best when eased", step.best, at);
              const before = inside(step.value);
              if (held === null ? before !== null : before === null || !near(before, held)) throw fault("best before an easing step", before, held);
              held = at;
            }
            const first = price.tighten[0];
            if (now !== null) {
              const tightest = points
                .filter((point) => near(point.worth, now))
                .reduce((t, { value }) => (upper ? Math.min(t, value) : Math.max(t, value)), upper ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY);
              const wanted = inside(tightest);
              if (wanted === null ? first : !first || !near(first.best, wanted)) throw fault("best when tightened", first?.best ?? null, wanted);
            }
            for (const step of price.tighten) {
              const at = within(step.value);
              if (at === null || !near(step.best, at)) throw fault("best at a tighter limit", step.best, at);
            }
          }
        }),
        runsOf(25),
      );
    });
  }
});
