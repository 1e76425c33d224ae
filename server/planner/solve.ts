import { planBody } from "../../core/metrics/plan-body";
import type { PlanControl } from "../../core/metrics/planning-input";
import type { CompiledConfiguration, CompiledOperator, Problem } from "../../core/metrics/problem";
import { forEachAllocation } from "./allocations";
import type { Archive } from "./archive";
import { type BranchWork, branchAndBound } from "./branch";
import type { Candidate } from "./candidate";
import { solveByComposition } from "./compose";
import { MOST_ROWS, SearchStopped } from "./effort";
import { type AllocationFacts, type FactsOf, factsOf } from "./facts";
import type { Query } from "./goals";
import { hopefulOptions, pairIsHopeless } from "./hopeful";
import { type Lean, LeanAllocations } from "./lean";
import { type OperatorOptions, OptionBuilder } from "./options";
import { shortPools } from "./plan-rows";
import { polish } from "./polish";
import type { Supports } from "./separable";
import { TableMemo } from "./table-memo";
import { tierSupports } from "./tier-supports";

/** Raised inside a search that has done more work than it was given. */
export class BudgetSpent extends Error {}

/** Branch and bound asks whether to go on after about so many nodes. */
const NODES_BETWEEN_CHECKPOINTS = 2_000;
const MS_BETWEEN_REPORTS = 80;
/** Most plans sent with one report of progress. */
const STREAMED_PLANS = 200;
/** Most allocations of one operator that are looked at. */
const MAX_OPTIONS = 6_000;

/** Counts, clock and reports of one planning run. */
export class SearchWork {
  considered = 0;
  pruned = 0;
  /** Why the result is not complete although nothing stopped it; null = complete. */
  incomplete: string | null = null;
  /** All of ε has been used: what was found is not thinned again. */
  isThin = false;
  private readonly startedMs = performance.now();
  private reportedMs = this.startedMs;
  private changed = false;
  private archive: Archive<Candidate> | null = null;
  private shown: (candidate: Candidate) => boolean = () => true;
  /** Nodes of branch and bound, counted because each costs as much as hundreds of pairs of rows. */
  private nodes = 0;
  private budget = Number.POSITIVE_INFINITY;

  constructor(
    private readonly control: PlanControl,
    private readonly timeLimitSeconds: number | null,
    /** Tables that this run and earlier ones made. */
    readonly memo: TableMemo = new TableMemo(undefined),
  ) {}

  /** Most rows that the tables of one search may hold together. */
  get mostRows(): number {
    return this.control.mostRows ?? MOST_ROWS;
  }

  /** Whether someone is told how far it is. */
  get isHeard(): boolean {
    return this.control.onProgress !== undefined;
  }

  /** The archive whose plans are reported on the way, and which of them keep every target. */
  watch(archive: Archive<Candidate>, shown: (candidate: Candidate) => boolean): void {
    this.archive = archive;
    this.shown = shown;
  }

  /** Lets the search go on for so much more work (counted in plans completed; the same for the same input), then ends it by BudgetSpent. */
  limit(plans: number): void {
    this.budget = this.spent() + plans;
  }

  private spent(): number {
    return this.considered + this.pruned / 1000 + this.nodes;
  }

  /** The view of branch and bound, whose checkpoints stand for many nodes each. */
  get branching(): BranchWork {
    const work = this;
    return {
      get considered() {
        return work.considered;
      },
      set considered(value) {
        work.considered = value;
      },
      get pruned() {
        return work.pruned;
      },
      set pruned(value) {
        work.pruned = value;
      },
      checkpoint: () => {
        work.nodes += NODES_BETWEEN_CHECKPOINTS;
        work.checkpoint();
      },
      improved: work.improved,
    };
  }

  seconds(): number {
    return (performance.now() - this.startedMs) / 1000;
  }

  readonly improved = (): void => {
    this.changed = true;
  };

