import type { CatalogueIndex } from "@/components/editor/catalogue-index";
import type { PlanOperator } from "@/core/documents/plan";
import { incomingEdges } from "@/core/graph/edit-index";
import type { EditTables, OperatorRecord } from "@/core/graph/edit-tables";

/** What a node says when no plan is chosen: what is missing, most important first. */
export interface BareState {
  readonly text: string;
  readonly detail: string;
  /** Planning cannot succeed before this is put right. */
  readonly blocking: boolean;
}

/** How many configurations the operator may be done with, from its allow-list and the catalogue. */
export function candidateCount(operator: OperatorRecord, catalogue: CatalogueIndex): number {
  const offered = catalogue.byTask.get(operator.task ?? "") ?? [];
  return operator.candidates ? offered.filter((item) => operator.candidates?.includes(item.name)).length : offered.length;
}

/** The bare state of an operator without a plan; `plans`: how many the frontier has, null before there is one. */
export function bareState(tables: EditTables, operator: OperatorRecord, catalogue: CatalogueIndex, plans: number | null): BareState {
  const detail = plans === null ? "Not planned yet" : plans === 0 ? "No plan" : "Choose a plan";
  if (operator.alternatives) {
    const count = operator.alternatives.length;
    return { text: `${count} ${count === 1 ? "alternative" : "alternatives"}`, detail, blocking: false };
  }
  const count = candidateCount(operator, catalogue);
  if (!operator.task) return { text: "No task", detail: "Choose what it does", blocking: true };
  if (count === 0) {
    return operator.candidates
      ? { text: "No candidate left", detail: "Its allow-list matches nothing", blocking: true }
      : { text: "No implementation", detail: "The catalogues have none for this task", blocking: true };
  }
  if (incomingEdges(tables, operator.id).length === 0) return { text: "Not connected", detail: "Connect an input to it", blocking: true };
  return {
    text: `${count} ${count === 1 ? "candidate" : "candidates"}`,
    detail,
    blocking: false,
  };
}

/** Where the chosen plan runs an operator. */
export interface PlannedState {
  readonly model: string;
  readonly where: string;
  readonly replicas: string;
  readonly detail: string;
}

function poolName(pool: string, tier: string | undefined): string {
  return pool === "api" ? `API${tier ? `, called from ${tier}` : ""}` : pool;
}

/** One line each for what runs and where; the detail lists every part and knob. */
export function plannedState(operator: PlanOperator): PlannedState {
  const { configuration, parts } = operator;
  const knobs = Object.entries(configuration.knobs).map(([name, value]) => `${name} ${String(value)}`);
  const replicas = parts.reduce((sum, part) => sum + part.replicas, 0);
  const pools = [...new Set(parts.map((part) => poolName(part.pool, part.tier)))];
  return {
    model: knobs.length > 0 ? `${configuration.implementation} · ${knobs.join(", ")}` : configuration.implementation,
    where: pools.length <= 2 ? pools.join(" + ") : `${pools[0]} + ${pools.length - 1} more`,
    replicas: replicas > 0 ? `×${replicas}` : "",
    detail: parts
      .map(
        (part) =>
          `${poolName(part.pool, part.tier)}: ${part.replicas > 0 ? `${part.replicas} replicas, ` : ""}${Math.round(part.share * 1000) / 10} % of calls`,
      )
      .join("\n"),
  };
}
