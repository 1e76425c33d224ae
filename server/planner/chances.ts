import type { Problem } from "../../core/metrics/problem";
import type { Region } from "./regions";

/**
 * In which scenarios each span of a reduction is taken, and so whether means over scenarios can be formed span by span.
 *
 * A span's mean is the one over the scenarios in which it is taken. Routers choose independently of each other, and whatever a span holds is decided by
 * routers of its own once it is taken. So in series means of times add up and means of products of qualities multiply; of two spans of which a request takes one, the
 * mean is that of the two means, by how often each is taken; of two that are taken together, means of products multiply, while the maximum of two times has the
 * mean of neither unless nothing in them is left to a router.
 */
export class Chances {
  readonly means = { time: true, product: true };
  /** Scenarios in which each span is taken. */
  private readonly taken: (readonly boolean[])[];
  /** Whether routers decide over something inside. */
  private readonly routed: boolean[];

  constructor(private readonly problem: Problem) {
    this.taken = problem.edges.map((edge) => problem.scenarios.map(({ usedEdges }) => usedEdges[edge.index]!));
    this.routed = problem.edges.map(() => false);
  }

  /** A span that joins an operator to an end of the pipeline. */
  ofOperator(span: number, operator: number): void {
    this.set(span, this.reaching(operator), false);
  }

  /** Whether every request that takes one takes the other. */
  together(first: number, second: number): boolean {
    return same(this.taken[first]!, this.taken[second]!);
  }

  /** How often each of two spans is taken of those times that either is; null when they are not alternatives. */
  sideBySide(first: number, second: number, result: number): readonly [number, number] | null {
    const [a, b] = [this.taken[first]!, this.taken[second]!];
    const routed = this.routed[first]! || this.routed[second]!;
    if (this.together(first, second)) {
      this.set(result, a, routed);
      if (routed) this.means.time = false;
      return null;
    }
    this.set(
      result,
      a.map((own, s) => own || b[s]!),
      true,
    );
    const [often, seldom] = [this.probabilityOf(a), this.probabilityOf(b)];
    if (a.some((own, s) => own && b[s]) || often === 0 || seldom === 0) {
      this.refuse();
      return null;
    }
    return [often / (often + seldom), seldom / (often + seldom)];
  }

  inSeries(left: number, node: number, right: number, result: number): void {
    const taken = this.reaching(node);
    if (!same(this.taken[left]!, taken) || !same(this.taken[right]!, taken)) this.refuse();
    this.set(result, taken, this.routed[left]! || this.routed[right]!);
  }

  /** A region is swept as one that requests take as a whole. */
  across({ nodes, spans }: Region, result: number): void {
    const taken = this.taken[spans[0]!]!;
    if (!spans.every((id) => same(this.taken[id]!, taken)) || !nodes.every((o) => same(this.reaching(o), taken))) this.refuse();
    const routed = spans.some((id) => this.routed[id]);
    if (routed) this.means.time = false;
    this.set(result, taken, routed);
  }

  private set(span: number, taken: readonly boolean[], routed: boolean): void {
    this.taken[span] = taken;
    this.routed[span] = routed;
  }

  private refuse(): void {
    this.means.time = false;
    this.means.product = false;
  }

  private reaching(operator: number): boolean[] {
    return this.problem.scenarios.map(({ active }) => active[operator]!);
  }

  private probabilityOf(taken: readonly boolean[]): number {
    return this.problem.scenarios.reduce((sum, { probability }, s) => sum + (taken[s] ? probability : 0), 0);
  }
}

function same(a: readonly boolean[], b: readonly boolean[]): boolean {
  return a.every((value, s) => value === b[s]);
}
