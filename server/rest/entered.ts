import { enterAsRequest } from "../auth/gate";
import { refuseForeignOrigin } from "../auth/same-origin";
import { processRuntime } from "../process-runtime";
import type { Context } from "../use-cases/context";

/** The door of every route: pages of other sites are refused, everybody else is let in as who they are. */
export async function entered(request: Request, handle: (request: Request, context: Context) => Promise<Response>): Promise<Response> {
  const refusal = refuseForeignOrigin(request);
  if (refusal) return refusal;
  const runtime = await processRuntime();
  return handle(request, runtime.contextFor(enterAsRequest()));
}
