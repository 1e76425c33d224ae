import type { Metadata } from "next";
import { InfrastructureListPage } from "@/components/infrastructure/infrastructure-list-page";

export const metadata: Metadata = { title: "Infrastructure" };

export default function Page() {
  return <InfrastructureListPage />;
}
