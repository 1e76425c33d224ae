import type { Metadata } from "next";
import { PipelinePage } from "@/components/editor/pipeline-page";

export const metadata: Metadata = { title: "Pipeline" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <PipelinePage pipelineId={id} />;
}
