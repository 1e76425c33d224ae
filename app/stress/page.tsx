import type { Metadata } from "next";
import { StressEditor } from "@/components/editor/stress/stress-editor";

export const metadata: Metadata = { title: "Stress" };

const DEFAULT_OPERATORS = 500;
const MOST_OPERATORS = 5_000;

export default async function Page({ searchParams }: { searchParams: Promise<{ operators?: string }> }) {
  const { operators } = await searchParams;
  const wanted = Number(operators ?? DEFAULT_OPERATORS);
  const count = Number.isInteger(wanted) && wanted > 0 ? Math.min(wanted, MOST_OPERATORS) : DEFAULT_OPERATORS;
  return <StressEditor count={count} />;
}
