import { count, duration, GrowingTable, median, ms, type Table } from "../report/tables";
import { nameOf, randomFrom, type Shape, selectionOf } from "./generators";
import type { Change, FrontierResult, HighsResult, ReplansResult, SplitsResult } from "./jobs";
import { attempt, certificateText, frontierOf, type Run, timeCells, typicalMs } from "./rows";
import { CHAIN_12 } from "./section-exact";
import { Evaluator, type Vector } from "./selection";

const LARGE: Shape = { family: "chain", operators: 40, options: 100, tiers: 4, capacity: 0.5 };
const SMALLER: Shape[] = [
  { family: "chain", operators: 8, options: 24, tiers: 3, capacity: 0.5 },
  { family: "layered", operators: 8, options: 16, tiers: 2, capacity: 0.5 },
  { family: "fan-out", operators: 10, options: 40 },
];
const EPSILON = 0.01;
const RANDOM_PLANS = 3_000;

/** How many of the feasible vectors no listed one is within (1+ε) of, in every objective. */
function uncovered(listed: readonly Vector[], feasible: readonly Vector[], epsilon: number): number {
  const room = (1 + epsilon) * (1 + 1e-9);
  return feasible.filter(
    (vector) => !listed.some(([usd, latencyMs, quality]) => usd <= vector[0] * room && latencyMs <= vector[1] * room && quality * room >= vector[2]),
  ).length;
}

/** Feasible plans drawn at random; many from the better half of each operator's options, so that they come near the frontier. */
function randomVectors(shape: Shape, how: number): Vector[] {
  const selection = selectionOf(shape);
  const evaluator = new Evaluator(selection);
  const random = randomFrom(11);
  const found: Vector[] = [];
  for (let attempts = 0; found.length < how && attempts < 20 * how; attempts += 1) {
    // Each plan has its own taste: how much latency and loss are worth in cost.
    const [perMs, perLoss, noise] = [0.02 * random(), 40 * random(), random()];
    const choice = selection.operators.map(({ options }) => {
      let best = 0;
      let least = Number.POSITIVE_INFINITY;
      options.forEach((option, k) => {
        const price =
          option.usdPerThousand + perMs * option.latencyMs - perLoss * Math.log(option.quality) + noise * random() + 0.1 * option.devices * random();
        if (price < least) [best, least] = [k, price];
      });
      return best;
    });
    const vector = evaluator.vectorOf(choice);
    if (vector) found.push(vector);
  }
  return found;
}

