import type { FrontierDocument } from "../../../core/documents/frontier";
import type { PlanBody } from "../../../core/documents/plan";
import type { Slo } from "../../../core/documents/workload";
import { frontierCsv } from "../../../core/frontier/frontier-csv";
import { arrivalWarning } from "../../../core/metrics/arrivals";
import type { PlanningInput } from "../../../core/metrics/planning-input";
import { planFrontier } from "../../planner/plan";
import { EXIT, type ExitStatus } from "../failure";
import { frontierJson } from "../frontier-json";
import { frontierTable } from "../frontier-table";
import { type Output, tellProblems } from "../output";
import { progressLine } from "../progress-line";
import { readChecked, selectInput } from "../select-input";
import { settingsOf } from "../settings-option";

export type Format = "json" | "table" | "csv";

export interface PlanOptions {
  format: Format;
  objectives?: string;
  set: string[];
  class?: string;
  explain?: boolean;
}

/** The frontier of one query class. Status 3, with the answer, when no plan is feasible. */
export async function plan(files: readonly string[], options: PlanOptions, output: Output): Promise<ExitStatus> {
  const settings = settingsOf(options.set, options.objectives);
  const { documents } = await readChecked(files, output);
  const input = selectInput(documents, { classId: options.class, settings });
  tellArrivals(input, output);
  const progress = progressLine(output);
  let frontier: FrontierDocument;
  try {
    frontier = planFrontier(input, { ...progress.control, explain: options.explain ?? false });
  } finally {
    progress.clear();
  }
  const slos = input.workload.spec.classes.find((entry) => entry.id === input.classId)?.slos ?? [];
  await writeFrontier(frontier, slos, options.format, output);
  return frontier.spec.plans.length === 0 ? EXIT.infeasible : EXIT.done;
}

/** Says on standard error when the arrivals are so bursty that computed waits are rough. */
function tellArrivals(input: PlanningInput, output: Output): void {
  const queryClass = input.workload.spec.classes.find((entry) => entry.id === input.classId);
  const message = queryClass && arrivalWarning(queryClass, { ...input.workload.spec.settings, ...input.settings });
  if (message) tellProblems(output, [{ code: "bursty-arrivals", severity: "warning", message, path: [] }]);
}

export async function writeFrontier(frontier: FrontierDocument, slos: readonly Slo[], format: Format, output: Output): Promise<void> {
  if (format === "json") for (const piece of frontierJson(frontier)) await output.write(piece);
  else if (format === "csv") await output.write(csvOf(frontier.spec.plans));
  else await output.write(frontierTable(frontier, slos, output.columns));
}

/** The column about targets is there when the class has any. */
function csvOf(plans: readonly PlanBody[]): string {
  const operators = [...new Set(plans.flatMap((plan) => plan.operators.map(({ id }) => id)))];
  const hasTargets = plans.some((plan) => (plan.slos ?? []).length > 0);
  return frontierCsv(plans, operators, hasTargets ? (plan) => (plan.slos ?? []).every(({ met }) => met) : undefined);
}
