import { processRuntime } from "@/server/process-runtime";

export const dynamic = "force-dynamic";

/** For a supervisor: 200 when the database answers. */
export async function GET(): Promise<Response> {
  try {
    const runtime = await processRuntime();
    await runtime.database.client.$queryRaw`SELECT 1`;
    return Response.json({ status: "ok", database: runtime.database.kind });
  } catch (error) {
    console.error("health:", error);
    return Response.json({ status: "unavailable" }, { status: 503 });
  }
}
