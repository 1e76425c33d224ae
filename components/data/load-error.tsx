import { ErrorState } from "../ui/state-view";
import { reportOf } from "./trpc";

interface LoadErrorProps {
  /** What was to be shown, as the beginning of a sentence: "The pipelines". */
  what: string;
  query: { error: { message: string } | null; refetch: () => unknown };
  compact?: boolean;
}

/** In place of what a query should have brought: the server's reason, or that it does not answer, and another try. */
export function LoadError({ what, query, compact = false }: LoadErrorProps) {
  const report = reportOf(query.error);
  return (
    <ErrorState title={`${what} could not be loaded`} onRetry={() => void query.refetch()} compact={compact} {...(report ? { code: report.code } : {})}>
      {report ? query.error?.message : "The server does not answer. Check that it runs and that you are online. Nothing is lost."}
    </ErrorState>
  );
}
