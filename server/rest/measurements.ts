import type { Context } from "../use-cases/context";
import { DomainError } from "../use-cases/domain-error";
import { HEAD_BYTES, parseReadOptions, previewMeasurementFile, readMeasurementFile } from "../use-cases/read-measurement-file";
import { answered } from "./answered";

/** Files do not go through tRPC, which would hold them in memory. */

const FAILED = "The file could not be read, by a fault of ours.";

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
  return answered(request, FAILED, async () => {
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
    return Response.json(
      await previewMeasurementFile(context, {
        head: Buffer.concat(parts),
        sizeBytes: Number.isFinite(whole) && whole > 0 ? whole : length,
        options: parseReadOptions(searchParams.get("options")),
      }),
    );
  });
}

/** A whole file as a stream: its operating points, everything wrong with it, and (`?trace=1`) its arrivals. */
export function measurementsRead(request: Request, context: Context): Promise<Response> {
  return answered(request, FAILED, async () => {
    const { searchParams } = new URL(request.url);
    return Response.json(
      await readMeasurementFile(context, {
        body: piecesOf(request),
        sizeBytes: sizeOf(request),
        options: parseReadOptions(searchParams.get("options")),
        wantsTrace: searchParams.get("trace") === "1",
      }),
    );
  });
}
