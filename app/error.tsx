"use client";

import { TopBar } from "@/components/shell/top-bar";
import { ErrorState } from "@/components/ui/state-view";

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <>
      <TopBar />
      <main id="main">
        <ErrorState title="This page could not be shown" code={error.digest ? `Reference ${error.digest}` : undefined} onRetry={reset}>
          Something failed on our side while the page was being made. Nothing you saved is lost. Try again; if it happens again, the reference below finds it in
          the server's log.
        </ErrorState>
      </main>
    </>
  );
}
