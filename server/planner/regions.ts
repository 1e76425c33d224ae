/** The ends of a pipeline, beside its operators. */
export const SOURCE = -1;
export const SINK = -2;

/** A step that joins what is known of a region to more of it. */
export type RegionStep =
  /** Goes on from an operator that is done over a span; `closes`: it is the operator's last. */
  | { kind: "span"; span: number; closes: boolean }
  /** Takes the options of an operator that all its spans have reached. */
  | { kind: "node"; node: number };

/** Operators that are joined to the rest of a pipeline at two ends only, and the spans between them and to the ends. */
export interface Region {
  from: number;
  to: number;
  nodes: number[];
  spans: number[];
}

interface Ends {
  from: number;
  to: number;
}

/** The smallest region that series and parallel steps cannot reduce; the whole pipeline is one. */
export function smallestRegion(spans: readonly Ends[], open: readonly number[], alive: ReadonlySet<number>): Region {
  const ends = [...alive];
  let best: Region | null = null;
  for (const from of [SOURCE, ...ends]) {
    for (const to of [SINK, ...ends]) {
      if (from === to) continue;
      for (const nodes of partsBetween(spans, open, ends, from, to)) {
        if (best && nodes.length >= best.nodes.length) continue;
        const inside = new Set(nodes);
        const own = open.filter((id) => inside.has(spans[id]!.from) || inside.has(spans[id]!.to));
        // Whatever enters does so from the one end, and whatever leaves does so to the other.
        if (own.every((id) => (inside.has(spans[id]!.from) || spans[id]!.from === from) && (inside.has(spans[id]!.to) || spans[id]!.to === to)))
          best = { from, to, nodes: nodes.sort((a, b) => a - b), spans: own };
      }
    }
  }
  return best!;
}

/** Operators that hang together when the two ends are taken away. */
function partsBetween(spans: readonly Ends[], open: readonly number[], alive: readonly number[], from: number, to: number): number[][] {
  const part = new Map<number, number[]>();
  for (const node of [SOURCE, SINK, ...alive]) if (node !== from && node !== to) part.set(node, [node]);
  for (const id of open) {
    const a = part.get(spans[id]!.from);
    const b = part.get(spans[id]!.to);
    if (!a || !b || a === b) continue;
    a.push(...b);
    for (const node of b) part.set(node, a);
  }
  return [...new Set(part.values())].filter((nodes) => !nodes.includes(SOURCE) && !nodes.includes(SINK));
}

/**
 * An order in which a region is put together: at each step the one that leaves the fewest operators open, and of those the one that adds the fewest plans.
 * `plans` says about how many plans there are of a span or an operator.
 */
export function stepsThrough(region: Region, spans: readonly Ends[], plans: { span: (id: number) => number; node: (o: number) => number }): RegionStep[] {
  const left = new Set(region.spans);
  const done = new Set([region.from]);
  const reached = new Set<number>();
  const steps: RegionStep[] = [];
  const leaving = (node: number): number => [...left].filter((id) => spans[id]!.from === node).length;
  while (left.size > 0) {
    let best: { step: RegionStep; opened: number; plans: number } | null = null;
    const offer = (step: RegionStep, opened: number, count: number): void => {
      if (!best || opened < best.opened || (opened === best.opened && count < best.plans)) best = { step, opened, plans: count };
    };
    for (const node of reached) if (node !== region.to && ![...left].some((id) => spans[id]!.to === node)) offer({ kind: "node", node }, 0, plans.node(node));
    for (const id of left) {
      const { from, to } = spans[id]!;
      if (!done.has(from)) continue;
      const closes = leaving(from) === 1;
      offer({ kind: "span", span: id, closes }, (reached.has(to) ? 0 : 1) - (closes && from !== region.from ? 1 : 0), plans.span(id));
    }
    const { step } = best!;
    steps.push(step);
    if (step.kind === "node") {
      reached.delete(step.node);
      done.add(step.node);
    } else {
      left.delete(step.span);
      reached.add(spans[step.span]!.to);
    }
  }
  return steps;
}
