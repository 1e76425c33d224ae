"use client";

/** Shown when even the layout fails, so it relies on nothing of ours. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body style={{ fontFamily: "system-ui, sans-serif", padding: 32, maxWidth: 560 }}>
        <h1 style={{ fontSize: 18 }}>Trilemma could not be shown</h1>
        <p>Nothing you saved is lost. Try again, or look at the server&apos;s log{error.digest ? ` for reference ${error.digest}` : ""}.</p>
        <button type="button" onClick={reset}>
          Try again
        </button>
      </body>
    </html>
  );
}
