import { enterAsRequest } from "@/server/auth/gate";
import { refuseForeignOrigin } from "@/server/auth/same-origin";
import { processRuntime } from "@/server/process-runtime";
import { preview } from "@/server/rest/previews";

export const dynamic = "force-dynamic";

export async function POST(request: Request): Promise<Response> {
  const refusal = refuseForeignOrigin(request);
  if (refusal) return refusal;
  const runtime = await processRuntime();
  return preview(request, runtime.contextFor(enterAsRequest()));
}
