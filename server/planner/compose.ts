import { overfullLinks, solveFlows } from "../../core/metrics/flows";
import type { Problem } from "../../core/metrics/problem";
import { evaluateQuality } from "../../core/metrics/quality";
import type { Archive } from "./archive";
import { coverByBounds, MANY_OPERATORS, unprovenReason } from "./bounded-cover";
import { type Candidate, completeCandidate, preferred } from "./candidate";
import { dimensionsOf } from "./dimensions";
import { Effort, EffortExceeded, SearchStopped } from "./effort";
import { folded, foldedWidth, wholeColumns } from "./folds";
import { FoundRows, rowsOfArchive } from "./found-rows";
import { glance } from "./glance";
import type { Query } from "./goals";
import { mergeTables } from "./merge";
import type { OperatorOptions } from "./options";
import { choicesOfRows, withinPools } from "./plan-rows";
import { MOST_POLISHED } from "./polish";
import { emptyTable, optionTables, reduced } from "./reduce";
import { RowEvaluator } from "./row-figures";
import type { SearchWork } from "./solve";
import { choicesOf, type MergeLimits, type Source, singleRow, type Table } from "./table";
import { tieBreaker } from "./tie-break";

const MAX_COMBINATIONS = 5_000;
/** Above this many rows the archive is filled at once. */
const BULK = 256;
/** Most plans that are completed after the search was told to stop. */
const MOST_WHEN_STOPPED = 500;

/**
 * The frontier by composition of tables; exact when it returns true. Pools and link bandwidths are left out at first; those that the
 * result overfills become columns and it is composed again, which is exact because leaving a limit out can only add plans. Returns false
 * when the problem does not compose (its graph, its goals, shares that depend on each other, targets on paths that the result breaks):
 * what was found is in the archive, and branch and bound has to answer. With `unlimited` also when something is overfull: then the options are not those
 * that matter under limits.
 */
export function solveByComposition(
  problem: Problem,
  query: Query,
  operators: readonly OperatorOptions[],
  archive: Archive<Candidate>,
  work: SearchWork,
  unlimited = false,
): boolean {
  if (operators.some((entry) => entry.options.length === 0)) return true;
  if (operators.some((entry) => entry.interfaces.length > 400)) return false;
  const wasEmpty = archive.count === 0;
  if (work.isHeard && wasEmpty) {
    glance(problem, query, operators, archive, work.checkpoint);
    if (archive.count > 0) work.improved();
    work.report();
  }
  try {
    const composed = solveByTables(problem, query, operators, archive, work, wasEmpty, unlimited);
    // Branch and bound begins with what a glance finds.
    if (composed === null) glance(problem, query, operators, archive, work.checkpoint);
    return composed ?? false;
  } catch (error) {
    // There may be nothing yet.
    if (error instanceof SearchStopped) glance(problem, query, operators, archive);
    throw error;
  }
}

/**
 * The same; null when the problem does not compose. With `glanced` the archive holds at most what a glance found: what tables give takes its place, so that an answer
 * is the same whether someone was shown plans on the way or not.
 */
