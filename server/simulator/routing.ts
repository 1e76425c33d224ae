import type { GraphModel } from "./model";
import type { RandomStream } from "./random";
import { ServiceSampler } from "./samplers";

/** One outcome of a graph's routers: who takes part, and over which edges. */
export interface Scenario {
  graph: number;
  /** Active operators (index within the graph), in topological order. */
  active: Int32Array;
  /** By operator: messages that each of its calls waits for. */
  inCount: Int32Array;
  /** By operator: edges on which its result leaves. */
  out: Int32Array[];
  /** By operator: edges on which its input arrives. */
  into: Int32Array[];
  /** Edges from inputs. */
  entries: Int32Array;
}

/** An operator with its draws prepared. */
export interface CompiledOperator {
  /** Index over all graphs, and within its own. */
  index: number;
  local: number;
  graph: number;
  /** Parts are [firstPart, endPart) of the engine's part list. */
  firstPart: number;
  endPart: number;
  parallel: boolean;
  copiesFloor: number;
  copiesExtra: number;
  /** Cumulative probability of at most 0, 1, 2, ... passes. */
  passes: Float64Array;
  /** Passes when their number is fixed, else -1. */
  fixedPasses: number;
}

export interface CompiledPart {
  station: number;
  tier: number;
  share: number;
  sampler: ServiceSampler;
  /** Correction that makes shares hold when several inputs draw to different tiers. */
  weight: number;
}

export class CompiledGraph {
  readonly operators: CompiledOperator[] = [];
  readonly split: boolean;
  private readonly byChoices = new Map<number, number>();
  private readonly choices: Int32Array;
  private readonly routerOf: Int32Array;

  constructor(
    readonly index: number,
    readonly model: GraphModel,
    operatorBase: number,
    private readonly parts: CompiledPart[],
    private readonly scenarios: Scenario[],
  ) {
    for (const [local, operator] of model.operators.entries()) {
      const firstPart = parts.length;
      for (const part of operator.parts) {
        parts.push({ station: part.station, tier: part.tier, share: part.share, sampler: new ServiceSampler(part.service), weight: 1 });
      }
      const fixedPasses = operator.passes.findIndex((probability) => probability >= 1 - 1e-12);
      let sum = 0;
      const cumulative = operator.passes.map((probability) => {
        sum += probability;
        return sum;
      });
      this.operators.push({
        index: operatorBase + local,
        local,
        graph: index,
        firstPart,
        endPart: parts.length,
        parallel: operator.parallel,
        copiesFloor: Math.floor(operator.fanOut),
        copiesExtra: operator.fanOut - Math.floor(operator.fanOut),
        passes: Float64Array.from(cumulative),
        fixedPasses,
      });
    }
    this.split = model.operators.some((operator) => operator.parts.length > 1);
    this.choices = new Int32Array(model.routers.length);
    this.routerOf = new Int32Array(model.operators.length).fill(-1);
    for (const [router, { at }] of model.routers.entries()) this.routerOf[at] = router;
  }

  /** Draws the routers that a request reaches, and returns the index of its scenario. */
  drawScenario(random: RandomStream): number {
    const { routers } = this.model;
    let key = 0;
    if (routers.length > 0) {
      for (const [router, { choose }] of routers.entries()) {
        let u = random.uniform();
        let choice = 0;
        while (choice < choose.length - 1 && u >= choose[choice]!.probability) {
          u -= choose[choice]!.probability;
          choice += 1;
        }
        this.choices[router] = choice;
        key = key * choose.length + choice;
      }
    }
    let index = this.byChoices.get(key);
    if (index === undefined) {
      index = this.scenarios.length;
      this.scenarios.push(this.resolve());
      this.byChoices.set(key, index);
    }
    return index;
  }

