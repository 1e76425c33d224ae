// A real Chromium: by environment variable, then the system's, then Playwright's own; installed by the system's package manager as a last resort.
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const ELSEWHERE = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

export const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Path of a Chromium, or null. A path in the environment that does not work is an error, not a reason to look further. */
export function findChromium() {
  for (const name of ["TRILEMMA_CHROMIUM", "CHROME_PATH"]) {
    const path = process.env[name];
    if (!path) continue;
    if (!executable(path)) throw new Error(`${name} is ${path}, which is not a program that can be run.`);
    return path;
  }
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    for (const name of NAMES) if (executable(join(folder, name))) return join(folder, name);
  }
  for (const path of ELSEWHERE) if (executable(path)) return path;
  try {
    const own = createRequire(import.meta.url)("playwright-core").chromium.executablePath();
    if (own && existsSync(own)) return own;
  } catch {
    // Playwright does not support this platform; there is nothing of its own.
  }
  return null;
}

/** As above, but installs Debian's package when this is root on Debian; throws what to do when none can be had. */
export async function ensureChromium(run) {
  const found = findChromium();
  if (found) return found;
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  const isDebian = /^ID(_LIKE)?=.*debian/m.test(release) && !/^ID=ubuntu/m.test(release);
  if (isDebian && process.getuid?.() === 0) {
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update"], { env });
    await run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { env });
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error(
    "The browser journeys need Chromium and none was found. Do one of these and run npm test again:\n" +
      "  - install it: apt-get install chromium (Debian), snap install chromium (Ubuntu), brew install --cask chromium (macOS)\n" +
      "  - or: npx playwright install --with-deps chromium\n" +
      "  - or say where it is: TRILEMMA_CHROMIUM=/path/to/chromium npm test",
  );
}