function solveByTables(
  problem: Problem,
  query: Query,
  operators: readonly OperatorOptions[],
  archive: Archive<Candidate>,
  work: SearchWork,
  glanced: boolean,
  unlimited: boolean,
): boolean | null {
  const complete = operators.every((entry) => entry.options.every((option) => !option.free));
  const pools = new Set<number>();
  const links = new Set<number>();
  const cover = unlimited || !RowEvaluator.applies(problem) ? null : coverByBounds(problem, query, operators, work);
  if (cover && glanced) archive.empty();
  if (cover?.stopped) {
    addSome(problem, query, operators, cover.choices, archive);
    throw cover.stopped;
  }
  if (cover) {
    const added = solveRows(problem, query, operators, cover.choices, archive, work);
    if (added?.complete && cover.isComplete) {
      work.isThin = true;
      return true;
    }
    if (operators.length >= MANY_OPERATORS) throw new EffortExceeded(unprovenReason(cover, query));
  }
  for (let first = cover === null; ; first = false) {
    const table = compose(
      problem,
      query,
      operators,
      [...pools].sort((a, b) => a - b),
      [...links].sort((a, b) => a - b),
      work,
    );
    if (table === null) return null;
    if (first && glanced) archive.empty();
    if (complete && table.rows > MOST_POLISHED && query.goals.length <= 3 && RowEvaluator.applies(problem)) {
      const added = solveRows(problem, query, operators, choicesOfRows(table, operators.length), archive, work);
      if (added) {
        const grown = added.overfull.filter((pool) => !pools.has(pool));
        for (const pool of grown) pools.add(pool);
        if (grown.length === 0) return added.complete;
        if (unlimited) return false;
        continue;
      }
    }
    let grown = false;
    let exact = complete;
    const poolsUsed = new Float64Array(problem.pools.length);
    const bulk: { key: readonly number[]; owner: Candidate }[] | null = table.rows > BULK && query.goals.length <= 3 ? [...archive.entries] : null;
    for (let row = 0; row < table.rows; row += 1) {
      if ((row & 63) === 0) work.checkpoint();
      const choices = choicesOf(table, row, operators.length);
      let fits = true;
      poolsUsed.fill(0);
      for (let o = 0; o < operators.length; o += 1) {
        const used = operators[o]!.options[choices[o]!]!.pools;
        for (let i = 0; i < used.length; i += 2) poolsUsed[used[i]!]! += used[i + 1]!;
      }
      for (let p = 0; p < poolsUsed.length; p += 1) {
        if (poolsUsed[p]! <= problem.pools[p]!.count) continue;
        fits = false;
        if (!pools.has(p)) grown = true;
        pools.add(p);
      }
      if (!fits) continue;
      work.considered += 1;
      const allocations = operators.map((entry, o) => entry.options[choices[o]!]!.allocation);
      const candidate = completeCandidate(problem, query, allocations);
      if (candidate) {
        if (bulk) bulk.push({ key: candidate.key, owner: candidate });
        else if (archive.add(candidate.key, candidate, preferred)) work.improved();
        continue;
      }
      const chosen = allocations.map((allocation) => ({
        configuration: allocation.configuration.index,
        parts: allocation.parts.map(({ template, replicas }, p) => ({ template, replicas, share: allocation.shares![p]! })),
      }));
      const flows = solveFlows(problem, chosen);
      const overfull = flows === null ? finiteLinks(problem) : overfullLinks(problem, chosen, flows);
      const added = overfull.filter((pair) => !links.has(pair));
      for (const pair of added) links.add(pair);
      if (added.length > 0) grown = true;
      else exact = false;
    }
    if (bulk) {
      // The archive keeps its plans until the new ones are complete: a stop loses nothing.
      archive.fill(bulk, preferred);
      work.improved();
    }
    if (!grown) return exact;
    if (unlimited) return false;
  }
}

/** Adds a few hundred plans, evenly out of all, to an archive: there is no time for more. */
function addSome(problem: Problem, query: Query, operators: readonly OperatorOptions[], choices: readonly Int32Array[], archive: Archive<Candidate>): void {
  const plans = choices[0]?.length ?? 0;
  const step = Math.max(1, Math.ceil(plans / MOST_WHEN_STOPPED));
  for (let plan = 0; plan < plans; plan += step) {
    const candidate = completeCandidate(
      problem,
      query,
      operators.map(({ options }, o) => options[choices[o]![plan]!]!.allocation),
    );
    if (candidate) archive.add(candidate.key, candidate, preferred);
  }
}

/**
 * Adds plans of one option per operator to the archive, all in columns; pools that some rows overfill, and whether every other row is a plan. Null when the archive
 * holds plans of other options, with which these would have to be compared one by one.
 */
function solveRows(
  problem: Problem,
  query: Query,
  operators: readonly OperatorOptions[],
  all: readonly Int32Array[],
  archive: Archive<Candidate>,
  work: SearchWork,
): { overfull: number[]; complete: boolean } | null {
  const known = rowsOfArchive(problem, operators, archive);
  if (!known) return null;
  const { overfull, within } = withinPools(problem, operators, all);
  work.considered += within.length;
  work.checkpoint();
  const choices = all.map((column, o) => chosenIn(column, within, known, o));
  const found = FoundRows.of(problem, query, operators, choices);
  archive.replaceWith(found);
  work.improved();
  return { overfull, complete: !found.refusedAny };
}

/** An operator's options in some rows of a column, then in the known ones. */
function chosenIn(column: Int32Array, rows: Int32Array, known: readonly number[][], operator: number): Int32Array {
  const chosen = new Int32Array(rows.length + known.length);
  for (let k = 0; k < rows.length; k += 1) chosen[k] = column[rows[k]!]!;
  for (let k = 0; k < known.length; k += 1) chosen[rows.length + k] = known[k]![operator]!;
  return chosen;
}

function finiteLinks(problem: Problem): number[] {
  return problem.links.flatMap((row, a) => row.flatMap((link, b) => (link && link.mbps !== Number.POSITIVE_INFINITY ? [a * problem.tiers.length + b] : [])));
}

