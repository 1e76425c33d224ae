import { randomUUID } from "node:crypto";
import { isDomainError } from "../use-cases/domain-error";

/** The one place where errors become answers of plain routes; what is our fault is logged with an id and told as that id, after `failed`. */
export async function answered(request: Request, failed: string, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (isDomainError(error)) return Response.json({ error: { code: error.code, message: error.message, details: error.details } }, { status: error.status });
    // The person cancelled: nobody reads the answer, and nothing is wrong.
    if (request.signal.aborted) return new Response(null, { status: 499 });
    const id = randomUUID();
    console.error(`[${id}]`, error);
    const message = `${failed} Nothing was stored. The log has more under ${id}.`;
    return Response.json({ error: { code: "internal", message, details: null } }, { status: 500 });
  }
}
