import type { Metadata } from "next";
import { WorkloadPage } from "@/components/workloads/workload-page";

export const metadata: Metadata = { title: "Workload" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <WorkloadPage id={id} />;
}