/**
 * Whole plans that meet the limits of the given pools and links, as a table: every vector that no other beats, or a (1+ε) cover of them when the query has
 * an ε. Null when the problem does not compose. Throws EffortExceeded when it takes more pairs or rows than it may.
 */
export function compose(
  problem: Problem,
  query: Query,
  operators: readonly OperatorOptions[],
  pools: number[],
  links: number[],
  work: SearchWork,
): Table | null {
  const set = dimensionsOf(problem, query, pools, links);
  if (set === null) return null;
  const { memo } = work;
  const limits: Omit<MergeLimits, "bounds"> = {
    checkpoint: (pairs) => {
      work.pruned += pairs;
      work.checkpoint();
    },
    tieBreak: tieBreaker(problem, operators),
    effort: new Effort(query.mostPairs, work.mostRows),
  };
  const qualityGoal = query.goals.some((goal) => goal.metric === "quality");
  const groups = problem.quality.model === "table" && !problem.qualityUnknown ? tableCombinations(problem) : [{ allowed: null, value: 0 }];
  if (groups === null) return null;
  const sources: Source[] = [];
  const cache = new Map<string, (Table | null)[]>();
  for (const group of groups) {
    if (
      query.hard.some(
        (slo) =>
          slo.slo.metric === "quality" && slo.operator < 0 && slo.pathFrom < 0 && problem.quality.model === "table" && group.value < slo.slo.value * (1 - 1e-9),
      )
    )
      continue;
    const nodes = operators.map((entry, o) => {
      const key = `${o}|${group.allowed?.[o]?.join(",") ?? "*"}`;
      let tables = cache.get(key);
      if (!tables) {
        const allowed = group.allowed?.[o] ? new Set(group.allowed[o]) : null;
        tables = optionTables(problem, o, entry, set, (configuration) => allowed === null || allowed.has(configuration), limits, memo);
        cache.set(key, tables);
      }
      return tables;
    });
    if (nodes.some((tables) => tables.every((table) => table === null))) continue;
    const whole = reduced({ problem, set, limits, memo, nodes, operators, epsilon: query.epsilon }, wholeColumns(set));
    if (whole === null) return null;
    const table = folded(whole, problem, set, limits);
    const fixed = qualityGoal && problem.quality.model === "table" ? [-group.value] : [];
    if (table.rows === 0) continue;
    const columns = [...table.columns, ...fixed.map((value) => new Float64Array(table.rows).fill(value))];
    sources.push({ left: { ...table, columns }, right: singleRow(columns.map(() => 0)) });
  }
  const width = foldedWidth(set) + (qualityGoal && problem.quality.model === "table" ? 1 : 0);
  if (sources.length === 0) return emptyTable(width);
  if (sources.length === 1) return sources[0]!.left;
  return mergeTables(
    sources,
    sources[0]!.left.columns.map(() => "add" as const),
    { ...limits, bounds: new Float64Array(width).fill(Number.POSITIVE_INFINITY) },
  );
}

interface Combination {
  /** Configurations allowed per operator; null = all. */
  allowed: (number[] | null)[] | null;
  value: number;
}

/** Every combination of groups of configurations that a quality table tells apart, with its value, best first; null when there are too many. */
function tableCombinations(problem: Problem): Combination[] | null {
  const { rows, fit } = problem.quality;
  const classes = problem.operators.map((operator, o) => {
    const groups = new Map<string, number[]>();
    operator.configurations.forEach((_, c) => {
      const signature =
        rows
          .map((row) => row.matches.find((match) => match.operator === o)?.configurations[c] ?? true)
          .map(Number)
          .join("") + (fit ? `|${fit.effect[o]![c]}` : "");
      const group = groups.get(signature);
      if (group) group.push(c);
      else groups.set(signature, [c]);
    });
    return [...groups.values()];
  });
  if (classes.reduce((product, groups) => product * Math.max(1, groups.length), 1) > MAX_COMBINATIONS) return null;
  const found: Combination[] = [];
  const chosen: number[][] = [];
  const visit = (o: number): void => {
    if (o === classes.length) {
      const value = evaluateQuality(
        problem,
        chosen.map((group) => group[0]!),
      );
      if (value) found.push({ allowed: chosen.map((group, x) => (classes[x]!.length === 1 ? null : group)), value: value.value });
      return;
    }
    for (const group of classes[o]!) {
      chosen.push(group);
      visit(o + 1);
      chosen.pop();
    }
  };
  visit(0);
  return found.sort((a, b) => b.value - a.value);
}
