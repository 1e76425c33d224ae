import type { Metadata } from "next";
import { InfrastructurePage } from "@/components/infrastructure/infrastructure-page";

export const metadata: Metadata = { title: "Infrastructure" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <InfrastructurePage id={id} />;
}
