import type { PlanBody } from "../documents/plan";
import { STATISTICS, type Statistic } from "../documents/vocabulary";
import { compileProblems } from "./compile-problems";
import { flowsOfPlan, problemOfPlan, resolvePlan } from "./evaluate";
import { completionTimes, countedLatency, edgeFigures, type OperatorFigures, type PlanFigures, planFigures, requestLatency } from "./figures";
import { type ChosenOperator, type Flows, linkBytes, messageBytes, NO_SHARE } from "./flows";
import { type BasisShares, basisShares, computed, decided, type FigurePlace, type MadeFrom, productOf, sumOf } from "./made-from";
import { below, type RunsAs, rateFigure, runsAs, sourced } from "./made-from-figures";
import { PartFigures, slowestOf } from "./made-from-operator";
import { qualityMadeFrom, stageMadeFrom } from "./made-from-quality";
import type { PlanningInput } from "./planning-input";
import type { CompiledEdge, Problem } from "./problem";
import { STATISTIC_INDEX } from "./statistics";

export interface OperatorProvenance {
  /** Of one call, at the plan's statistic, ms. */
  latencyMs: MadeFrom | null;
  costPerThousandUsd: MadeFrom;
  energyJ: MadeFrom;
  quality: MadeFrom | null;
}

/** What every number of a plan is made from. */
export interface PlanProvenance {
  statistic: Statistic;
  latencyMs: MadeFrom | null;
  costPerThousandUsd: MadeFrom;
  costPerHourUsd: MadeFrom | null;
  quality: MadeFrom | null;
  energyJ: MadeFrom;
  throughputRps: MadeFrom | null;
  operators: Record<string, OperatorProvenance>;
  /** Which share of each rests on what. */
  shares: { latency: BasisShares | null; cost: BasisShares; quality: BasisShares | null; energy: BasisShares };
}

type Decisions = Pick<PlanBody, "operators" | "alternatives">;

/**
 * Reads the documents once and gives a function that says what any of their plans is made from, with latency at a statistic (default: that of the
 * settings). The numbers are those of `evaluatePlan`; every one can be made again from its inputs (`recombine`).
 * @throws PlanningError when the documents do not make a problem, or (from the function) when the plan does not fit them
 */
export function provenanceOf(input: PlanningInput): (plan: Decisions, statistic?: Statistic) => PlanProvenance {
  const problems = compileProblems(input);
  return (plan, statistic) => {
    const problem = problemOfPlan(problems, plan);
    const chosen = resolvePlan(problem, plan);
    const flows = flowsOfPlan(problem, chosen);
    return new PlanReader(input, problem, chosen, flows, statistic ?? problem.settings.statistic).read();
  };
}

class PlanReader {
  readonly #figures: PlanFigures;
  readonly #parts: PartFigures[][];
  readonly #runs: RunsAs[];

  constructor(
    readonly input: PlanningInput,
    readonly problem: Problem,
    readonly chosen: readonly ChosenOperator[],
    readonly flows: Flows,
    readonly statistic: Statistic,
  ) {
    this.#figures = planFigures(problem, chosen, flows);
    this.#runs = chosen.map((entry, o) => runsAs(input.catalogues, problem.operators[o]?.configurations[entry.configuration]?.implementation ?? "") as RunsAs);
    this.#parts = chosen.map((entry, o) => {
      const operator = problem.operators[o]!;
      const knobs = operator.configurations[entry.configuration]!.knobs;
      return entry.parts.map((part) => new PartFigures(input, problem, operator, part, this.#runs[o]!, knobs));
    });
  }

