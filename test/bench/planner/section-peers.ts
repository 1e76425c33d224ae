import { availableParallelism } from "node:os";
import { count, GrowingTable, median, ms, type Table, times } from "../report/tables";
import { nameOf, type Shape, selectionOf } from "./generators";
import { type Box, boxOf, hypervolumeOf, wholeBoxOf } from "./hypervolume";
import type { AnytimeResult, HighsResult, QueriesResult } from "./jobs";
import { cpSat, HOW_TO_INSTALL, type PeerCurve, peerHypervolume, searchers, writePeerInstance } from "./python-peers";
import { agreement, attempt, frontierOf, type Run, sameCost, sampled } from "./rows";
import { CHAIN_6, CHAIN_12 } from "./section-exact";

const SEARCHED: Shape[] = [CHAIN_6, { family: "layered", operators: 8, options: 24 }, { family: "chain", operators: 8, options: 24, tiers: 3, capacity: 0.5 }];
const PYMOO_TARGET_MS = 100;

/** When ours first knew as much as the given hypervolume, ms; the median of the runs after the first. */
function reachedMs(result: AnytimeResult, hypervolume: number): number {
  const moments = result.runs.slice(1).map((run) => run.find((entry) => entry.hypervolume >= hypervolume * (1 - 1e-12))?.ms ?? Number.POSITIVE_INFINITY);
  return median(moments);
}

/** Heuristic searchers at equal time, by hypervolume. */
export async function hypervolumes(run: Run): Promise<Table> {
  const patience = 2 * run.pace.plan;
  const table = new GrowingTable(
    "Heuristic searchers, by hypervolume at equal time",
    ["instance", "searcher", "plans tried", "seconds", "after 1 s", "at the end", "ours: that much after ms", "ratio", "ours: all after ms"],
    [
      `Hypervolume as a share of that of the exact frontier, in the box from the cheapest imaginable plan to the frontier's worst corner plus 1 %. \`partial\`: ours was not complete in ${patience} s; shares are then of what it had, in a box that holds every plan. A searcher's time starts when its program is loaded, and what it has seen so far counts, not only its last population.`,
      "Ours: median of warm runs, plans streamed while planning. *Ratio*: the searcher's time over ours for the same hypervolume.",
    ],
  );
  const pymooTarget = (met: boolean | null, measured: string): void => {
    run.targets.push({
      work: `hypervolume reached by pymoo in ${run.pace.search} s on 6 × 24: reached by ours`,
      target: `< ${PYMOO_TARGET_MS} ms`,
      measured,
      met,
    });
  };
  const { python } = run;
  if (!python?.packages.pymoo && !python?.packages.optuna) {
    table.add(["pymoo and Optuna are not installed", "", "", "", "", "", "", ""]);
    pymooTarget(null, `pymoo is not installed; ${HOW_TO_INSTALL}`);
    return table;
  }
  for (const shape of run.pace.instances === "few" ? SEARCHED.slice(0, 1) : SEARCHED) {
    const name = nameOf(shape);
    const seconds = shape === CHAIN_6 ? run.pace.search : run.pace.otherSearch;
    const selection = selectionOf(shape);
    const whole = await attempt(() => frontierOf(run, shape, { budgetSeconds: run.pace.repeat, settings: { timeLimitSeconds: patience } }));
    if (typeof whole === "string") {
      table.add([name, whole, "", "", "", "", "", ""]);
      continue;
    }
    const isExact = whole.result.certificate.kind === "exact";
    const box: Box = isExact ? boxOf(selection, whole.vectors) : wholeBoxOf(selection);
    const exact = hypervolumeOf(box, whole.vectors);
    const instance = run.bench.scratch("instance.json");
    writePeerInstance(instance, selection, box, []);
    const theirs = await attempt(() => peerHypervolume(python, instance, whole.path));
    if (typeof theirs === "number" && Math.abs(theirs - exact) > 1e-9 * exact)
      run.disagreements.push(`${name}: hypervolume ${exact} here, ${theirs} in Python`);
    const ours = await attempt(() => run.bench.measure<AnytimeResult>({ kind: "anytime", shape, box, limitSeconds: patience }, 120));
    const curves = await attempt(() => searchers(python, instance, seconds));
    if (typeof ours === "string" || typeof curves === "string") {
      table.add([name, String(ours === "string" ? ours : curves), "", "", "", "", "", ""]);
      continue;
    }
    for (const curve of curves) {
      const reached = reachedMs(ours, curve.curve.at(-1)?.hypervolume ?? 0);
      table.add([
        isExact ? name : `${name} (ours: partial)`,
        `${curve.peer} ${curve.version}`,
        count(curve.evaluations),
        String(seconds),
        share(at(curve, 1), exact),
        share(at(curve, seconds), exact),
        ms(reached),
        times((seconds * 1000) / reached),
        ms(reachedMs(ours, exact)),
      ]);
      if (shape === CHAIN_6 && curve.peer.startsWith("pymoo"))
        pymooTarget(
          isExact && reached < PYMOO_TARGET_MS,
          isExact ? `${ms(reached)} ms (pymoo had ${share(at(curve, seconds), exact)} of the exact hypervolume)` : "ours was not complete",
        );
    }
  }
  return table;
}

