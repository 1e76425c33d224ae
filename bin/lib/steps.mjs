// What must be there before the app can run or be tested. Needs nothing but Node itself, as it runs before the install.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { isInstalled, markedInstall } from "./installed.mjs";
import { noteChild, withSetupLock } from "./setup-lock.mjs";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const MINIMUM = { 20: 19, 22: 12 };

/** A reason to stop that is told to people as it is, without a stack. */
export class Stop extends Error {}

export function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const fine = major >= 24 || (major in MINIMUM && minor >= MINIMUM[major]);
  if (!fine) throw new Stop(`Trilemma needs Node 20.19 or newer, 22.12 or newer, or 24; this is Node ${process.versions.node}. See https://nodejs.org.`);
}

export function dataFolder() {
  return process.env.TRILEMMA_DATA_DIR || join(root, ".data");
}

/** Where the built app is; only the last part of a path is taken, as Next wants it inside the project. */
export function distFolder() {
  return process.env.TRILEMMA_DIST_DIR || ".next";
}

let logFile = null;
/** Output of the steps and of the server goes here, so that a terminal shows one line. */
export function openLog(name) {
  const folder = join(dataFolder(), "logs");
  mkdirSync(folder, { recursive: true });
  logFile = join(folder, `${name}.log`);
  writeFileSync(logFile, "");
  return logFile;
}