/** Covers with a guarantee: time to them, their size, and a check of what they claim. */
export async function covers(run: Run): Promise<Table> {
  const table = new GrowingTable(
    "Covers within ε",
    [
      "instance",
      "asked",
      "certificate",
      "points",
      "first ms",
      "median ms",
      "min ms",
      "peak MiB",
      "exact: points",
      "exact: median ms",
      "feasible plans tried",
      "not covered",
    ],
    [
      "*Not covered*: feasible plans for which no listed plan is within the certificate's (1+ε) in every objective; must be 0. Tried: the whole exact frontier where it is known; else plans drawn at random near the frontier and the plans HiGHS finds.",
    ],
  );
  for (const shape of run.pace.instances === "few" ? SMALLER.slice(0, 1) : SMALLER) {
    const exact = await attempt(() => frontierOf(run, shape, { budgetSeconds: run.pace.repeat, settings: { timeLimitSeconds: run.pace.plan } }));
    for (const epsilon of [EPSILON, 0.05]) {
      const cover = await attempt(() => frontierOf(run, shape, { budgetSeconds: run.pace.repeat, settings: { epsilon, timeLimitSeconds: run.pace.plan } }));
      if (typeof cover === "string") {
        table.add([nameOf(shape), `ε ${epsilon}`, cover, "", "", "", "", "", "", "", "", ""]);
        continue;
      }
      const known = typeof exact === "string" || exact.result.certificate.kind !== "exact" ? null : exact;
      addCover(run, table, shape, `ε ${epsilon}`, cover, known ? known.vectors : randomVectors(shape, RANDOM_PLANS), known?.result ?? null);
    }
  }
  if (run.pace.instances === "few") return table;
  // Without an ε the planner chooses the least that fits the time.
  const asks: { text: string; settings: { epsilon?: number | undefined; timeLimitSeconds: number } }[] = [
    { text: `ε ${EPSILON}`, settings: { epsilon: EPSILON, timeLimitSeconds: 8 * run.pace.plan } },
    { text: "2 s, ε by the planner", settings: { epsilon: undefined, timeLimitSeconds: 2 } },
  ];
  const name = nameOf(LARGE);
  for (const { text, settings } of asks) {
    const cover = await attempt(() => frontierOf(run, LARGE, { budgetSeconds: run.pace.target, settings }));
    const isTarget = settings.epsilon === EPSILON;
    if (typeof cover === "string") {
      table.add([name, text, cover, "", "", "", "", "", "", "", "", ""]);
      if (isTarget) run.targets.push({ work: `ε = 1 %, ${name}`, target: "< 2 s to the guaranteed cover", measured: cover, met: false });
      continue;
    }
    const plans = randomVectors(LARGE, RANDOM_PLANS);
    if (isTarget) plans.push(...(await plansOfHighs(run, LARGE, cover.vectors)));
    const fine = addCover(run, table, LARGE, text, cover, plans, null);
    if (isTarget)
      run.targets.push({
        work: `ε = 1 %, ${name}`,
        target: "< 2 s to the guaranteed cover",
        measured: `${duration(typicalMs(cover.result))}, ${certificateText(cover.result)}, ${count(cover.result.points)} points`,
        met: fine && typicalMs(cover.result) < 2000 && cover.result.certificate.kind !== "partial",
      });
  }
  return table;
}

/** Adds the row; false when the claim does not hold. */
function addCover(
  run: Run,
  table: GrowingTable,
  shape: Shape,
  asked: string,
  cover: { result: FrontierResult; vectors: Vector[] },
  feasible: readonly Vector[],
  exact: FrontierResult | null,
): boolean {
  const { certificate } = cover.result;
  const claimed = certificate.kind === "epsilon" ? certificate.epsilon : certificate.kind === "exact" ? 0 : null;
  const missing = claimed === null ? null : uncovered(cover.vectors, feasible, claimed);
  if (missing !== null && missing > 0) run.disagreements.push(`${nameOf(shape)}, ${asked}: ${missing} of ${feasible.length} feasible plans are not covered`);
  table.add([
    nameOf(shape),
    asked,
    certificateText(cover.result),
    count(cover.result.points),
    ...timeCells(cover.result),
    count(cover.result.peakMiB),
    exact ? count(exact.points) : "–",
    exact ? ms(typicalMs(exact)) : "–",
    count(feasible.length),
    missing === null ? "no claim" : String(missing),
  ]);
  return missing === 0;
}

/** Plans that HiGHS finds, or at least meets, within random latency and quality targets. */
async function plansOfHighs(run: Run, shape: Shape, vectors: readonly Vector[]): Promise<Vector[]> {
  if (vectors.length === 0) return [];
  const random = randomFrom(5);
  const pick = (): Vector => vectors[Math.floor(random() * vectors.length)]!;
  const queries = Array.from({ length: 6 }, () => ({ latencyMs: pick()[1] * 1.02, quality: pick()[2] * 0.98 }));
  const answer = await attempt(() =>
    run.bench.measure<HighsResult>({ kind: "highs", shape, queries, budgetSeconds: 2 * run.pace.peer, limitSeconds: run.pace.programme }, 120),
  );
  return typeof answer === "string" ? [] : answer.answers.flatMap(({ vector }) => (vector ? [vector] : []));
}

