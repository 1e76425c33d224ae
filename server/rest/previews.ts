import { z } from "zod";
import { infrastructureDocument } from "../../core/documents/infrastructure";
import { pipelineDocument } from "../../core/documents/pipeline";
import { workloadDocument } from "../../core/documents/workload";
import type { Context } from "../use-cases/context";
import { invalidInput, isDomainError } from "../use-cases/domain-error";
import { type PreviewInput, previewFrontier } from "../use-cases/preview-frontier";
import { answered } from "./answered";

const question = z.object({
  pipeline: pipelineDocument,
  workload: workloadDocument,
  infrastructure: infrastructureDocument,
  catalogues: z
    .array(z.object({ id: z.uuid(), version: z.number().int().positive() }))
    .min(1)
    .max(50),
  classId: z.string().optional(),
});

async function questionOf(request: Request): Promise<PreviewInput> {
  const body: unknown = await request.json().catch((error: unknown) => {
    if (isDomainError(error)) throw error;
    return null;
  });
  const read = question.safeParse(body);
  if (read.success) return read.data;
  throw invalidInput(read.error);
}

/**
 * The frontier of documents that are not saved: POST because of the size of the question; it changes nothing. What a slider waits for goes out as the bytes
 * that the planner gave, past the layers that would write it as text; its columns of numbers shrink little, and packing them takes longer than planning.
 */
export function preview(request: Request, context: Context): Promise<Response> {
  return answered(request, "This could not be planned, by a fault of ours.", async () => {
    return new Response(await previewFrontier(context, await questionOf(request), request.signal), {
      headers: { "content-type": "application/octet-stream", "cache-control": "no-store, no-transform" },
    });
  });
}
