import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MeasurementFailed, output } from "./children";
import type { Box } from "./hypervolume";
import type { Query } from "./jobs";
import { callsOf, messagesOf, type Selection } from "./selection";

const folder = join(import.meta.dirname, "../peers");
const MODULES = ["pymoo", "optuna", "ortools"] as const;

export interface Python {
  command: string;
  version: string;
  /** Version of each peer that is installed. */
  packages: Partial<Record<(typeof MODULES)[number], string>>;
}

/** How people get the peers that are missing. */
export const HOW_TO_INSTALL =
  "python3 -m venv peers && peers/bin/pip install -r test/bench/peers/requirements.txt, then TRILEMMA_BENCH_PYTHON=peers/bin/python npm run bench -- planner";

/** A Python with at least one of the peers: TRILEMMA_BENCH_PYTHON, else `python3`, else `python`; null when there is none. */
export async function findPython(): Promise<Python | null> {
  const named = process.env.TRILEMMA_BENCH_PYTHON;
  const script = [
    "import importlib.metadata as m, json, platform",
    "import numpy",
    "found = {}",
    ...MODULES.map((module) => `try: found["${module}"] = m.version("${module}")\nexcept Exception: pass`),
    'print(json.dumps({"version": platform.python_version(), "packages": found}))',
  ].join("\n");
  for (const command of named ? [named] : ["python3", "python"]) {
    if (named && !existsSync(named)) continue;
    const { code, stdout } = await output(command, ["-c", script], 60).catch(() => ({ code: 1, stdout: "" }));
    if (code !== 0) continue;
    const { version, packages } = JSON.parse(stdout) as Omit<Python, "command">;
    if (Object.keys(packages).length > 0) return { command, version, packages };
  }
  return null;
}

export interface PeerCurve {
  peer: string;
  version: string;
  evaluations: number;
  curve: { seconds: number; evaluations: number; hypervolume: number; points: number }[];
}

export interface CpSatAnswers {
  version: string;
  queries: (Query & { cost: number | null; seconds: number; proven: boolean })[];
}

/** Writes the instance as the peers read it: costs per 1,000 requests, calls counted. */
export function writePeerInstance(path: string, selection: Selection, box: Box, queries: Query[]): void {
  const several = selection.transfers.length > 1;
  const pools = selection.deviceCounts ? Object.fromEntries(selection.deviceCounts.map((count, t) => [`t${t}`, count])) : undefined;
  writeFileSync(
    path,
    JSON.stringify({
      name: selection.name,
      operators: selection.operators.map(({ id, options }, o) => ({
        id,
        options: options.map((option) => ({
          cost: callsOf(selection, o) * option.usdPerThousand,
          latencyMs: option.latencyMs,
          quality: option.quality,
          tier: `t${option.tier}`,
          ...(pools ? { devices: { [`t${option.tier}`]: option.devices } } : {}),
        })),
      })),
      edges: selection.edges.map((edge) => ({
        from: edge.from < 0 ? null : edge.from,
        to: edge.to,
        ...(several
          ? {
              transfers: selection.transfers.flatMap((row, a) =>
                edge.from < 0 && a > 0
                  ? []
                  : row.map(({ usdPerThousand, latencyMs }, b) => ({
                      ...(edge.from < 0 ? {} : { from: `t${a}` }),
                      to: `t${b}`,
                      cost: messagesOf(selection, edge) * usdPerThousand,
                      latencyMs,
                    })),
              ),
            }
          : {}),
      })),
      ...(pools ? { pools } : {}),
      quality: selection.quality,
      scenarios: selection.scenarios,
      reference: box.reference,
      queries,
    }),
  );
}

async function peer<Result>(python: Python, script: string, args: string[], limitSeconds: number): Promise<Result> {
  const { code, stdout, stderr } = await output(python.command, [join(folder, script), ...args], limitSeconds);
  if (code !== 0) throw new MeasurementFailed(code === null ? `stopped after ${limitSeconds} s` : (stderr.trim().split("\n").at(-1) ?? `exit ${code}`));
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "null") as Result;
}

/** The heuristic searchers that are installed, each for the same time, one after the other. */
export async function searchers(python: Python, instance: string, seconds: number): Promise<PeerCurve[]> {
  const limit = seconds * 3 + 60;
  const time = ["--seconds", String(seconds)];
  const curves: PeerCurve[] = [];
  if (python.packages.pymoo) curves.push(await peer<PeerCurve>(python, "pymoo_nsga2.py", [instance, ...time], limit));
  if (python.packages.optuna) {
    curves.push(await peer<PeerCurve>(python, "optuna_search.py", [instance, "--sampler", "nsga2", ...time], limit));
    curves.push(await peer<PeerCurve>(python, "optuna_search.py", [instance, "--sampler", "tpe", ...time], limit));
  }
  return curves;
}

/** OR-Tools CP-SAT on single questions; null when it is not installed. */
export async function cpSat(python: Python, instance: string, limitSeconds: number, workers: number): Promise<CpSatAnswers | null> {
  if (!python.packages.ortools) return null;
  return peer<CpSatAnswers>(python, "ortools_cpsat.py", [instance, "--seconds", String(limitSeconds), "--workers", String(workers)], limitSeconds * 20 + 60);
}

/** Hypervolume of a front by the peers' own code: a check of ours. */
export async function peerHypervolume(python: Python, instance: string, front: string): Promise<number> {
  return (await peer<{ hypervolume: number }>(python, "front_hypervolume.py", [instance, front], 120)).hypervolume;
}