/** Tells what takes so long: on a terminal in one line that changes, elsewhere as one plain line a step. */
export function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${text}`);
  else if (text) process.stderr.write(`${text}\n`);
}

const STEPS = ["generate", "bundle", "build"];

/** Each step once at a time among all processes of this clone, whatever their data folders are; an install alone, as it takes the tools from under the others. */
function alone(steps, what, work) {
  return withSetupLock(join(root, ".data", "setup"), steps, what, work, progress);
}

/** Runs a program; its output goes to the log, or to the terminal with `show`. */
export function run(command, args, { env = {}, show = false, what = command } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: ["ignore", show ? "inherit" : "pipe", show ? "inherit" : "pipe"] });
    noteChild(child.pid);
    let tail = "";
    const keep = (chunk) => {
      if (logFile) appendFileSync(logFile, chunk);
      tail = (tail + chunk).slice(-12_000);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.on("error", (error) => reject(new Stop(`${what} could not be started: ${error.message}`)));
    child.on("close", (code, signal) => {
      if (code === 0) resolve();
      else
        reject(
          new Stop(
            `${what} failed (${signal ?? `exit ${code}`}).${tail ? `\n${tail.split("npm error Clean install a project")[0].trimEnd()}` : ""}${logFile ? `\nThe whole output is in ${logFile}` : ""}`,
          ),
        );
    });
  });
}

/** A tool of node_modules, run by this very Node. */
export function runTool(packageName, bin, args, options = {}) {
  const manifest = join(root, "node_modules", packageName, "package.json");
  if (!existsSync(manifest)) throw new Stop(`node_modules lacks ${packageName}; remove the folder node_modules and run this again.`);
  const { bin: bins } = JSON.parse(readFileSync(manifest, "utf8"));
  const script = typeof bins === "string" ? bins : bins[bin];
  return run(process.execPath, [join(dirname(manifest), script), ...args], { what: bin, ...options });
}

const IGNORED = new Set(["node_modules", "generated", ".DS_Store"]);

/** Changes exactly when a file under one of the paths does. */
export function hashOf(paths) {
  const hash = createHash("sha256");
  const visit = (path, relative) => {
    const full = join(root, path);
    if (!existsSync(full)) return;
    let entries = null;
    try {
      entries = readdirSync(full, { withFileTypes: true });
    } catch {
      hash.update(`${relative}\0`).update(readFileSync(full)).update("\0");
      return;
    }
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (IGNORED.has(entry.name)) continue;
      if (entry.isDirectory() || entry.isFile()) visit(join(path, entry.name), `${relative}/${entry.name}`);
    }
  };
  for (const path of paths) visit(path, path);
  return hash.update(process.versions.modules).digest("hex");
}

async function whenChanged(step, what, stampFile, paths, work) {
  const stamp = join(root, stampFile);
  const isDone = () => existsSync(stamp) && readFileSync(stamp, "utf8") === hashOf(paths);
  if (isDone()) return;
  await alone([step], what, async () => {
    // Another process may have done it while this one waited, or the sources may have changed.
    if (isDone()) return;
    const hash = hashOf(paths);
    rmSync(stamp, { force: true });
    await work();
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, hash);
  });
}

export async function ensureInstalled() {
  if (isInstalled(root)) return;
  await alone(["install", ...STEPS], "it installs packages", async () => {
    if (isInstalled(root)) return;
    progress("Installing packages (the first time takes a minute or two) ...");
    const npm = process.env.npm_execpath;
    const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--include=dev"];
    // A quiet caller must not silence the reason of a failure.
    const env = { NODE_ENV: "", npm_config_loglevel: "warn" };
    await markedInstall(root, async () => {
      if (npm?.endsWith(".js")) await run(process.execPath, [npm, ...args], { what: "npm ci", env });
      else await run(process.platform === "win32" ? "npm.cmd" : "npm", args, { what: "npm ci", env });
    });
  });
}

export async function ensureGenerated() {
  await whenChanged("generate", "it generates the database client", "server/db/generated/.stamp", ["prisma/schema.prisma", "package-lock.json"], async () => {
    progress("Generating the database client ...");
    // Generating needs no engine, but looks for one and would download it; any executable that exists satisfies it.
    await runTool("prisma", "prisma", ["generate"], {
      env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1" },
      what: "prisma generate",
    });
  });
}

/** The worker thread and the command, each as one file that plain Node can run. */
const BUNDLES = [
  { entry: "server/planner/worker.ts", out: "dist/planner-worker.mjs" },
  { entry: "server/simulator/worker.ts", out: "dist/simulator-worker.mjs" },
  { entry: "server/cli/main.ts", out: "dist/cli.mjs" },
];

export async function ensureBundles() {
  const bundles = BUNDLES.filter(({ entry }) => existsSync(join(root, entry)));
  await whenChanged("bundle", "it bundles the planner", "dist/.stamp", ["core", "server", "package-lock.json", "bin/lib/steps.mjs"], async () => {
    progress("Bundling the planner ...");
    const { build, stop } = createRequire(join(root, "package.json"))("esbuild");
    for (const { entry, out } of bundles) {
      await build({
        absWorkingDir: root,
        entryPoints: [entry],
        outfile: out,
        bundle: true,
        platform: "node",
        format: "esm",
        target: "node20.19",
        sourcemap: "linked",
        external: ["highs", "piscina", "@datadog/sketches-js", "@resvg/resvg-wasm"],
        logLevel: "silent",
        banner: { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
      }).catch((error) => {
        throw new Stop(`Bundling ${entry} failed:\n${error.message}`);
      });
    }
    // The bundler's helper process would live as long as the server.
    await stop();
  });
}

const APP_SOURCES = [
  "app",
  "components",
  "core",
  "server",
  "public",
  "prisma",
  "instrumentation.ts",
  "proxy.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];

export async function ensureBuilt() {
  await whenChanged("build", "it builds the app", join(distFolder(), "trilemma.stamp"), APP_SOURCES, async () => {
    progress("Building the app ...");
    await runTool("next", "next", ["build"], { env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" }, what: "next build" });
    compressStatic();
  });
}

/** The scripts and styles of the built app. */
export function staticFolder() {
  return join(root, distFolder(), "static");
}

/** Compressed once, beside the originals: Next would do it again for every page that is opened with an empty cache. */
function compressStatic() {
  for (const entry of readdirSync(staticFolder(), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|css|svg|json|txt)$/.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
  }
}

/** Everything a runnable server needs. */
export async function ensureReady({ build = true } = {}) {
  checkNode();
  await ensureInstalled();
  await ensureGenerated();
  await ensureBundles();
  if (build) await ensureBuilt();
  progress("");
}