  /** Called often: reports progress and throws SearchStopped at the time limit or when the caller asks. */
  readonly checkpoint = (): void => {
    const now = performance.now();
    if (now - this.reportedMs > MS_BETWEEN_REPORTS) this.report();
    if (this.spent() > this.budget) throw new BudgetSpent();
    if (this.timeLimitSeconds !== null && now - this.startedMs > this.timeLimitSeconds * 1000)
      throw new SearchStopped(`The time limit of ${this.timeLimitSeconds} s was reached before the search was complete.`);
    if (this.control.shouldStop?.()) throw new SearchStopped("The search was stopped before it was complete.");
  };

  /** Tells the caller how far it is, with some of the plans when there are new ones. */
  readonly report = (): void => {
    if (!this.control.onProgress) return;
    this.reportedMs = performance.now();
    this.control.onProgress({
      phase: "search",
      fraction: null,
      considered: this.considered,
      pruned: this.pruned,
      seconds: this.seconds(),
      ...(this.changed ? { plans: this.plans() } : {}),
    });
    this.changed = false;
  };

  private plans(): ReturnType<typeof planBody>[] {
    const entries = (this.archive?.sample(STREAMED_PLANS) ?? []).filter(({ owner }) => this.shown(owner));
    return entries.map(({ owner }, i) => planBody(owner.problem, owner.chosen, owner.flows, `p-${i + 1}`));
  }
}

/** Up to this many combinations, branch and bound goes over what the tables found. */
const SMALL = 20_000;
/** Up to this many, branch and bound answers alone where more than a few pools are short. */
const FEW = 100_000;
const FEW_POOLS = 2;

/** With more pairs of interfaces on an edge, plans in which operators stay in one tier are found first. */
const SEEDED_FROM = 20_000;
/** With more than this, nothing else is looked at. */
const MAX_INTERFACE_PAIRS = 250_000;

/** Adds every plan that no other beats under the query to the archive. */
export function solve(problem: Problem, query: Query, archive: Archive<Candidate>, work: SearchWork): void {
  if (!sharesDepend(problem)) {
    if (solveLean(problem, query, archive, work)) return;
    solveSupported(problem, query, anywhere(problem), optionCache(problem, query, work), archive, work);
    return;
  }
  // Plans in which no two neighbours are both split over tiers first: they compose, and what they find cuts the rest short.
  const supports = tierSupports(problem);
  if (supports === null) {
    work.incomplete = "Operators can be split over tiers in too many ways; only plans in which each stays in one tier were all looked at.";
    const single = { ...problem, settings: { ...problem.settings, maxParts: 1 } };
    solveSupported(single, query, anywhere(single), optionCache(single, query, work), archive, work);
    return;
  }
  const options = optionCache(problem, query, work);
  for (const support of supports) solveSupported(problem, query, support, options, archive, work);
}

/** Why a search over lean allocations that overfills something, or leaves some out, is not complete. */
const LEAN_REASON =
  "Operators can be split over pools in too many ways to look at all; plans in which few are split were. Limit the parts per operator (maxParts) for a complete answer.";

/**
 * Looks at lean allocations only. True when that settles it: nothing they lead to overfills a pool or a link, or looking at all of them is out of reach
 * (then the answer is said to be incomplete).
 */
function solveLean(problem: Problem, query: Query, archive: Archive<Candidate>, work: SearchWork): boolean {
  const supports = anywhere(problem);
  const builderOf = (allocations: Lean["allocations"]): OptionBuilder =>
    new OptionBuilder(problem, query, {
      factsOf: (operator, configuration) => allocations.get(configuration)!.map((allocation) => factsOf(problem, operator, allocation)),
      checkpoint: work.checkpoint,
    });
  const lean = LeanAllocations.of(problem, query, work.checkpoint, (inOneTier) => {
    if (allocationsWithin(problem, MAX_OPTIONS, work)) return;
    // Good plans are there before it is known that no better ones are missing.
    const builder = builderOf(inOneTier);
    const operators = problem.operators.map((operator) => builder.build(operator, supports));
    solveByComposition(problem, query, operators, archive, work, true);
  });
  if (!lean) return false;
  const builder = builderOf(lean.allocations);
  let operators: readonly OperatorOptions[] = [];
  let open = lean.open;
  for (;;) {
    const offered = problem.operators.map((operator) => builder.build(operator, supports));
    operators = hopefulOptions(problem, query, offered, archive);
    if (!solveByComposition(problem, query, operators, archive, work, true)) break;
    if (open !== null) open = stillOpen(problem, query, lean, open, operators, archive);
    if (open?.length === 0 || (open === null && !allocationsWithin(problem, MAX_OPTIONS, work))) {
      if (open === null) work.incomplete = LEAN_REASON;
      settleTies(problem, query, operators, archive, work);
      return true;
    }
    if (open === null) break;
  }
  if (allocationsWithin(problem, MAX_OPTIONS, work)) return false;
  work.incomplete = LEAN_REASON;
  solveOptions(problem, query, operators, archive, work);
  return true;
}