/** Operators split over pools, against every allocation tried by the tests' own evaluator. */
export async function splits(run: Run): Promise<Table> {
  const table = new GrowingTable(
    "Operators split over shared pools",
    ["instance", "plans", "points", "certificate", "first ms", "median ms", "min ms", "peak MiB", "exhaustive", "same vectors"],
    [
      "*Plans*: allocations of every operator, multiplied. *Exhaustive*: each of them tried by the evaluator of the property tests, where there are at most 300,000. The peers above have no splits.",
    ],
  );
  for (const operators of run.pace.instances === "few" ? [2] : [2, 3, 4, 5]) {
    const name = `chain of ${operators}, 3 pools, 2 tiers`;
    const result = await attempt(() =>
      run.bench.measure<SplitsResult>({ kind: "splits", operators, budgetSeconds: run.pace.repeat, timeLimitSeconds: 2 * run.pace.plan }, 90),
    );
    if (typeof result === "string") {
      table.add([name, "", "–", result, "", "", "", "", "", ""]);
      continue;
    }
    const tried = result.exhaustiveSeconds > 0;
    if (tried && !result.same) run.disagreements.push(`${name}: the exhaustive frontier is another`);
    table.add([
      name,
      count(result.combinations),
      count(result.points),
      certificateText(result),
      ...timeCells(result),
      count(result.peakMiB),
      tried ? duration(result.exhaustiveSeconds * 1000) : "–",
      tried ? (result.same ? "yes" : "no") : "–",
    ]);
  }
  return table;
}

/** The example with splits, and a target moved over a planned pipeline. */
export async function replanning(run: Run): Promise<Table> {
  const table = new GrowingTable(
    "Replanning",
    ["work", "points", "first ms", "median ms", "min ms", "without what was kept, median ms", "same answer"],
    [
      "*Without what was kept*: the same changes planned from nothing, in the same process. A changed candidate or price merges the tables again from its operator on; devices that nothing needs change no table; a price that all pay changes each.",
    ],
    44,
  );
  const example = await attempt(() => run.bench.measure<FrontierResult>({ kind: "visual-qa", runs: run.pace.instances === "few" ? 10 : 80 }, 120));
  if (typeof example === "string") table.add(["visual-qa, whole exact frontier with splits", "–", example, "", "", "", ""]);
  else {
    table.add(["visual-qa, whole exact frontier with splits", count(example.points), ...timeCells(example), "", ""]);
    run.targets.push({
      work: "visual-qa, whole exact frontier with splits, answer",
      target: "< 40 ms warm",
      measured: `${ms(typicalMs(example))} ms (first ${ms(example.firstMs)} ms)`,
      met: example.certificate.kind === "exact" && typicalMs(example) < 40,
    });
  }
  const chain: Shape = run.pace.instances === "few" ? { family: "chain", operators: 8, options: 100 } : CHAIN_12;
  for (const change of ON_APIS) await addReplans(run, table, chain, change);
  for (const change of ON_POOLS) await addReplans(run, table, POOLED, change);
  return table;
}

const ON_APIS: Change[] = [
  "latency target",
  "candidate of the last operator",
  "candidate of the middle operator",
  "candidate of the first operator",
  "price of one API",
];
/** Each operator may run in two pools, one per tier. */
const POOLED: Shape = { family: "chain", operators: 8, options: 100, tiers: 2 };
const ON_POOLS: Change[] = ["devices of one pool", "price of one pool"];

async function addReplans(run: Run, table: GrowingTable, shape: Shape, change: Change): Promise<void> {
  const work = `${change} changed, ${nameOf(shape)}`;
  const isTarget = change === "latency target" && shape === CHAIN_12;
  const result = await attempt(() => run.bench.measure<ReplansResult>({ kind: "replans", shape, change, rounds: isTarget ? 9 : 4 }, 120));
  if (typeof result === "string") {
    table.add([work, "–", result, "", "", "", ""]);
    if (isTarget) run.targets.push({ work, target: "< 30 ms", measured: result, met: false });
    return;
  }
  const { planMs, points, replansMs, freshMs, same } = result;
  if (!same) run.disagreements.push(`${work}: the answer with what was kept is another`);
  table.add([work, count(points), ms(planMs), ms(median(replansMs)), ms(Math.min(...replansMs)), ms(median(freshMs)), same ? "yes" : "no"]);
  if (isTarget) run.targets.push({ work, target: "< 30 ms", measured: `${ms(median(replansMs))} ms`, met: same && median(replansMs) < 30 });
}
