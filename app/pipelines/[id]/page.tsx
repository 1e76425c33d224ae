import type { Metadata } from "next";
import { Suspense } from "react";
import superjson from "superjson";
import { EditorSkeleton } from "@/components/editor/editor-skeleton";
import { type FirstStudy, writeStudy } from "@/components/editor/first-study";
import { PipelinePage } from "@/components/editor/pipeline-page";
import { frontierTransfer } from "@/core/frontier/frontier-transfer";
import { enterAsRequest } from "@/server/auth/gate";
import { processRuntime } from "@/server/process-runtime";
import { getStudy } from "@/server/use-cases/get-study";

export const metadata: Metadata = { title: "Pipeline" };
export const dynamic = "force-dynamic";

superjson.registerCustom(frontierTransfer, "frontier");

/** The study as text that the browser reads; null when it cannot be had, which the page then asks for itself and tells why. */
async function firstStudy(pipelineId: string): Promise<FirstStudy | null> {
  try {
    const runtime = await processRuntime();
    return writeStudy(await getStudy(runtime.contextFor(enterAsRequest()), { pipelineId }));
  } catch {
    return null;
  }
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  // Not waited for: the page and its scripts are on their way while the documents are read.
  return (
    <Suspense fallback={<EditorSkeleton />}>
      <PipelinePage pipelineId={id} first={firstStudy(id)} />
    </Suspense>
  );
}
