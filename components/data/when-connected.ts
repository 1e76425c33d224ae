const WAIT_MS = 2_000;

/**
 * Loads scripts of a part of the page. While the server cannot be reached it waits and tries again: a part that comes later must not take down the page that was
 * drawn on. Scripts that a server in reach does not have, as after an update, are an error.
 */
export async function whenConnected<T>(load: () => Promise<T>): Promise<T> {
  for (let isReached = false; ; ) {
    try {
      return await load();
    } catch (error) {
      if (isReached) throw error;
      isReached = await isServerReached();
      if (!isReached) await connection();
    }
  }
}

async function isServerReached(): Promise<boolean> {
  return fetch("/api/health", { cache: "no-store" }).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** The browser has a connection again, or some time has passed. */
function connection(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, WAIT_MS);
    window.addEventListener("online", done);
    function done(): void {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      resolve();
    }
  });
}