/**
 * Adds the allocations over several tiers of a neighbour that bounds leave hope for, beside those of the operator it is open to. Pairs that are open
 * because of what was added; null when there are too many to add.
 */
function stillOpen(
  problem: Problem,
  query: Query,
  lean: Lean,
  open: readonly (readonly [number, number])[],
  operators: readonly OperatorOptions[],
  archive: Archive<Candidate>,
): [number, number][] | null {
  const next: [number, number][] = [];
  for (const [a, b] of open) {
    const first = operators[a]!.options.filter(({ allocation }) => allocation.parts.some((part) => part.template.tier !== allocation.parts[0]!.template.tier));
    const added = lean.addOverTiers(problem.operators[b]!, (bound) => pairIsHopeless(problem, query, operators, archive, [a, first], [b, [bound]]));
    if (added === null) return null;
    if (added === 0) continue;
    for (const edge of problem.edges) {
      if (edge.from >= 0 && edge.from === b && lean.overTiers[edge.to]) next.push([b, edge.to]);
      if (edge.from >= 0 && edge.to === b && lean.overTiers[edge.from]) next.push([b, edge.from]);
    }
  }
  return next;
}

/** Whether every operator has at most so many vectors of replicas, feasible or not. */
function allocationsWithin(problem: Problem, most: number, work: SearchWork): boolean {
  work.checkpoint();
  return problem.operators.every(
    (operator) =>
      operator.configurations.reduce(
        (sum, { templates }) => sum + templates.reduce((product, template) => product * (1 + Math.max(1, template.maxReplicas)), 1),
        0,
      ) <= most,
  );
}

type Options = (operator: CompiledOperator, supports: Supports) => OperatorOptions;

/** Undominated options per operator; they depend on the tiers of the operator and of its neighbours only, so patterns that differ elsewhere share them. */
function optionCache(problem: Problem, query: Query, work: SearchWork): Options {
  const known = new Map<string, OperatorOptions>();
  const pairs = problem.edges.filter((edge) => edge.from >= 0);
  const near = problem.operators.map((_, o) => pairs.flatMap((edge) => (edge.from === o ? [edge.to] : edge.to === o ? [edge.from] : [])));
  const builder = new OptionBuilder(problem, query, { factsOf: factsCache(problem, work), checkpoint: work.checkpoint });
  return (operator, supports) => {
    const o = operator.index;
    const key = [o, ...near[o]!].map((other) => `${other}:${supports[other]?.join(" ") ?? "any"}`).join("|");
    let found = known.get(key);
    if (!found) {
      found = builder.build(operator, supports);
      known.set(key, found);
    }
    return found;
  };
}

/** Allocations of every configuration with what is known of them, made once and kept while a problem is solved. */
function factsCache(problem: Problem, work: SearchWork): FactsOf {
  const known = new Map<CompiledConfiguration, AllocationFacts[]>();
  const counts = new Map<CompiledOperator, number>();
  return (operator, configuration) => {
    let found = known.get(configuration);
    if (found) return found;
    const list: AllocationFacts[] = [];
    found = list;
    known.set(configuration, list);
    const before = counts.get(operator) ?? 0;
    const complete = forEachAllocation(
      problem,
      operator,
      configuration,
      problem.settings.maxParts,
      (allocation) => {
        list.push(factsOf(problem, operator, allocation));
        return before + list.length < MAX_OPTIONS;
      },
      work.checkpoint,
    );
    counts.set(operator, before + list.length);
    if (!complete)
      work.incomplete = `An operator has more than ${MAX_OPTIONS} ways to be allocated; only those of the fewest parts were looked at. Limit the parts per operator (maxParts) for a complete answer.`;
    return found;
  };
}

