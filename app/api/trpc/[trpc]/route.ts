import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { entered } from "@/server/rest/entered";
import { limited } from "@/server/rest/limited";
import { appRouter } from "@/server/trpc/router";

export const dynamic = "force-dynamic";

function handle(request: Request): Promise<Response> {
  return entered(limited(request), (req, context) => fetchRequestHandler({ endpoint: "/api/trpc", req, router: appRouter, createContext: () => context }));
}

export { handle as GET, handle as POST };
