// Bundled and run in a process of its own by test/bench/planner.ts: measures one row, prints its result as one line of JSON.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { FrontierDocument } from "../../../core/documents/frontier";
import { packedFromBytes, packedToBytes } from "../../../core/frontier/packed-frontier";
import { unpackFrontier } from "../../../core/frontier/plan-store";
import type { PlanningInput } from "../../../core/metrics/planning-input";
import { planFrontier, planPacked } from "../../../server/planner/plan";
import { bruteForce, combinationsOf as oracleCombinations } from "../../property/oracle/frontier";
import { documentsOf } from "./documents";
import { selectionOf } from "./generators";
import { enumerateByEpsilonConstraint, epsilonConstraint } from "./highs-model";
import { hypervolumeOf } from "./hypervolume";
import type { AnytimeResult, EnumerationResult, FrontierResult, HighsResult, Job, QueriesResult, SplitsResult, Times } from "./jobs";
import { measureReplans } from "./replans";
import { Evaluator, exhaustiveFrontier, nonDominated, type Selection, type Vector } from "./selection";
import { exactVectors } from "./vectors";

const MOST_RUNS = 25;
const WARM_SECONDS = 3;
const CHECKED = 5_000;
const NO_CLAIM = { kind: "partial" as const, reason: "vectors only", considered: 0, pruned: 0, seconds: 0 };

/** Once in a fresh process, then again until the budget is spent, at least twice unless one run alone outlasts it. */
function repeat(run: () => void, budgetSeconds: number, afterFirst: () => void): Times {
  const begun = performance.now();
  run();
  const firstMs = performance.now() - begun;
  afterFirst();
  const laterMs: number[] = [];
  while (laterMs.length < MOST_RUNS && (laterMs.length < 2 || performance.now() - begun < budgetSeconds * 1000)) {
    if (laterMs.length < 2 && performance.now() - begun > 3 * budgetSeconds * 1000) break;
    const started = performance.now();
    run();
    laterMs.push(performance.now() - started);
  }
  return { firstMs, laterMs };
}

const residentMiB = (): number => process.memoryUsage.rss() / 2 ** 20;
/** Greatest resident memory so far; the system counts it in KiB. */
const peakMiB = (): number => process.resourceUsage().maxRSS / 1024;

const vectorsOf = (document: FrontierDocument): Vector[] => document.spec.plans.map((plan) => plan.vector as Vector);
const close = (a: readonly number[], b: readonly number[]): boolean => a.every((value, i) => Math.abs(value - b[i]!) <= 1e-9 * Math.max(1, Math.abs(b[i]!)));

/** Recomputes listed vectors from the chosen options alone; returns how many differ. */
function wrongVectors(selection: Selection, document: FrontierDocument): { recomputed: number; wrong: number } {
  const evaluator = new Evaluator(selection);
  const { plans } = document.spec;
  const step = Math.max(1, Math.ceil(plans.length / CHECKED));
  let [recomputed, wrong] = [0, 0];
  for (let p = 0; p < plans.length; p += step) {
    const plan = plans[p]!;
    const choice = selection.operators.map(({ id }) => {
      const { implementation } = plan.operators.find((operator) => operator.id === id)!.configuration;
      return Number(implementation.slice(id.length + 1));
    });
    const vector = evaluator.vectorOf(choice);
    recomputed += 1;
    if (!vector || !close(plan.vector, vector)) wrong += 1;
  }
  return { recomputed, wrong };
}

