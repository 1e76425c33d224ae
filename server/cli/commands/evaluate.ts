import { toJson } from "../../../core/documents/format";
import type { FrontierDocument } from "../../../core/documents/frontier";
import type { PlanBody, PlanDocument, PlanSpec } from "../../../core/documents/plan";
import type { Problem } from "../../../core/documents/problem";
import { pathText } from "../../../core/documents/problem";
import type { Objective, Settings } from "../../../core/documents/workload";
import { evaluatePlan } from "../../../core/metrics/evaluate";
import type { PlanningInput } from "../../../core/metrics/planning-input";
import { compareNumbers } from "../compare-numbers";
import { EXIT, type ExitStatus, failure } from "../failure";
import { type Output, tellProblems } from "../output";
import { readChecked, selectInput } from "../select-input";
import { settingsOf } from "../settings-option";
import { type Format, writeFrontier } from "./plan";

export interface EvaluateOptions {
  format: Format;
  set: string[];
  class?: string;
}

/** Recomputes the plans of a Plan or Frontier from its documents. Status 2 when a number given differs from the one recomputed. */
export async function evaluate(files: readonly string[], options: EvaluateOptions, output: Output): Promise<ExitStatus> {
  const overrides = settingsOf(options.set, undefined);
  const { documents } = await readChecked(files, output);
  const given = documents.flatMap(({ document, file, locate }) =>
    document.kind === "Plan" || document.kind === "Frontier" ? [{ document, file, locate }] : [],
  );
  const first = given[0]?.document;
  if (!first || given.length > 1) {
    throw failure(
      "wrong-documents",
      first ? `${given.length} documents Plan or Frontier are given` : "no Plan and no Frontier is given",
      "evaluate needs one of them, and the documents it was made from",
    );
  }
  const settings: Partial<Settings> = {
    ...(first.spec.objectives ? { objectives: first.spec.objectives } : {}),
    ...(first.spec.statistic ? { statistic: first.spec.statistic } : {}),
    ...overrides,
  };
  const pipelineName = first.spec.pipeline ?? first.metadata.name;
  const input = selectInput(documents, { classId: options.class ?? first.spec.class, pipelineName, settings });
  const slos = input.workload.spec.classes.find((entry) => entry.id === input.classId)?.slos ?? [];
  const problems: Problem[] = [];
  if (first.kind === "Frontier") {
    const plans = first.spec.plans.map((plan, index) =>
      recompute(input, { ...plan, pipeline: pipelineName, class: first.spec.class }, plan, ["spec", "plans", index], problems),
    );
    await writeFrontier({ ...first, spec: { ...first.spec, plans } }, slos, options.format, output);
  } else {
    const body = recompute(input, first.spec, first.spec, ["spec"], problems);
    const whole: PlanDocument = { ...first, spec: { ...first.spec, ...body } };
    if (options.format === "json") await output.write(toJson(whole));
    else await writeFrontier(asFrontier(whole, body, input, settings.objectives ?? []), slos, options.format, output);
  }
  if (problems.length === 0) output.warn(`${verdict(first.kind === "Frontier" ? first.spec.plans.length : 1)}\n`);
  const { file, locate } = given[0] as (typeof given)[number];
  tellProblems(
    output,
    problems.map((problem) => ({ ...problem, file, ...locate(problem.path) })),
  );
  return problems.length > 0 ? EXIT.input : EXIT.done;
}

function recompute(input: PlanningInput, plan: PlanSpec, given: Partial<PlanBody>, path: (string | number)[], problems: Problem[]): PlanBody {
  const body = evaluatePlan(input, plan);
  for (const { path: at, before, after } of compareNumbers(given, body)) {
    problems.push({
      code: "not-reproduced",
      severity: "error",
      message: `${plan.id ?? "the plan"}: ${pathText(at)} is ${String(before)}, recomputed ${String(after)}`,
      path: [...path, ...at],
    });
  }
  return body;
}

/** On standard error, as standard output is the document itself. */
function verdict(plans: number): string {
  return plans === 1 ? "1 plan reproduced to 1e-9" : `${plans} plans reproduced to 1e-9`;
}

/** One plan in the form that the table and the CSV print. */
function asFrontier(document: PlanDocument, body: PlanBody, input: PlanningInput, objectives: readonly string[]): FrontierDocument {
  const names = objectives.map((name): Objective => (name === "cost" ? "costPerThousand" : (name as Objective)));
  return {
    apiVersion: document.apiVersion,
    kind: "Frontier",
    metadata: document.metadata,
    spec: {
      pipeline: document.spec.pipeline,
      class: input.classId,
      objectives: names,
      statistic: document.spec.statistic ?? input.workload.spec.settings?.statistic ?? "p95",
      certificate: { kind: "partial", reason: "One plan, evaluated.", considered: 1, pruned: 0, seconds: 0 },
      plans: [body],
      infeasible: null,
    },
  };
}
