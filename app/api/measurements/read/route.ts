import { entered } from "@/server/rest/entered";
import { measurementsRead } from "@/server/rest/measurements";

export const dynamic = "force-dynamic";

export function POST(request: Request): Promise<Response> {
  return entered(request, measurementsRead);
}