  /** Who takes part under the present choices. (Choices of routers that are not reached change nothing.) */
  private resolve(): Scenario {
    const { operators, edges, routers } = this.model;
    const active = new Uint8Array(operators.length);
    const out: number[][] = operators.map(() => []);
    const into: number[][] = operators.map(() => []);
    const entries: number[] = [];
    const order: number[] = [];
    for (const [index, edge] of edges.entries()) {
      if (edge.from >= 0) continue;
      entries.push(index);
      active[edge.to] = 1;
      into[edge.to]!.push(index);
    }
    for (let operator = 0; operator < operators.length; operator += 1) {
      if (active[operator] === 0) continue;
      order.push(operator);
      const router = this.routerOf[operator]!;
      const targets = router < 0 ? [] : routers[router]!.choose;
      const chosen = router < 0 ? -1 : targets[this.choices[router]!]!.to;
      for (const [index, edge] of edges.entries()) {
        if (edge.from !== operator) continue;
        if (edge.to !== chosen && targets.some((target) => target.to === edge.to)) continue;
        active[edge.to] = 1;
        out[operator]!.push(index);
        into[edge.to]!.push(index);
      }
    }
    return {
      graph: this.index,
      active: Int32Array.from(order),
      inCount: Int32Array.from(into.map((list) => list.length)),
      out: out.map((list) => Int32Array.from(list)),
      into: into.map((list) => Int32Array.from(list)),
      entries: Int32Array.from(entries),
    };
  }

  /**
   * Draws the part of one call, given the parts of the operators before it. P(part | tiers before) is taken as share · Π ratio, which gives the
   * plan's flows exactly when one of the inputs says something about the tier; `calibrate` keeps the shares right when several do.
   */
  drawPart(operator: CompiledOperator, into: Int32Array, partOf: Int32Array, offset: number, random: RandomStream, alive: Uint8Array): number {
    const { firstPart, endPart } = operator;
    if (endPart - firstPart === 1) return firstPart;
    let total = 0;
    for (let part = firstPart; part < endPart; part += 1) total += this.weightOf(part, into, partOf, offset, alive);
    // Contradicting inputs leave no tier; the shares alone then decide.
    const free = total <= 0;
    if (free) for (let part = firstPart; part < endPart; part += 1) total += alive[this.parts[part]!.station]! * this.parts[part]!.share;
    if (total <= 0) return firstPart;
    let u = random.uniform() * total;
    let last = firstPart;
    for (let part = firstPart; part < endPart; part += 1) {
      const weight = free ? alive[this.parts[part]!.station]! * this.parts[part]!.share : this.weightOf(part, into, partOf, offset, alive);
      if (weight <= 0) continue;
      last = part;
      if (u < weight) return part;
      u -= weight;
    }
    return last;
  }

  private weightOf(part: number, into: Int32Array, partOf: Int32Array, offset: number, alive: Uint8Array): number {
    const { station, tier, share, weight } = this.parts[part]!;
    if (alive[station] === 0) return 0;
    let product = share * weight;
    for (let index = 0; index < into.length; index += 1) {
      const edge = this.model.edges[into[index]!]!;
      if (edge.ratio === undefined) continue;
      const fromTier = edge.from < 0 ? edge.inputTier : this.parts[partOf[offset + edge.from]!]!.tier;
      if (fromTier >= 0) product *= edge.ratio[fromTier]?.[tier] ?? 1;
    }
    return product;
  }

  /**
   * Finds the weights under which every part receives its share although several inputs bind its tier, by iterative proportional fitting on
   * sampled requests (Deming and Stephan, 1940).
   */
  calibrate(random: RandomStream, stations: number): void {
    const bound = this.model.operators.map((_, local) => this.model.edges.filter((edge) => edge.to === local && edge.ratio !== undefined).length);
    if (!bound.some((count) => count > 1)) return;
    const alive = new Uint8Array(stations).fill(1);
    const samples = 4000;
    const partOf = new Int32Array(this.model.operators.length);
    for (let round = 0; round < 12; round += 1) {
      const counts = new Map<number, number>();
      const calls = new Float64Array(this.model.operators.length);
      for (let sample = 0; sample < samples; sample += 1) {
        const scenario = this.scenarios[this.drawScenario(random)]!;
        for (const local of scenario.active) {
          const part = this.drawPart(this.operators[local]!, scenario.into[local]!, partOf, 0, random, alive);
          partOf[local] = part;
          calls[local]! += 1;
          counts.set(part, (counts.get(part) ?? 0) + 1);
        }
      }
      for (const operator of this.operators) {
        if (bound[operator.local]! < 2) continue;
        for (let part = operator.firstPart; part < operator.endPart; part += 1) {
          const seen = (counts.get(part) ?? 0) / Math.max(1, calls[operator.local]!);
          if (seen > 0) this.parts[part]!.weight *= Math.sqrt(this.parts[part]!.share / seen);
        }
      }
    }
  }
}
