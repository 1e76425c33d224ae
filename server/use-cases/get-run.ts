import { authorise } from "../auth/gate";
import type { Context } from "./context";
import { loadRun, type RunView } from "./run-view";

export async function getRun(context: Context, input: { runId: string }): Promise<RunView> {
  authorise(context.principal, "run:read");
  return loadRun(context, input.runId);
}
