import { countExpansions, MAX_EXPANSIONS } from "../../graph/expand";
import type { Operator, PipelineDocument, QualityModel } from "../pipeline";
import type { Knowledge, Report } from "./context";
import { reportUnknown } from "./context";
import { checkFigures } from "./figure-rules";
import type { GraphLevel } from "./graph-rules";
import { checkGraph } from "./graph-rules";
import { checkOperator } from "./operator-rules";
import { checkQuality } from "./quality-rules";
import { checkRouters } from "./router-rules";

export function checkPipeline(document: PipelineDocument, knowledge: Knowledge, report: Report): void {
  const { spec } = document;
  checkLevel(
    { path: ["spec"], inputs: spec.inputs, operators: spec.operators, edges: spec.edges, routers: spec.routers ?? [], isAlternative: false },
    spec.quality,
    knowledge,
    report,
  );
  spec.inputs.forEach((input, index) => {
    if (input.at !== undefined && knowledge.tiers && !knowledge.tiers.has(input.at))
      reportUnknown(report, knowledge, "unknown-tier", ["spec", "inputs", index, "at"], "tier", input.at, knowledge.tiers);
  });
  const count = countExpansions(spec.operators);
  if (count > MAX_EXPANSIONS)
    report("invalid-value", ["spec", "operators"], `the alternatives combine to ${count} pipelines; at most ${MAX_EXPANSIONS} are planned`, {
      hint: "leave some alternatives out",
    });
}

function checkLevel(level: GraphLevel, quality: QualityModel | undefined, knowledge: Knowledge, report: Report): void {
  checkGraph(level, knowledge, report);
  checkRouters(level, knowledge, report);
  level.operators.forEach((operator: Operator, index) => {
    const path = [...level.path, "operators", index];
    checkOperator(operator, path, knowledge, report);
    operator.alternatives?.forEach((alternative, position) => {
      const inner = {
        path: [...path, "alternatives", position],
        inputs: [],
        operators: alternative.operators,
        edges: alternative.edges,
        routers: alternative.routers ?? [],
        isAlternative: true,
      };
      checkLevel(inner, alternative.quality, knowledge, report);
    });
  });
  if (quality) {
    checkQuality(quality, level.operators, [...level.path, "quality"], knowledge, report);
    checkFigures(quality, [...level.path, "quality"], report);
  }
}
