import type { Metadata } from "next";
import { ImportWizard } from "@/components/measurements/import-wizard";

export const metadata: Metadata = { title: "Import measurements" };

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { catalogue, model } = await searchParams;
  const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);
  return <ImportWizard preselected={{ catalogueId: one(catalogue), name: one(model) }} />;
}
