import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { enterAsRequest } from "@/server/auth/gate";
import { refuseForeignOrigin } from "@/server/auth/same-origin";
import { processRuntime } from "@/server/process-runtime";
import { appRouter } from "@/server/trpc/router";

export const dynamic = "force-dynamic";

async function handle(request: Request): Promise<Response> {
  const refusal = refuseForeignOrigin(request);
  if (refusal) return refusal;
  const runtime = await processRuntime();
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: () => runtime.contextFor(enterAsRequest()),
  });
}

export { handle as GET, handle as POST };
