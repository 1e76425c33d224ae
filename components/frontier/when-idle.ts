/** Runs work once the page has nothing better to do, at the latest after a while. Returns what cancels it. */
export function whenIdle(work: () => void, latestMs = 2_000): () => void {
  if (typeof window.requestIdleCallback !== "function") {
    const timer = setTimeout(work, 300);
    return () => clearTimeout(timer);
  }
  // a moment's grace: the frame that is being made is not idle time
  let handle = 0;
  const timer = setTimeout(() => {
    handle = window.requestIdleCallback(work, { timeout: latestMs });
  }, 250);
  return () => {
    clearTimeout(timer);
    if (handle) window.cancelIdleCallback(handle);
  };
}