function measureFrontier(job: Extract<Job, { kind: "frontier" }>): FrontierResult {
  const selection = selectionOf(job.shape);
  const input: PlanningInput = { ...documentsOf(selection), ...(job.settings ? { settings: job.settings } : {}) };
  const idleMiB = residentMiB();
  let peak = 0;
  let last: Uint8Array | FrontierDocument | number = 0;
  // an answer is what a worker thread hands over
  const work = { vectors: exactVectors, answer: (asked: PlanningInput) => packedToBytes(planPacked(asked)), document: planFrontier }[job.output];
  const times = repeat(
    () => {
      last = work(input);
    },
    job.budgetSeconds,
    () => {
      peak = peakMiB();
    },
  );
  if (job.output === "vectors") return { ...times, points: Number(last), certificate: NO_CLAIM, peakMiB: peak, idleMiB, recomputed: 0, wrong: 0 };
  const document = job.output === "answer" ? unpackFrontier(packedFromBytes(last as unknown as Uint8Array)) : (last as unknown as FrontierDocument);
  writeFileSync(job.out, JSON.stringify(vectorsOf(document)));
  const { certificate, plans } = document.spec;
  return { ...times, points: plans.length, certificate, peakMiB: peak, idleMiB, ...wrongVectors(selection, document) };
}

function measureExhaustive(job: Extract<Job, { kind: "exhaustive" }>): { seconds: number; points: number } {
  const started = performance.now();
  const vectors = exhaustiveFrontier(selectionOf(job.shape));
  const seconds = (performance.now() - started) / 1000;
  writeFileSync(job.out, JSON.stringify(vectors));
  return { seconds, points: vectors.length };
}

/** What is known when, as the plans stream; hypervolumes are computed afterwards. */
function measureAnytime(job: Extract<Job, { kind: "anytime" }>): AnytimeResult {
  const input: PlanningInput = { ...documentsOf(selectionOf(job.shape)), settings: { epsilon: 0, timeLimitSeconds: job.limitSeconds } };
  const runs: AnytimeResult["runs"] = [];
  // As warm as in the other tables; a search that runs into its limit is done twice only.
  const begun = performance.now();
  while (runs.length < 2 || (runs.length < MOST_RUNS && performance.now() - begun < WARM_SECONDS * 1000)) {
    const seen: { ms: number; vectors: Vector[] }[] = [];
    const started = performance.now();
    const answer = planPacked(input, {
      onProgress: ({ plans }) => {
        if (plans) seen.push({ ms: performance.now() - started, vectors: plans.map((plan) => plan.vector as Vector) });
      },
    });
    seen.push({ ms: performance.now() - started, vectors: vectorsOf(unpackFrontier(answer)) });
    runs.push(seen.map(({ ms, vectors }) => ({ ms, hypervolume: hypervolumeOf(job.box, vectors), points: vectors.length })));
  }
  return { runs };
}

function measureQueries(job: Extract<Job, { kind: "queries" }>): QueriesResult {
  const base = documentsOf(selectionOf(job.shape));
  const inputs = job.queries.map(({ latencyMs, quality }): PlanningInput => {
    const [only] = base.workload.spec.classes;
    const slos = [
      { metric: "latency" as const, op: "<=" as const, value: latencyMs * (1 + 1e-9), hard: true },
      { metric: "quality" as const, op: ">=" as const, value: quality * (1 - 1e-9), hard: true },
    ];
    return {
      ...base,
      settings: { objectives: ["costPerThousand"], epsilon: 0, timeLimitSeconds: job.limitSeconds },
      workload: { ...base.workload, spec: { ...base.workload.spec, classes: [{ ...only!, slos }] } },
    };
  });
  const answers: QueriesResult["answers"] = [];
  const laterMs: number[] = [];
  let firstMs = 0;
  inputs.forEach((input, q) => {
    const started = performance.now();
    const document = unpackFrontier(planPacked(input));
    const ms = performance.now() - started;
    if (q === 0) {
      firstMs = ms;
      const again = performance.now();
      planPacked(input);
      laterMs.push(performance.now() - again);
    } else laterMs.push(ms);
    answers.push({ cost: document.spec.plans[0]?.vector[0] ?? null, proven: document.spec.certificate.kind === "exact" });
  });
  return { firstMs, laterMs, answers };
}

