import { readFileSync } from "node:fs";
import { count, duration, GrowingTable, median, ms, type Table, times } from "../report/tables";
import { nameOf, type Shape, selectionOf } from "./generators";
import { isLinear } from "./highs-model";
import type { EnumerationResult, FrontierResult, HighsResult } from "./jobs";
import { agreement, attempt, certificateText, frontierOf, leastMs, type Run, sameVectors, sampled, timeCells, typicalMs } from "./rows";
import { combinationsOf, type Vector } from "./selection";

/** With steps of their figures that give about 15,000, 30,000 and 130,000 points. */
export const CHAIN_6: Shape = { family: "chain", operators: 6, options: 24, steps: { usd: 0.02, ms: 4, quality: 0.002 } };
export const CHAIN_12: Shape = { family: "chain", operators: 12, options: 200, steps: { usd: 0.04, ms: 9, quality: 0.005 } };
const CHAIN_20: Shape = { family: "chain", operators: 20, options: 100, steps: { usd: 0.04, ms: 7.5, quality: 0.005 } };

interface Goal {
  shape: Shape;
  targetMs: number;
  targetMiB?: number;
  /** Least factor over ε-constraint by HiGHS. */
  targetRatio?: number;
}

const GOALS: Goal[] = [
  { shape: CHAIN_6, targetMs: 60, targetRatio: 100 },
  { shape: CHAIN_12, targetMs: 400 },
  { shape: CHAIN_20, targetMs: 2500, targetMiB: 512 / 1.048576 },
];

/** The three chains of the targets: time to the vectors, to the answer of the app's worker, to the document of the command; memory. */
export async function targetChains(run: Run): Promise<Table> {
  const table = new GrowingTable(
    "Exact frontiers of chains",
    ["instance", "points", "timed", "first ms", "median ms", "min ms", "peak MiB", "of which before"],
    [
      "All from the documents. *Vectors*: the exact objective vectors and what each plan is made of. *Answer*: every figure of every plan, packed in columns, as the app's worker threads answer. *Document*: the same spelled out plan by plan, as the command prints it.",
      "*First*: in a fresh process, code not yet compiled. *Peak*: greatest resident memory of that process after its first run; *before*: the process with the instance loaded.",
    ],
  );
  for (const { shape, targetMs, targetMiB, targetRatio } of run.pace.instances === "few" ? GOALS.slice(0, 1) : GOALS) {
    const name = nameOf(shape);
    const budgetSeconds = run.pace.target;
    const work = `exact frontier, ${name}`;
    const target = `< ${duration(targetMs)}${targetMiB ? ", < 512 MB" : ""}`;
    let answer: { result: FrontierResult; vectors: Vector[] } | null = null;
    for (const output of ["answer", "vectors", "document"] as const) {
      const part = await attempt(() => frontierOf(run, shape, { budgetSeconds, output, settings: { timeLimitSeconds: 100 } }));
      if (typeof part === "string") {
        table.add([name, "–", output, part, "", "", "", ""]);
        run.targets.push({ work: `${work}: ${output}`, target, measured: part, met: false });
        continue;
      }
      if (output === "answer") answer = part;
      const { result } = part;
      const points = answer?.result.points ?? result.points;
      const exact = answer?.result.certificate.kind === "exact";
      table.add([name, count(points), output, ...timeCells(result), count(result.peakMiB), count(result.idleMiB)]);
      run.targets.push({
        work: `${work} (${count(points)} points): ${output}`,
        target,
        measured: `${ms(typicalMs(result))} ms${targetMiB ? `, ${count(result.peakMiB * 1.048576)} MB` : ""}${exact ? "" : ", not exact"}`,
        met: exact && typicalMs(result) < targetMs && (targetMiB === undefined || result.peakMiB < targetMiB),
      });
    }
    if (!targetRatio || !answer) continue;
    const highs = await askHighs(run, shape, answer.vectors, 25, run.pace.targetPeer);
    if (typeof highs === "string") continue;
    const ratio = (highs.meanMs * answer.result.points) / typicalMs(answer.result);
    run.targets.push({
      work: `its answer against ε-constraint by HiGHS (${ms(highs.meanMs)} ms a point, one programme a point)`,
      target: `≥ ${targetRatio}×`,
      measured: times(ratio),
      met: ratio >= targetRatio && highs.agrees,
    });
  }
  return table;
}

interface HighsFacts {
  meanMs: number;
  medianMs: number;
  asked: number;
  /** Some query was not proven within its limit, so that the mean is too small. */
  cut: boolean;
  agreement: string;
  agrees: boolean;
}

