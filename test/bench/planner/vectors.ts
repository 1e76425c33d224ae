import { compileProblems } from "../../../core/metrics/compile-problems";
import type { PlanningInput } from "../../../core/metrics/planning-input";
import { compose } from "../../../server/planner/compose";
import { frontierQuery } from "../../../server/planner/goals";
import { composableOptions, SearchWork } from "../../../server/planner/solve";

/** From documents to the exact vectors and what each plan is made of, without writing a plan's figures out; returns how many there are. */
export function exactVectors(input: PlanningInput): number {
  const [problem] = compileProblems(input);
  if (!problem) throw new Error("the instance has no problem");
  const query = frontierQuery(problem);
  const work = new SearchWork({}, 120);
  const table = compose(problem, query, composableOptions(problem, query, work), [], [], work);
  if (!table) throw new Error("the instance does not compose");
  return table.rows;
}
