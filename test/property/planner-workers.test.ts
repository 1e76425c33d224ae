import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build, stop } from "esbuild";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openFrontier } from "../../core/frontier/frontier-transfer";
import type { PlanningInput } from "../../core/metrics/planning-input";
import { planPacked } from "../../server/planner/plan";
import { createPlannerPool } from "../../server/planner/pool";
import { instanceOf } from "./arbitrary-instance";
import { Disagreement } from "./comparison";
import { FAMILIES } from "./families";
import { runsOf } from "./runs";

const root = join(import.meta.dirname, "../..");
let folder = "";
let worker = "";

beforeAll(async () => {
  // Inside the project, so that the bundle finds what it leaves outside.
  mkdirSync(join(root, "dist"), { recursive: true });
  folder = mkdtempSync(join(root, "dist", "planner-workers-"));
  worker = join(folder, "worker.mjs");
  await build({
    absWorkingDir: root,
    entryPoints: ["server/planner/worker.ts"],
    outfile: worker,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    logLevel: "error",
    banner: { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
  });
  await stop();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SETTINGS = { timeLimitSeconds: 60 };

describe("the same input gives the same bytes, whatever the number of workers and the order of runs", () => {
  test.each([1, 2, 3])("%d workers", async (maxThreads) => {
    const pool = createPlannerPool({ filename: worker, maxThreads });
    try {
      const build = instanceOf(FAMILIES.find((family) => family.name === "everything at once") ?? FAMILIES[0]!, 400);
      await fc.assert(
        fc.asyncProperty(fc.gen(), async (generate) => {
          const inputs = Array.from({ length: 4 }, (): PlanningInput => ({ ...build(generate).input, settings: SETTINGS }));
          const expected = inputs.map((input) => JSON.stringify(openFrontier(planPacked(input))));
          expect(expected.join()).toContain('"implementation"');
          // All at once, each twice, the second time in the opposite order.
          const order = [0, 1, 2, 3, 3, 2, 1, 0];
          const answers = await Promise.all(order.map((k) => pool.run(inputs[k]!)));
          for (const { spec } of answers) {
            // how long it took is told, and is not the answer
            expect(spec.certificate.seconds).toBeGreaterThan(0);
            spec.certificate.seconds = 0;
          }
          order.forEach((k, place) => {
            if (JSON.stringify(answers[place]) !== expected[k])
              throw new Disagreement(`${maxThreads} workers, run ${place}\n${JSON.stringify(answers[place])}\n${expected[k]}`, inputs[k]!);
          });
        }),
        runsOf(4),
      );
    } finally {
      await pool.close();
    }
    expect(pool.threads).toBe(maxThreads);
  });
});