function at(curve: PeerCurve, seconds: number): number {
  return curve.curve.findLast((entry) => entry.seconds <= seconds)?.hypervolume ?? 0;
}

function share(part: number, whole: number): string {
  return whole > 0 ? `${((100 * part) / whole).toFixed(2)} %` : "–";
}

const ASKED: Shape[] = [
  CHAIN_6,
  CHAIN_12,
  { family: "layered", operators: 8, options: 24 },
  { family: "chain", operators: 8, options: 24, tiers: 3, capacity: 0.5 },
];

/** One question at a time: least cost under a latency and a quality target. */
export async function singleQueries(run: Run): Promise<Table> {
  const table = new GrowingTable(
    "Single questions: least cost within a latency and a quality target",
    ["instance", "questions", "ours ms", "HiGHS ms", "CP-SAT ms", "HiGHS / ours", "CP-SAT / ours", "HiGHS agrees", "CP-SAT agrees"],
    [
      `Median over the same questions, whose answers the exact frontier knows (where it is complete). \`>\`: not all were proven in ${run.pace.question} s. Ours plans from the documents each time, with nothing kept from the frontier. HiGHS keeps its model between questions; CP-SAT's time is its solver's alone, on all cores, building the model not counted.`,
    ],
  );
  for (const shape of run.pace.instances === "few" ? ASKED.slice(0, 1) : ASKED) {
    const name = nameOf(shape);
    const whole = await attempt(() => frontierOf(run, shape, { budgetSeconds: 0.1, settings: { timeLimitSeconds: run.pace.plan } }));
    if (typeof whole === "string" || whole.vectors.length === 0) {
      table.add([name, typeof whole === "string" ? whole : "no plans", "", "", "", "", "", "", ""]);
      continue;
    }
    const known = whole.result.certificate.kind === "exact";
    const { queries, costs: listed } = sampled(whole.vectors, run.pace.questions);
    const instance = run.bench.scratch("instance.json");
    writePeerInstance(instance, selectionOf(shape), boxOf(selectionOf(shape), whole.vectors), queries);
    const ours = await attempt(() => run.bench.measure<QueriesResult>({ kind: "queries", shape, queries, limitSeconds: run.pace.question }, 120));
    if (typeof ours === "string") {
      table.add([name, String(queries.length), ours, "", "", "", "", "", ""]);
      continue;
    }
    // Where the frontier is not complete, the solvers are compared with what we proved about the questions.
    const costs = known ? listed : ours.answers.map((answer) => (answer.proven && answer.cost !== null ? answer.cost : Number.NaN));
    const wrong = ours.answers.filter((answer, k) => answer.proven && !sameCost(answer.cost, costs[k]!)).length;
    const unproven = ours.answers.filter((answer) => !answer.proven).length;
    if (wrong > 0) run.disagreements.push(`${name}: ${wrong} single questions answered otherwise than the frontier does`);
    const own = median(ours.laterMs);
    const limitSeconds = run.pace.question;
    const highs = await attempt(() => run.bench.measure<HighsResult>({ kind: "highs", shape, queries, budgetSeconds: 2 * run.pace.peer, limitSeconds }, 120));
    const { python } = run;
    const sat = python ? await attempt(() => cpSat(python, instance, limitSeconds, availableParallelism())) : null;
    const highsMs = typeof highs === "string" ? Number.NaN : median(highs.answers.map((answer) => answer.ms));
    const satMs = sat === null || typeof sat === "string" ? Number.NaN : median(sat.queries.map((answer) => answer.seconds * 1000));
    let satAgrees = typeof sat === "string" ? sat : "not installed";
    if (sat !== null && typeof sat !== "string") {
      const proven = sat.queries.map((answer, k) => ({ answer, cost: costs[k]! })).filter(({ answer, cost }) => answer.proven && !Number.isNaN(cost));
      const same = proven.filter(({ answer, cost }) => sameCost(answer.cost, cost)).length;
      satAgrees = `${same}/${proven.length}`;
      if (same < proven.length) run.disagreements.push(`${name}: ${proven.length - same} of ${proven.length} answers of CP-SAT differ`);
    }
    table.add([
      name,
      String(queries.length),
      `${unproven > 0 ? "> " : ""}${ms(own)}`,
      ms(highsMs),
      ms(satMs),
      times(highsMs / own),
      times(satMs / own),
      typeof highs === "string" ? highs : agreement(run, name, highs.answers, costs),
      satAgrees,
    ]);
  }
  return table;
}