/** Least cost within sampled points of the frontier, by HiGHS: its time a point, and whether it finds the same cost. */
async function askHighs(run: Run, shape: Shape, vectors: readonly Vector[], queries: number, budgetSeconds: number): Promise<HighsFacts | string> {
  const asked = sampled(vectors, queries);
  const limitSeconds = run.pace.programme;
  const answer = await attempt(() =>
    run.bench.measure<HighsResult>({ kind: "highs", shape, queries: asked.queries, budgetSeconds, limitSeconds }, budgetSeconds + 2 * limitSeconds + 60),
  );
  if (typeof answer === "string") return answer;
  const taken = answer.answers.map((entry) => entry.ms);
  const before = run.disagreements.length;
  return {
    meanMs: taken.reduce((sum, value) => sum + value, 0) / taken.length,
    medianMs: median(taken),
    asked: taken.length,
    cut: answer.answers.some((entry) => !entry.proven),
    agreement: agreement(run, nameOf(shape), answer.answers, asked.costs),
    agrees: run.disagreements.length === before,
  };
}

const FAMILIES: Shape[] = [
  { family: "chain", operators: 4, options: 10 },
  { family: "chain", operators: 5, options: 16 },
  CHAIN_6,
  { family: "chain", operators: 4, options: 400 },
  CHAIN_12,
  { family: "fan-out", operators: 5, options: 16 },
  { family: "fan-out", operators: 8, options: 40 },
  { family: "fan-out", operators: 20, options: 40 },
  { family: "diamonds", operators: 7, options: 30 },
  { family: "diamonds", operators: 16, options: 40 },
  { family: "routers", operators: 5, options: 12 },
  { family: "routers", operators: 5, options: 12, quality: "minimum" },
  { family: "layered", operators: 5, options: 16 },
  { family: "layered", operators: 8, options: 24 },
  { family: "layered", operators: 12, options: 24 },
  { family: "chain", operators: 5, options: 16, tiers: 3 },
  { family: "chain", operators: 8, options: 24, tiers: 3 },
  { family: "chain", operators: 5, options: 16, tiers: 2, capacity: 0.4 },
  { family: "chain", operators: 8, options: 24, tiers: 2, capacity: 0.4 },
  { family: "layered", operators: 8, options: 20, tiers: 6, capacity: 0.5 },
];
const QUICK_FAMILIES = [0, 5, 10, 12, 15, 17];
const MOST_COMBINATIONS = 3_000_000;

/** All graph families side by side with HiGHS and, where there are few enough combinations, with the answer of trying everything. */
export async function families(run: Run): Promise<Table> {
  const table = new GrowingTable(
    "Families of graphs, side by side with ε-constraint by HiGHS",
    [
      "instance",
      "points",
      "certificate",
      "first ms",
      "median ms",
      "min ms",
      "peak MiB",
      "HiGHS ms/point",
      "same cost",
      "all points by HiGHS",
      "ratio",
      "exhaustive",
    ],
    [
      "*HiGHS ms/point*: mean over the sampled points that fitted in its time; each asks the least cost within the point's latency and quality, and must find the point's cost (*same cost*).",
      "*All points by HiGHS* is that mean times the number of points: extrapolated, and a lower bound, since a real enumeration in three objectives solves several programmes a point (next table). `>`: some programmes were stopped at their limit.",
      `*Exhaustive*: every combination tried by an evaluator of its own; \`=\` the same vectors. Planning stops after ${run.pace.plan} s (\`partial\`: what was found by then).`,
    ],
  );
  for (const shape of run.pace.instances === "few" ? QUICK_FAMILIES.map((index) => FAMILIES[index]!) : FAMILIES) {
    const name = nameOf(shape);
    const whole = await attempt(() => frontierOf(run, shape, { budgetSeconds: run.pace.repeat, settings: { timeLimitSeconds: run.pace.plan } }));
    if (typeof whole === "string") {
      table.add([name, "–", whole, "", "", "", "", "", "", "", "", ""]);
      continue;
    }
    const { result, vectors } = whole;
    const selection = selectionOf(shape);
    const complete = result.certificate.kind === "exact";
    const highs = !isLinear(selection) ? "not linear" : complete ? await askHighs(run, shape, vectors, 10, run.pace.peer) : "no exact points";
    const highsCells =
      typeof highs === "string"
        ? [highs, "", "", ""]
        : [
            `${highs.cut ? "> " : ""}${ms(highs.meanMs)}`,
            highs.agreement,
            `${highs.cut ? "> " : ""}${duration(highs.meanMs * result.points)}`,
            times((highs.meanMs * result.points) / typicalMs(result)),
          ];
    const combinations = combinationsOf(selection);
    let exhaustive = `${combinations.toExponential(0).replace("e+", "·10^")} plans`;
    if (combinations <= MOST_COMBINATIONS) {
      const path = run.bench.scratch("exhaustive.json");
      const truth = await attempt(() => run.bench.measure<{ seconds: number }>({ kind: "exhaustive", shape, out: path }, 120));
      if (typeof truth === "string") exhaustive = truth;
      else {
        const same = sameVectors(JSON.parse(readFileSync(path, "utf8")) as Vector[], vectors);
        if (complete && !same) run.disagreements.push(`${name}: the exhaustive frontier is another`);
        exhaustive = `${same ? "=" : "≠"} ${duration(truth.seconds * 1000)}`;
      }
    }
    table.add([name, count(result.points), certificateText(result), ...timeCells(result), count(result.peakMiB), ...highsCells, exhaustive]);
  }
  return table;
}