async function measureHighs(job: Extract<Job, { kind: "highs" }>): Promise<HighsResult> {
  const selection = selectionOf(job.shape);
  const evaluator = new Evaluator(selection);
  const problem = await epsilonConstraint(selection);
  const started = performance.now();
  const answers: HighsResult["answers"] = [];
  for (const query of job.queries) {
    if (answers.length > 0 && performance.now() - started > job.budgetSeconds * 1000) break;
    const { choice, ...answer } = problem.leastCost(query, job.limitSeconds);
    answers.push({ ...answer, vector: choice ? evaluator.vectorOf(choice) : null });
  }
  problem.close();
  return { version: problem.version, answers };
}

async function measureEnumeration(job: Extract<Job, { kind: "highs-enumeration" }>): Promise<EnumerationResult> {
  const selection = selectionOf(job.shape);
  const evaluator = new Evaluator(selection);
  const problem = await epsilonConstraint(selection);
  const result = enumerateByEpsilonConstraint(problem, (choice) => evaluator.vectorOf(choice)!, { ms: job.shape.steps?.ms ?? 10 }, job.budgetSeconds);
  problem.close();
  const vectors = nonDominated(result.vectors);
  writeFileSync(job.out, JSON.stringify(vectors));
  return { solves: result.solves, seconds: result.seconds, complete: result.complete, points: vectors.length };
}

function measureVisualQa(runs: number): FrontierResult {
  const read = (name: string) => parse(readFileSync(join(process.cwd(), "examples/visual-qa", `${name}.yaml`), "utf8"));
  const input = {
    pipeline: read("pipeline"),
    catalogues: [read("catalogue")],
    infrastructure: read("infrastructure"),
    workload: read("workload"),
  } as PlanningInput;
  const idleMiB = residentMiB();
  const timed = (): number => {
    const begun = performance.now();
    planPacked(input);
    return performance.now() - begun;
  };
  const firstMs = timed();
  const peak = peakMiB();
  const laterMs = Array.from({ length: runs }, timed);
  const { certificate, plans } = planFrontier(input).spec;
  // The compiler has seen the code often enough by the second half.
  return { firstMs, laterMs: laterMs.slice(runs >> 1), points: plans.length, certificate, peakMiB: peak, idleMiB, recomputed: 0, wrong: 0 };
}

async function measureSplits(job: Extract<Job, { kind: "splits" }>): Promise<SplitsResult> {
  const { splitDocuments } = await import("./split-documents");
  const input: PlanningInput = { ...splitDocuments(job.operators), settings: { timeLimitSeconds: job.timeLimitSeconds } };
  const idleMiB = residentMiB();
  let peak = 0;
  const times = repeat(
    () => {
      planPacked(input);
    },
    job.budgetSeconds,
    () => {
      peak = peakMiB();
    },
  );
  const { plans, certificate } = planFrontier(input).spec;
  const combinations = oracleCombinations(input);
  const started = performance.now();
  const truth = combinations <= 300_000 ? bruteForce(input).frontier.map((candidate) => candidate.vector) : null;
  const facts = { points: plans.length, certificate, peakMiB: peak, idleMiB, recomputed: 0, wrong: 0 };
  return {
    ...times,
    ...facts,
    combinations,
    exhaustivePoints: truth?.length ?? 0,
    exhaustiveSeconds: truth ? (performance.now() - started) / 1000 : 0,
    same: truth !== null && truth.length === plans.length && truth.every((vector) => plans.some((plan) => close(plan.vector, vector))),
  };
}

async function measure(job: Job): Promise<unknown> {
  switch (job.kind) {
    case "frontier":
      return measureFrontier(job);
    case "exhaustive":
      return measureExhaustive(job);
    case "anytime":
      return measureAnytime(job);
    case "queries":
      return measureQueries(job);
    case "highs":
      return measureHighs(job);
    case "highs-enumeration":
      return measureEnumeration(job);
    case "visual-qa":
      return measureVisualQa(job.runs);
    case "splits":
      return measureSplits(job);
    case "replans":
      return measureReplans(job.shape, job.change, job.rounds);
  }
}

console.log(JSON.stringify(await measure(JSON.parse(process.argv[2] ?? "") as Job)));