  read(): PlanProvenance {
    const { problem } = this;
    const operators: Record<string, OperatorProvenance> = {};
    problem.operators.forEach((operator, o) => {
      operators[operator.id] = {
        latencyMs: this.#call(o),
        costPerThousandUsd: this.#cost(o),
        energyJ: this.#energy(o),
        quality: stageMadeFrom(this.input, problem, o, this.chosen[o]!.configuration),
      };
    });
    const cost = this.#requestCost(operators);
    const latencyMs = this.#latency();
    const quality = qualityMadeFrom(
      this.input,
      problem,
      this.chosen.map((entry) => entry.configuration),
    );
    const energyJ = sumOf(
      "energy per request",
      "j",
      "sum over the operators",
      Object.values(operators).map((entry) => entry.energyJ),
    );
    return {
      statistic: this.statistic,
      latencyMs,
      costPerThousandUsd: cost,
      costPerHourUsd: problem.rateRps === null ? null : this.#perHour(cost, problem.rateRps),
      quality,
      energyJ,
      throughputRps: this.#throughput(),
      operators,
      shares: {
        latency: latencyMs && basisShares(latencyMs),
        cost: basisShares(cost),
        quality: quality && basisShares(quality),
        energy: basisShares(energyJ),
      },
    };
  }

  #perHour(cost: MadeFrom, rateRps: number): MadeFrom {
    const node = computed(
      "cost per hour",
      "usdPerHour",
      "cost per 1,000 requests × 3.6 × request rate",
      [cost, rateFigure(this.input, rateRps)],
      ([per = 0, rate = 0]) => per * 3.6 * rate,
    );
    const [first, second] = node.inputs;
    if (first && second) node.inputs = [{ ...first, contribution: node.value }, second];
    return node;
  }

  /** Latency of one call of an operator: that of its slowest part. */
  #call(o: number, statistic = this.statistic): MadeFrom | null {
    const parts = this.#parts[o]!.map((part) => part.latency(statistic));
    if (parts.some((part) => part === null)) return null;
    return slowestOf(this.problem.operators[o]!.id, parts as MadeFrom[]);
  }

  #cost(o: number): MadeFrom {
    return sumOf(
      this.problem.operators[o]!.id,
      "usdPerThousand",
      "sum over its parts",
      this.#parts[o]!.map((part) => part.cost()),
    );
  }

  #energy(o: number): MadeFrom {
    return sumOf(
      this.problem.operators[o]!.id,
      "j",
      "sum over its parts",
      this.#parts[o]!.map((part) => part.energy()),
    );
  }

  #edgeLabel(edge: CompiledEdge): string {
    return `transfer ${edge.fromId} → ${edge.toId}`;
  }

  #bytes(edge: CompiledEdge): MadeFrom {
    const value = messageBytes(this.problem, edge, this.chosen);
    const runs = edge.from < 0 ? null : this.#runs[edge.from];
    if (runs?.implementation.outputBytes !== undefined)
      return sourced("bytes of a message", value, "bytes", [runs.implementation], below(runs.implementationPlace, "outputBytes"));
    const index = this.input.pipeline.spec.edges.findIndex((candidate) => candidate.from === edge.fromId && candidate.to === edge.toId);
    const place: FigurePlace | null = index < 0 ? null : { kind: "Pipeline", name: this.input.pipeline.metadata.name, path: ["spec", "edges", index, "bytes"] };
    return decided("bytes of a message", value, "bytes", place);
  }

  /** The crossings an edge uses: the flow's share, and the link with its place. */
  #crossings(edge: CompiledEdge) {
    const tiers = this.problem.tiers.length;
    const links = this.input.infrastructure.spec.links ?? [];
    const found = [];
    for (let pair = 0; pair < tiers * tiers; pair += 1) {
      const share = this.flows[edge.index]![pair]!;
      if (share <= NO_SHARE) continue;
      const [from, to] = [this.problem.tiers[Math.floor(pair / tiers)]!, this.problem.tiers[pair % tiers]!];
      const index = links.findLastIndex((link) => link.from === from && link.to === to);
      const place: FigurePlace = { kind: "Infrastructure", name: this.input.infrastructure.metadata.name, path: ["spec", "links", index] };
      found.push({ share, from, to, link: links[index] ?? null, place });
    }
    return found;
  }

  #transfer(edge: CompiledEdge): MadeFrom {
    const crossings = this.#crossings(edge).map(({ from, to, link, place }) => {
      const label = from === to ? `inside ${from}` : `${from} → ${to}`;
      if (!link) return decided(`${label} (free and instant)`, 0, "ms");
      const rtt = sourced("round trip", link.rttMs ?? 0, "ms", [link], below(place, "rttMs"));
      const half = productOf("half a round trip", "ms", "round trip ÷ 2", [rtt], 0.5);
      if (link.mbps === undefined) return { ...half, label };
      const mbps = sourced("bandwidth", link.mbps, "mbps", [link], below(place, "mbps"));
      const wire = computed(
        "time on the wire",
        "ms",
        "bytes × 8 ÷ (Mbit/s × 1000)",
        [this.#bytes(edge), mbps],
        ([bytes = 0, rate = 1]) => (bytes * 8) / (rate * 1000),
      );
      return sumOf(label, "ms", "half a round trip + time on the wire", [half, wire]);
    });
    return crossings.length === 0 ? decided(this.#edgeLabel(edge), 0, "ms") : slowestOf(this.#edgeLabel(edge), crossings);
  }

  #transferCost(edge: CompiledEdge): MadeFrom {
    const messages = decided("messages per request", edge.messages, "plain");
    const terms = this.#crossings(edge).flatMap(({ share, from, to, link, place }) =>
      link?.pricePerGiBUsd
        ? [
            productOf(
              `${from} → ${to}`,
              "usdPerThousand",
              "1000 × messages × share × bytes × price ÷ 2³⁰",
              [
                messages,
                decided("share of the flow", share, "fraction"),
                this.#bytes(edge),
                sourced("price of a GiB", link.pricePerGiBUsd, "usdPerGiB", [link], below(place, "pricePerGiBUsd")),
              ],
              1000 / 2 ** 30,
            ),
          ]
        : [],
    );
    return sumOf(this.#edgeLabel(edge), "usdPerThousand", "sum over the links it crosses", terms);
  }

  #requestCost(operators: Record<string, OperatorProvenance>): MadeFrom {
    const { edgeUsdPerRequest } = edgeFigures(this.problem, this.chosen, this.flows);
    const transfers = this.problem.edges.filter((edge) => (edgeUsdPerRequest[edge.index] ?? 0) > 0).map((edge) => this.#transferCost(edge));
    const own = Object.values(operators).map((entry) => entry.costPerThousandUsd);
    return sumOf("cost per 1,000 requests", "usdPerThousand", transfers.length > 0 ? "sum over operators and transfers" : "sum over the operators", [
      ...own,
      ...transfers,
    ]);
  }

  /** Longest path through the scenarios' graphs, from what operators and transfers take. */
  #latency(): MadeFrom | null {
    const { problem } = this;
    const q = STATISTIC_INDEX[this.statistic];
    const isMean = STATISTICS[q] === "mean";
    if (!this.#figures.latencyMs) return null;
    const operators = problem.operators.map((operator, o) => {
      const call = this.#call(o) ?? decided(operator.id, 0, "ms");
      const repeats = isMean ? operator.repeatMean : operator.repeatPercentile;
      return repeats === 1
        ? call
        : productOf(operator.id, "ms", `${isMean ? "mean" : "most"} repetitions × latency of a call`, [decided("repetitions", repeats, "plain"), call]);
    });
    const edges = problem.edges.map((edge) => this.#transfer(edge));
    const { onOperators, onEdges } = this.#critical(q);
    const combine = (values: readonly number[]): number => {
      const figures = problem.operators.map((operator, o): OperatorFigures => {
        const latencyMs = [0, 0, 0, 0, 0];
        latencyMs[q] = (values[o] ?? 0) / (isMean ? operator.repeatMean : operator.repeatPercentile);
        return { ...this.#figures.operators[o]!, latencyMs };
      });
      return requestLatency(problem, figures, values.slice(problem.operators.length), q).value;
    };
    const inputs = [
      ...operators.map((node, o) => ({ ...node, contribution: onOperators[o] ?? 0 })),
      ...edges.map((node, e) => ({ ...node, contribution: onEdges[e] ?? 0 })),
    ];
    const routed = problem.scenarios.length > 1;
    const formula = routed
      ? isMean
        ? "longest path of each way through the routers, weighted by its probability"
        : `longest path; the smallest that ${this.statistic.slice(1)} % of the ways through the routers keep`
      : "sum over the longest path";
    const node = computed(`latency ${this.statistic}`, "ms", formula, inputs, combine);
    // What is not on the path does not weaken the number.
    const onPath = inputs.filter((input) => (input.contribution ?? 0) > 0);
    return { ...node, basis: computed("", "ms", "", onPath.length > 0 ? onPath : inputs, () => 0).basis };
  }

  /** What each operator and edge adds along the path that decides the latency; ms. */
  #critical(q: number): { onOperators: number[]; onEdges: number[] } {
    const { problem } = this;
    const figures = this.#figures;
    const onOperators = problem.operators.map(() => 0);
    const onEdges = problem.edges.map(() => 0);
    const { value, perScenario } = requestLatency(problem, figures.operators, figures.edgeMs, q);
    const isMean = STATISTICS[q] === "mean";
    const deciding = perScenario.indexOf(value);
    const total = problem.scenarios.reduce((sum, scenario) => sum + scenario.probability, 0);
    problem.scenarios.forEach((scenario, s) => {
      if (!isMean && s !== deciding) return;
      const weight = isMean ? scenario.probability / total : 1;
      const times = completionTimes(problem, figures.operators, figures.edgeMs, s, q);
      let at = times.indexOf(Math.max(...times));
      while (at >= 0) {
        onOperators[at]! += weight * countedLatency(problem, figures.operators, at, q);
        let latest = Number.NEGATIVE_INFINITY;
        let over: CompiledEdge | null = null;
        for (const edge of problem.incoming[at]!) {
          if (!scenario.usedEdges[edge.index]) continue;
          const ready = (edge.from < 0 ? 0 : times[edge.from]!) + figures.edgeMs[edge.index]!;
          if (ready > latest) {
            latest = ready;
            over = edge;
          }
        }
        if (over) onEdges[over.index]! += weight * figures.edgeMs[over.index]!;
        at = over ? over.from : -1;
      }
    });
    return { onOperators, onEdges };
  }

  #throughput(): MadeFrom | null {
    const { problem } = this;
    const limits = this.#parts.flat().flatMap((part) => part.throughput() ?? []);
    const bytes = linkBytes(problem, this.chosen, this.flows);
    const links = this.input.infrastructure.spec.links ?? [];
    const tiers = problem.tiers.length;
    for (let pair = 0; pair < bytes.length; pair += 1) {
      const [from, to] = [problem.tiers[Math.floor(pair / tiers)]!, problem.tiers[pair % tiers]!];
      const index = links.findLastIndex((link) => link.from === from && link.to === to);
      const mbps = links[index]?.mbps;
      if (mbps === undefined || !(bytes[pair]! > 0)) continue;
      const bandwidth = sourced("bandwidth", mbps, "mbps", [links[index]], {
        kind: "Infrastructure",
        name: this.input.infrastructure.metadata.name,
        path: ["spec", "links", index, "mbps"],
      });
      const perRequest = sumOf(
        "bytes of a request",
        "bytes",
        "messages × share × bytes, over the edges that cross it",
        problem.edges.flatMap((edge) => {
          const share = this.flows[edge.index]![pair]!;
          if (!(share > 0)) return [];
          const factors = [decided("messages per request", edge.messages, "plain"), decided("share of the flow", share, "fraction"), this.#bytes(edge)];
          return [productOf(this.#edgeLabel(edge), "bytes", "messages × share × bytes", factors)];
        }),
      );
      limits.push(
        computed(
          `rate that the link ${from} → ${to} carries`,
          "rps",
          "Mbit/s × 10⁶ ÷ (8 × bytes)",
          [bandwidth, perRequest],
          ([rate = 0, size = 1]) => (rate * 1e6) / (8 * size),
        ),
      );
    }
    if (limits.length === 0) return null;
    const least = Math.min(...limits.map((limit) => limit.value));
    const decides = limits.findIndex((limit) => limit.value === least);
    return computed(
      "throughput",
      "rps",
      "the smallest of what its parts and links carry",
      limits.map((limit, index) => ({ ...limit, contribution: index === decides ? limit.value : 0 })),
      (values) => Math.min(...values),
    );
  }
}
