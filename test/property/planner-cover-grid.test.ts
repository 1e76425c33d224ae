import { expect, test } from "vitest";
import { axisOf, CoverGrid, type Plane } from "../../server/planner/cover-grid";
import { randomFrom } from "../bench/planner/generators";

const WINDOW = 6;
/** The cells of a goal make up so many times ε. */
const SPAN = 4;

interface Plan {
  cost: number;
  x: number;
  y: number;
}

/** Plans that lie on some planes or a little above them, as those that are feasible; some of them, and dearer ones, as those that are known. */
function instanceOf(seed: number, epsilon: number): { planes: Plane[]; feasible: Plan[]; known: Plan[] } {
  const random = randomFrom(seed);
  const width = SPAN * epsilon;
  const planes = Array.from({ length: 3 }, (): Plane => {
    const [byX, byY] = [60 * random(), 60 * random()];
    return { constant: 1 + byX * (1 + width) + byY * width, byX, byY };
  });
  const planOf = (most: number): Plan => {
    const [x, y] = [1 + width * random(), width * random()];
    const least = Math.max(...planes.map(({ constant, byX, byY }) => constant - byX * x - byY * y));
    return { cost: least * (1 + most * random() ** 2), x, y };
  };
  const feasible = Array.from({ length: 400 }, () => planOf(0.1 * epsilon));
  const known = [...feasible.filter(() => random() < 0.1), ...Array.from({ length: 60 }, () => planOf(3 * epsilon))];
  return { planes, feasible: [...feasible, ...known], known };
}

/** The same to the last digits, in which sums differ. */
function isWithin(plan: Plan, other: Plan, epsilon: number): boolean {
  const room = 1 + 1e-9;
  return plan.cost <= other.cost * (1 + epsilon) * room && plan.x <= other.x * (1 + epsilon) * room && plan.y <= other.y + Math.log1p(epsilon) + 1e-9;
}

test.each([0.01, 0.02])("a served cell has a plan within %d of every plan in it, as a whole or part by part", (epsilon) => {
  const counts = { whole: 0, parts: 0, open: 0 };
  for (let seed = 1; seed <= 60; seed += 1) {
    const { planes, feasible, known } = instanceOf(seed, epsilon);
    const x = axisOf(0, 1, 1 + SPAN * epsilon, Number.POSITIVE_INFINITY, 1 + epsilon, WINDOW, true);
    const y = axisOf(1, 0, SPAN * epsilon, Number.POSITIVE_INFINITY, 1 + epsilon, WINDOW, false);
    const grid = new CoverGrid(x, y, 1 + epsilon, 10);
    for (const plane of planes) {
      grid.keep(plane);
      grid.raise([0, grid.rows], [0, grid.columns], plane);
    }
    // A plan is known by its place.
    known.forEach((plan, i) => {
      grid.add(plan.cost, plan.x, plan.y, grid.addBase(Int32Array.of(i)), -1, -1);
    });
    grid.sweep();
    const planAt = (cell: number): Plan => {
      const plan = known[grid.planOf(cell, Int32Array.of(0))?.[0] ?? -1];
      if (!plan) throw new Error("a cell without a plan serves");
      return plan;
    };
    const chosen = grid.select().map(planAt);
    const open = new Set(grid.open());
    for (const plan of feasible) {
      const cell = x.upper.findIndex((edge) => plan.x <= edge) * grid.columns + y.upper.findIndex((edge) => plan.y <= edge);
      if (!open.has(cell)) {
        counts.whole += 1;
        if (!chosen.some((other) => isWithin(other, plan, epsilon)))
          expect.unreachable(`seed ${seed}: nothing chosen is within ${epsilon} of ${JSON.stringify(plan)}`);
        continue;
      }
      const servers = grid.serversOfParts(cell, (other) => [planAt(other).x, planAt(other).y]);
      if (!Array.isArray(servers)) {
        counts.open += 1;
        continue;
      }
      counts.parts += 1;
      if (!servers.some((other) => isWithin(planAt(other), plan, epsilon)))
        expect.unreachable(`seed ${seed}: no server is within ${epsilon} of ${JSON.stringify(plan)}`);
    }
  }
  // All three happen.
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(40);
});