/** The undominated options of every operator, wherever it may run. */
export function composableOptions(problem: Problem, query: Query, work: SearchWork): OperatorOptions[] {
  const options = optionCache(problem, query, work);
  const supports = anywhere(problem);
  return problem.operators.map((operator) => options(operator, supports));
}

function anywhere(problem: Problem): Supports {
  return problem.operators.map(() => null);
}

function solveSupported(problem: Problem, query: Query, supports: Supports, options: Options, archive: Archive<Candidate>, work: SearchWork): void {
  const offered = problem.operators.map((operator) => options(operator, supports));
  const operators = hopefulOptions(problem, query, offered, archive);
  offered.forEach((entry, o) => {
    work.pruned += entry.options.length - operators[o]!.options.length;
  });
  if (operators.some((entry) => entry.options.length === 0)) return;
  solveOptions(problem, query, operators, archive, work);
}

function solveOptions(problem: Problem, query: Query, operators: readonly OperatorOptions[], archive: Archive<Candidate>, work: SearchWork): void {
  // Where every plan needs shares that depend on others, nothing composes; where many pools may be overfull, tables are made again with a column for each.
  const branches =
    operators.some(({ options }) => options.every((option) => option.free)) ||
    (combinationsOf(operators) <= FEW && shortPools(problem, operators).length > FEW_POOLS);
  if (branches) {
    branchAndBound(problem, query, operators, archive, work.branching);
    return;
  }
  if (solveByComposition(problem, query, operators, archive, work)) {
    settleTies(problem, query, operators, archive, work);
    return;
  }
  const pairs = problem.edges.map((edge) => (edge.from < 0 ? 1 : operators[edge.from]!.interfaces.length) * operators[edge.to]!.interfaces.length);
  if (Math.max(1, ...pairs) > SEEDED_FROM) {
    // Plans in which each operator stays in one tier compose: good ones are there at once, and they cut the rest short.
    const single = operators.map(inOneTier);
    solveByComposition(problem, query, single, archive, work);
    if (Math.max(...pairs) > MAX_INTERFACE_PAIRS) {
      work.incomplete = LEAN_REASON;
      branchAndBound(problem, query, single, archive, work.branching);
      return;
    }
  }
  branchAndBound(problem, query, operators, archive, work.branching);
}

function combinationsOf(operators: readonly OperatorOptions[]): number {
  return operators.reduce((product, { options }) => product * options.length, 1);
}

/** The options that use one tier, with interfaces of their own. */
function inOneTier(entry: OperatorOptions): OperatorOptions {
  const places = new Map<number, number>();
  entry.interfaces.forEach((face, index) => {
    if (face.tiers.length === 1 || face.folded) places.set(index, places.size);
  });
  return {
    interfaces: entry.interfaces.filter((_, index) => places.has(index)),
    options: entry.options.flatMap((option) => {
      const place = places.get(option.interface);
      return place === undefined ? [] : [{ ...option, interface: place }];
    }),
  };
}

/** Which of the plans of one vector is listed: by branch and bound where that is small enough to settle every tie, else by exchanging single operators. */
function settleTies(problem: Problem, query: Query, operators: readonly OperatorOptions[], archive: Archive<Candidate>, work: SearchWork): void {
  if (work.isThin) return;
  if (combinationsOf(operators) > SMALL) polish(problem, query, operators, archive, work.checkpoint);
  else branchAndBound(problem, query, operators, archive, work.branching);
}

/** Whether shares of one operator can depend on those of another: queueing none, splits allowed, more than one tier. */
function sharesDepend(problem: Problem): boolean {
  return problem.rateRps !== null && problem.settings.queueing === "none" && problem.settings.maxParts > 1 && problem.tiers.length > 1;
}
