import type { Metadata } from "next";
import { ReportPage } from "@/components/frontier/report-page";

export const metadata: Metadata = { title: "Report" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <ReportPage pipelineId={id} />;
}
