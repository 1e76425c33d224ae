import type { Problem } from "./problem";
import { sortProblems } from "./problem";
import { checkCatalogue } from "./rules/catalogue-rules";
import type { CheckedDocument } from "./rules/context";
import { gatherKnowledge, reporterFor } from "./rules/context";
import { checkInfrastructure } from "./rules/infrastructure-rules";
import { checkPipeline } from "./rules/pipeline-rules";
import { checkPlan } from "./rules/plan-rules";
import { checkWorkload } from "./rules/workload-rules";

/**
 * Checks documents that are valid by their schemas: each by itself, and against the others. A rule that needs a document of another
 * kind applies only when one is given, so that a pipeline can be checked before there is a catalogue. Linear in the size of the
 * documents; made to run on every edit.
 */
export function checkDocuments(documents: readonly CheckedDocument[]): Problem[] {
  const problems: Problem[] = [];
  const knowledge = gatherKnowledge(documents);
  const names = new Map<string, CheckedDocument>();
  for (const entry of documents) {
    const { document } = entry;
    const report = reporterFor(entry, problems);
    const key = `${document.kind}\n${document.metadata.name}`;
    const first = names.get(key);
    // Plans of one pipeline share its name; catalogues of one name are read as one.
    if (first && document.kind !== "Plan" && document.kind !== "Frontier") {
      report("duplicate-id", ["metadata", "name"], `there are two documents ${document.kind} \`${document.metadata.name}\``, {
        severity: document.kind === "Catalogue" ? "warning" : "error",
        hint: first.file === undefined || first.file === entry.file ? undefined : `the other one is in ${first.file}`,
      });
    }
    names.set(key, entry);
    switch (document.kind) {
      case "Pipeline":
        checkPipeline(document, knowledge, report);
        break;
      case "Catalogue":
        checkCatalogue(document, knowledge, report);
        break;
      case "Infrastructure":
        checkInfrastructure(document, knowledge, report);
        break;
      case "Workload":
        checkWorkload(document, knowledge, report);
        break;
      case "Plan":
        checkPlan(document.spec, document.spec.pipeline, ["spec"], knowledge, report);
        break;
      case "Frontier":
        document.spec.plans.forEach((plan, index) => {
          checkPlan(plan, document.spec.pipeline ?? document.metadata.name, ["spec", "plans", index], knowledge, report);
        });
        break;
    }
  }
  return sortProblems(problems);
}
