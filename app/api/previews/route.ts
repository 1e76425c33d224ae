import { entered } from "@/server/rest/entered";
import { preview } from "@/server/rest/previews";

export const dynamic = "force-dynamic";

export function POST(request: Request): Promise<Response> {
  return entered(request, preview);
}
