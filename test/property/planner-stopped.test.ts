import fc from "fast-check";
import { describe, test } from "vitest";
import type { FrontierDocument } from "../../core/documents/frontier";
import type { PlanBody } from "../../core/documents/plan";
import type { Objective } from "../../core/documents/workload";
import { planFrontier } from "../../server/planner/plan";
import { instanceOf } from "./arbitrary-instance";
import { Disagreement } from "./comparison";
import { FAMILIES } from "./families";
import { claimFault } from "./frontier-check";
import { runsOf } from "./runs";

describe("a planner that is stopped claims nothing that it has not proven", () => {
  for (const family of FAMILIES) {
    test(family.name, () => {
      const build = instanceOf(family, 600);
      fc.assert(
        fc.property(fc.gen(), (generate) => {
          const { input, answer } = build(generate);
          let patience = generate(fc.nat, { max: 20 });
          const cancelled = claimFault(answer, planFrontier(input, { shouldStop: () => patience-- <= 0 }));
          if (cancelled) throw new Disagreement(`cancelled: ${cancelled}`, input);
          const limited = claimFault(answer, planFrontier({ ...input, settings: { timeLimitSeconds: 1e-9 } }));
          if (limited) throw new Disagreement(`out of time: ${limited}`, input);
        }),
        runsOf(10),
      );
    });
  }
});

/** Plans on the way, as a document that claims nothing more than them. */
const planDocument = (objectives: Objective[], plans: PlanBody[]): FrontierDocument => ({
  apiVersion: "trilemma/v1",
  kind: "Frontier",
  metadata: { name: "on-the-way" },
  spec: { objectives, statistic: "p95", certificate: { kind: "partial", reason: "on the way", considered: 0, pruned: 0, seconds: 0 }, plans, infeasible: null },
});

describe("plans that are reported on the way are feasible and have the numbers they show", () => {
  for (const family of FAMILIES) {
    test(family.name, () => {
      const build = instanceOf(family, 600);
      fc.assert(
        fc.property(fc.gen(), (generate) => {
          const { input, answer } = build(generate);
          planFrontier(input, {
            onProgress: (progress) => {
              if (!progress.plans) return;
              const document = planDocument(answer.context.objectives, progress.plans);
              const fault = claimFault(answer, document);
              if (fault) throw new Disagreement(`on the way: ${fault}`, input);
            },
          });
        }),
        runsOf(10),
      );
    });
  }
});
