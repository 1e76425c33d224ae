import { entered } from "@/server/rest/entered";
import { limited } from "@/server/rest/limited";
import { preview } from "@/server/rest/previews";

export const dynamic = "force-dynamic";

export function POST(request: Request): Promise<Response> {
  return entered(limited(request), preview);
}
