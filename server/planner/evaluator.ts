import { STATISTICS } from "../../core/documents/common";
import { edgeFigures, type OperatorFigures, operatorFigures, type PlanFigures, planFigures, requestLatency } from "../../core/metrics/figures";
import { type ChosenOperator, edgeFlows, type Flows, messageBytes, solveFlows, tierShares } from "../../core/metrics/flows";
import type { CompiledEdge, Problem } from "../../core/metrics/problem";
import type { Allocation } from "./allocations";

/** What an operator with fixed shares adds to every plan it is in. */
export interface Entry {
  chosen: ChosenOperator;
  figures: OperatorFigures;
  /** Equal for entries that look alike to neighbours: share of calls per tier, and size of the output. */
  face: number;
  tierShares: Float64Array;
}

/** Flows of an edge between two faces, with their time and cost; null where they cannot be joined. */
export interface Joint {
  flow: Float64Array;
  ms: number;
  usd: number;
}

/**
 * Figures of complete plans whose shares are fixed, the same to the last bit as `planFigures` and `solveFlows` give: an operator's own figures, and
 * flows between two faces, are formed once and kept. With link bandwidths the flows of a plan depend on each other, so they are solved anew.
 */
export class PlanEvaluator {
  private readonly entries: Map<Allocation, Entry>[];
  private readonly faces = new Map<string, number>();
  private readonly joints: Map<number, Joint | null>[];
  /** Some link has a bandwidth, for which the flows of a plan compete. */
  readonly limited: boolean;
  /** Every request takes every edge. */
  readonly single: boolean;
  private readonly times: Float64Array;

  constructor(private readonly problem: Problem) {
    this.entries = problem.operators.map(() => new Map());
    this.joints = problem.edges.map(() => new Map());
    this.limited = problem.links.some((row) => row.some((link) => link !== null && link.mbps !== Number.POSITIVE_INFINITY));
    this.times = new Float64Array(problem.operators.length);
    this.single = problem.scenarios.length === 1 && problem.scenarios[0]!.active.every(Boolean) && problem.scenarios[0]!.usedEdges.every(Boolean);
  }

  /** Choices, flows and figures of one fixed allocation per operator; null when a link is missing or too narrow. */
  evaluate(allocations: readonly Allocation[]): { chosen: ChosenOperator[]; flows: Flows; figures: PlanFigures } | null {
    const { problem } = this;
    const entries = allocations.map((allocation, o) => this.entryOf(o, allocation));
    const chosen = entries.map((entry) => entry.chosen);
    if (this.limited) {
      const flows = solveFlows(problem, chosen);
      return flows && { chosen, flows, figures: planFigures(problem, chosen, flows) };
    }
    const flows: Flows = [];
    const edgeMs: number[] = [];
    const edgeUsdPerRequest: number[] = [];
    for (const edge of problem.edges) {
      const joint = this.jointOf(edge, edge.from < 0 ? null : entries[edge.from]!, entries[edge.to]!);
      if (!joint) return null;
      flows.push(joint.flow);
      edgeMs.push(joint.ms);
      edgeUsdPerRequest.push(joint.usd);
    }
    const operators = entries.map((entry) => entry.figures);
    let usdPerRequest = 0;
    let energyJ = 0;
    let throughputRps = Number.POSITIVE_INFINITY;
    let devices = 0;
    let known = true;
    for (const operator of operators) {
      usdPerRequest += operator.usdPerRequest;
      energyJ += operator.energyJ;
      throughputRps = Math.min(throughputRps, operator.throughputRps);
      devices += operator.devices;
      if (operator.latencyMs === null) known = false;
    }
    for (const usd of edgeUsdPerRequest) usdPerRequest += usd;
    const latencyMs = known
      ? STATISTICS.map((_, q) => (this.single ? this.longestPath(operators, edgeMs, q) : requestLatency(problem, operators, edgeMs, q).value))
      : null;
    return { chosen, flows, figures: { operators, edgeMs, edgeUsdPerRequest, latencyMs, usdPerRequest, energyJ, throughputRps, devices } };
  }

  private longestPath(operators: readonly OperatorFigures[], edgeMs: readonly number[], q: number): number {
    const { problem, times } = this;
    let longest = 0;
    for (let o = 0; o < operators.length; o += 1) {
      let start = 0;
      for (const edge of problem.incoming[o]!) {
        const ready = (edge.from < 0 ? 0 : times[edge.from]!) + edgeMs[edge.index]!;
        if (ready > start) start = ready;
      }
      const operator = problem.operators[o]!;
      const time = start + operators[o]!.latencyMs![q]! * (q === 0 ? operator.repeatMean : operator.repeatPercentile);
      times[o] = time;
      if (time > longest) longest = time;
    }
    return longest;
  }

  /** An operator's own part of every plan with that allocation. */
  entryOf(o: number, allocation: Allocation): Entry {
    const known = this.entries[o]!.get(allocation);
    if (known) return known;
    const { problem } = this;
    const { configuration, parts, shares } = allocation;
    const chosen = { configuration: configuration.index, parts: parts.map(({ template, replicas }, p) => ({ template, replicas, share: shares![p]! })) };
    const perTier = tierShares(problem, chosen);
    const text = `${perTier.join(" ")}|${configuration.outputBytes}`;
    let face = this.faces.get(text);
    if (face === undefined) {
      face = this.faces.size;
      this.faces.set(text, face);
    }
    const entry: Entry = { chosen, figures: operatorFigures(problem, problem.operators[o]!, chosen), face, tierShares: perTier };
    this.entries[o]!.set(allocation, entry);
    return entry;
  }

  /** What an edge adds between two operators, or from an input (no sender). */
  jointOf(edge: CompiledEdge, sender: Entry | null, receiver: Entry): Joint | null {
    const joints = this.joints[edge.index]!;
    const key = (sender ? sender.face : 0) * 67_108_864 + receiver.face;
    let joint = joints.get(key);
    if (joint !== undefined) return joint;
    const { problem } = this;
    const tiers = problem.tiers.length;
    let from = sender?.tierShares;
    if (!from) {
      from = new Float64Array(tiers);
      from[edge.fromTier] = 1;
    }
    const chosen: ChosenOperator[] = [];
    if (sender) chosen[edge.from] = sender.chosen;
    const flow = edgeFlows(problem, edge, from, receiver.tierShares, messageBytes(problem, edge, chosen));
    joint = null;
    if (flow) {
      const alone = edgeFigures({ ...problem, edges: [edge] }, chosen, [flow]);
      joint = { flow, ms: alone.edgeMs[0]!, usd: alone.edgeUsdPerRequest[0]! };
    }
    joints.set(key, joint);
    return joint;
  }
}

const evaluators = new WeakMap<Problem, PlanEvaluator>();

/** The evaluator of a problem; kept as long as the problem. */
export function evaluatorOf(problem: Problem): PlanEvaluator {
  let known = evaluators.get(problem);
  if (!known) {
    known = new PlanEvaluator(problem);
    evaluators.set(problem, known);
  }
  return known;
}