/** The ε-constraint method carried out in full, which only small instances allow: how many programmes a point really takes. */
export async function enumerations(run: Run): Promise<Table> {
  const table = new GrowingTable(
    "ε-constraint carried out in full",
    ["instance", "points", "programmes", "a point", "HiGHS", "ours, median ms", "ratio", "same vectors"],
    [
      "Nested loops: with quality bounded, cost against latency by tightening latency; then quality is tightened beyond the worst found. Every vector is found this way.",
    ],
  );
  const shapes: Shape[] = [
    { family: "chain", operators: 3, options: 8 },
    { family: "chain", operators: 4, options: 10, steps: { usd: 0.1, ms: 20, quality: 0.01 } },
  ];
  for (const shape of run.pace.instances === "few" ? shapes.slice(0, 1) : shapes) {
    const name = `${nameOf(shape)}${shape.steps ? ", coarse steps" : ""}`;
    const whole = await attempt(() => frontierOf(run, shape, { budgetSeconds: 1 }));
    const path = run.bench.scratch("enumeration.json");
    const budgetSeconds = run.pace.enumeration;
    const full = await attempt(() => run.bench.measure<EnumerationResult>({ kind: "highs-enumeration", shape, budgetSeconds, out: path }, budgetSeconds + 60));
    if (typeof whole === "string" || typeof full === "string") {
      table.add([name, "–", String(whole), "", String(full), "", "", ""]);
      continue;
    }
    const same = sameVectors(JSON.parse(readFileSync(path, "utf8")) as Vector[], whole.vectors);
    if (full.complete && !same) run.disagreements.push(`${name}: full enumeration by HiGHS gives other vectors`);
    table.add([
      name,
      count(whole.result.points),
      count(full.solves),
      (full.solves / whole.result.points).toFixed(1),
      `${full.complete ? "" : "> "}${duration(full.seconds * 1000)}`,
      ms(typicalMs(whole.result)),
      times((full.seconds * 1000) / typicalMs(whole.result)),
      full.complete ? (same ? "yes" : "no") : "not finished",
    ]);
  }
  return table;
}

const GROWTH: { title: string; shapes: Shape[] }[] = [
  { title: "operators, 24 options each", shapes: [4, 6, 8, 12, 16, 20, 30, 40].map((operators) => ({ family: "chain", operators, options: 24 })) },
  { title: "options, 8 operators", shapes: [10, 25, 50, 100, 200, 400].map((options) => ({ family: "chain", operators: 8, options })) },
  { title: "tiers, 8 operators of 24 options", shapes: [1, 2, 3, 4, 5, 6].map((tiers) => ({ family: "chain", operators: 8, options: 24, tiers })) },
  { title: "operators of a layered graph, 16 options each", shapes: [5, 8, 11, 14].map((operators) => ({ family: "layered", operators, options: 16 })) },
];

/** How time, memory and frontier grow with one size at a time. */
export async function growth(run: Run): Promise<Table> {
  const limit = run.pace.plan;
  const table = new GrowingTable(
    "Growth",
    ["instance", "points", "certificate", "first ms", "median ms", "min ms", "µs a point", "peak MiB"],
    [`Exact, stopped after ${limit} s (\`partial\`: what was found by then).`],
  );
  for (const { shapes } of run.pace.instances === "few" ? GROWTH.slice(0, 2).map((part) => ({ ...part, shapes: part.shapes.slice(0, 3) })) : GROWTH) {
    for (const shape of shapes) {
      const whole = await attempt(() => frontierOf(run, shape, { budgetSeconds: run.pace.repeat, settings: { timeLimitSeconds: limit } }));
      if (typeof whole === "string") {
        table.add([nameOf(shape), "–", whole, "", "", "", "", ""]);
        continue;
      }
      const { result } = whole;
      table.add([
        nameOf(shape),
        count(result.points),
        certificateText(result),
        ...timeCells(result),
        ((1000 * leastMs(result)) / Math.max(1, result.points)).toFixed(1),
        count(result.peakMiB),
      ]);
    }
  }
  return table;
}
