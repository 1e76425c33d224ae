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
    // what a slider waits for goes out as it is: its columns of numbers shrink little, and packing them takes longer than planning
    responseMeta: ({ paths }) => (paths?.includes("previews.plan") ? { headers: { "cache-control": "no-store, no-transform" } } : {}),
  });
}

export { handle as GET, handle as POST };
