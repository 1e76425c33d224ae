import { ExpansionError, expandAlternatives } from "../../graph/expand";
import type { PlanSpec } from "../plan";
import type { DocumentPath } from "../problem";
import type { Knowledge, Report } from "./context";

const SHARE_TOLERANCE = 1e-6;

/** A plan against the documents it is a plan of. `path` is that of the mapping with `operators`. */
export function checkPlan(
  plan: Pick<PlanSpec, "operators" | "alternatives">,
  pipelineName: string | undefined,
  path: DocumentPath,
  knowledge: Knowledge,
  report: Report,
): void {
  const pipeline = knowledge.pipelines.find((candidate) => candidate.metadata.name === pipelineName);
  if (pipeline) {
    const wanted = plan.alternatives ?? {};
    try {
      const expansion = expandAlternatives(pipeline.spec).find(({ choice }) => Object.entries(choice).every(([id, name]) => wanted[id] === name));
      if (!expansion)
        report(
          "plan-mismatch",
          [...path, "alternatives"],
          `the plan does not say which alternatives of \`${pipelineName}\` it uses, or names one that does not exist`,
        );
      else {
        const needed = new Set(expansion.spec.operators.map((operator) => operator.id));
        plan.operators.forEach((operator, index) => {
          if (!needed.delete(operator.id))
            report(
              "plan-mismatch",
              [...path, "operators", index, "id"],
              `the pipeline \`${pipelineName}\` has no operator \`${operator.id}\`, or the plan names it twice`,
            );
        });
        for (const id of needed) report("plan-mismatch", [...path, "operators"], `the plan says nothing about the operator \`${id}\``);
      }
    } catch (error) {
      // The pipeline's own problems are told by its own check.
      if (!(error instanceof ExpansionError)) throw error;
    }
  }
  plan.operators.forEach((operator, index) => {
    const at = [...path, "operators", index];
    const { implementation } = operator.configuration;
    if (knowledge.implementations && !knowledge.implementations.has(implementation))
      report("plan-mismatch", [...at, "configuration", "implementation"], `no catalogue given has the implementation \`${implementation}\``);
    operator.parts.forEach((part, position) => {
      if (part.pool !== "api" && knowledge.pools && !knowledge.pools.has(part.pool))
        report("plan-mismatch", [...at, "parts", position, "pool"], `the infrastructure has no pool \`${part.pool}\``);
    });
    const sum = operator.parts.reduce((total, part) => total + part.share, 0);
    if (Math.abs(sum - 1) > SHARE_TOLERANCE)
      report("plan-mismatch", [...at, "parts"], `the shares of \`${operator.id}\` sum to ${Number(sum.toPrecision(12))}; they must sum to 1`);
  });
}
