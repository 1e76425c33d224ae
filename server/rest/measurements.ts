import { randomUUID } from "node:crypto";
import type { Context } from "../use-cases/context";
import { DomainError, isDomainError } from "../use-cases/domain-error";
import { HEAD_BYTES, parseReadOptions, previewMeasurementFile, readMeasurementFile } from "../use-cases/read-measurement-file";

/** Files do not go through tRPC, which would hold them in memory. */

async function answered(request: Request, work: () => Promise<unknown>): Promise<Response> {
  try {
    return Response.json(await work());
  } catch (error) {
    if (isDomainError(error)) return Response.json({ error: { code: error.code, message: error.message, details: error.details } }, { status: error.status });
    // The person cancelled: nobody reads the answer, and nothing is wrong.
    if (request.signal.aborted) return new Response(null, { status: 499 });
    const id = randomUUID();
    console.error(`[${id}]`, error);
    const message = `The file could not be read, by a fault of ours. Nothing was stored. The log has more under ${id}.`;
    return Response.json({ error: { code: "internal", message, details: null } }, { status: 500 });
  }
}

function sizeOf(request: Request): number | null {
  const given = request.headers.get("content-length");
  return given === null || !/^\d+$/.test(given) ? null : Number(given);
}

async function* piecesOf(request: Request): AsyncGenerator<Uint8Array> {
  if (!request.body) return;
  const reader = request.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // A file that is refused half-way is not sent to its end.
    await reader.cancel().catch(() => undefined);
  }
}

/** The first bytes of a file (`?size=` says how many there are in all): what it is, and how it would be read. */
export function measurementsPreview(request: Request, context: Context): Promise<Response> {
  return answered(request, async () => {
    const { searchParams } = new URL(request.url);
    const size = sizeOf(request);
    if (size !== null && size > HEAD_BYTES) throw new DomainError("invalid-input", "Only the beginning of a file is looked at.", { limit: HEAD_BYTES });
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const piece of piecesOf(request)) {
      length += piece.length;
      if (length > HEAD_BYTES) throw new DomainError("invalid-input", "Only the beginning of a file is looked at.", { limit: HEAD_BYTES });
      parts.push(piece);
    }
    const whole = Number(searchParams.get("size"));
    return previewMeasurementFile(context, {
      head: Buffer.concat(parts),
      sizeBytes: Number.isFinite(whole) && whole > 0 ? whole : length,
      options: parseReadOptions(searchParams.get("options")),
    });
  });
}

/** A whole file as a stream: its operating points, everything wrong with it, and (`?trace=1`) its arrivals. */
export function measurementsRead(request: Request, context: Context): Promise<Response> {
  return answered(request, () => {
    const { searchParams } = new URL(request.url);
    return readMeasurementFile(context, {
      body: piecesOf(request),
      sizeBytes: sizeOf(request),
      options: parseReadOptions(searchParams.get("options")),
      wantsTrace: searchParams.get("trace") === "1",
    });
  });
}
