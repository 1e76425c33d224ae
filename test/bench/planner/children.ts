import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build, stop } from "esbuild";
import { YOUNG_GENERATION_MIB } from "../../../server/planner/pool";
import type { Job } from "./jobs";

/** The heap of the app's planner threads: the young generation is three semi-spaces. */
const AS_WORKERS = [`--max-semi-space-size=${YOUNG_GENERATION_MIB / 3}`];

const root = join(import.meta.dirname, "../../..");

/** Why a row has no result. */
export class MeasurementFailed extends Error {}

export interface Bench {
  /** Runs one job in a fresh process. Rejects with MeasurementFailed when it fails or takes longer than the limit. */
  measure<Result>(job: Job, limitSeconds: number): Promise<Result>;
  /** A path in a folder that is removed at the end. */
  scratch(name: string): string;
  close(): void;
}

/** Bundles what is measured as the app's own workers are bundled, inside the project so that packages are found. */
export async function openBench(): Promise<Bench> {
  const folder = join(root, "dist", `bench-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const bundle = join(folder, "measure.mjs");
  await build({
    absWorkingDir: root,
    entryPoints: ["test/bench/planner/measure.ts"],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    external: ["highs"],
    logLevel: "error",
    banner: { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
  });
  await stop();
  const close = (): void => rmSync(folder, { recursive: true, force: true });
  process.once("exit", close);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  return {
    measure: async <Result>(job: Job, limitSeconds: number): Promise<Result> => {
      const { code, stdout, stderr } = await output(process.execPath, [...AS_WORKERS, bundle, JSON.stringify(job)], limitSeconds);
      if (code !== 0) throw new MeasurementFailed(code === null ? `stopped after ${limitSeconds} s` : `failed: ${lastLines(stderr)}`);
      return JSON.parse(stdout.trim().split("\n").at(-1) ?? "null") as Result;
    },
    scratch: (name) => join(folder, name),
    close,
  };
}

function lastLines(text: string): string {
  const lines = text
    .trim()
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\s+at |^Node\.js v/.test(line));
  return lines.find((line) => /Error/.test(line)) ?? lines.at(-1) ?? "no reason given";
}

/** What a program prints, and its exit status; null = it had to be ended at the limit. */
export function output(command: string, args: string[], limitSeconds: number): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env: { ...process.env, NODE_OPTIONS: "" }, stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    let late = false;
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    const end = (): void => void child.kill("SIGKILL");
    process.once("exit", end);
    const timer = setTimeout(() => {
      late = true;
      child.kill("SIGKILL");
    }, limitSeconds * 1000);
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      process.removeListener("exit", end);
      resolve({ code: late ? null : (code ?? 1), stdout, stderr });
    });
  });
}
