import { capacityOf, type Option, perCall, speedOfPart } from "./calls";
import { type Context, linkBetween, transferMs, type Variant } from "./context";
import { type LinearProgram, solveLexicographic } from "./linear";
import type { PartChoice } from "./options";

/** A share from which on a part is used. */
export const SOME = 1e-9;

/** Which part of each operator's calls each of its parts takes, and which way they go. */
export interface Routing {
  shares: number[][];
  /** Per edge the flow over each pair of tiers; empty for an input that enters everywhere. */
  flows: { from: string; to: string; share: number }[][];
}

export const bytesOf = (variant: Variant, options: Option[], e: number): number => {
  const edge = variant.graph.edges[e] as Variant["graph"]["edges"][number];
  const sender = options.find((option) => option.id === edge.from);
  return sender?.configuration.implementation.outputBytes ?? edge.bytes ?? 0;
};

/** Shares and flows of least cost, then energy, then transfer time, then greatest shares, then greatest flows. Null when no flow can carry it. */
export function route(context: Context, variant: Variant, options: Option[], fixed: (number[] | null)[]): Routing | null {
  const { graph } = variant;
  const program: LinearProgram = { variables: 0, constraints: [], objectives: [] };
  const cost: [number, number][] = [];
  const energy: [number, number][] = [];
  const time: [number, number][] = [];
  const shareVariables = options.map((option, i) => option.parts.map(() => (fixed[i] ? -1 : program.variables++)));
  options.forEach((option, i) => {
    if (fixed[i]) return;
    const rate = (context.rate as number) * (variant.calls.get(option.id) as number);
    const variables = shareVariables[i] as number[];
    program.constraints.push({ terms: variables.map((v) => [v, 1]), kind: "=", rhs: 1 });
    option.parts.forEach((part, p) => {
      const variable = variables[p] as number;
      const speed = speedOfPart(context, option, part);
      const bound = (context.limit * capacityOf(option, part, speed)) / rate;
      if (bound < 1) program.constraints.push({ terms: [[variable, 1]], kind: "<=", rhs: bound });
      const each = perCall(context, option, part, speed);
      const calls = variant.calls.get(option.id) as number;
      cost.push([variable, calls * each.usd]);
      energy.push([variable, calls * each.joule]);
    });
  });
  const tiersOf = (id: string): string[] | null => {
    const at = variant.inputTier.get(id);
    if (at !== undefined) return at === null ? null : [at];
    const option = options.find((o) => o.id === id) as Option;
    return context.input.infrastructure.spec.tiers.map((t) => t.id).filter((t) => option.parts.some((part) => part.tier === t));
  };
  const flowVariables: { from: string; to: string; variable: number }[][] = [];
  const usage = new Map<string, { mbps: number; terms: [number, number][] }>();
  for (let e = 0; e < graph.edges.length; e += 1) {
    const edge = graph.edges[e] as Variant["graph"]["edges"][number];
    const senders = tiersOf(edge.from);
    const receivers = tiersOf(edge.to) as string[];
    const own: { from: string; to: string; variable: number }[] = [];
    flowVariables.push(own);
    if (senders === null) continue;
    const bytes = bytesOf(variant, options, e);
    const messages = variant.messages[e] as number;
    for (const from of senders) {
      for (const to of receivers) {
        const link = linkBetween(context.input, from, to);
        if (!link) continue;
        const variable = program.variables++;
        own.push({ from, to, variable });
        cost.push([variable, (messages * bytes * (link.pricePerGiBUsd ?? 0)) / 2 ** 30]);
        time.push([variable, transferMs(link, bytes)]);
        if (link.mbps !== undefined && context.rate !== null) {
          const key = `${from} ${to}`;
          const entry = usage.get(key) ?? { mbps: link.mbps, terms: [] };
          entry.terms.push([variable, (context.rate * messages * bytes * 8) / 1e6 / link.mbps]);
          usage.set(key, entry);
        }
      }
    }
    const marginal = (id: string, tier: string, variables: number[]) => {
      const terms: [number, number][] = variables.map((v) => [v, 1]);
      let rhs = 1;
      const index = options.findIndex((o) => o.id === id);
      if (index >= 0) {
        rhs = 0;
        const option = options[index] as Option;
        option.parts.forEach((part, p) => {
          if (part.tier !== tier) return;
          const shares = fixed[index];
          if (shares) rhs += shares[p] as number;
          else terms.push([(shareVariables[index] as number[])[p] as number, -1]);
        });
      }
      program.constraints.push({ terms, kind: "=", rhs });
    };
    for (const from of senders)
      marginal(
        edge.from,
        from,
        own.filter((f) => f.from === from).map((f) => f.variable),
      );
    for (const to of receivers)
      marginal(
        edge.to,
        to,
        own.filter((f) => f.to === to).map((f) => f.variable),
      );
  }
  for (const { terms } of usage.values()) program.constraints.push({ terms, kind: "<=", rhs: 1 });
  program.objectives.push(cost, energy, time);
  const byId = options.map((option, i) => ({ option, i })).sort((a, b) => (a.option.id < b.option.id ? -1 : 1));
  for (const { i } of byId) for (const v of shareVariables[i] as number[]) if (v >= 0) program.objectives.push([[v, -1]]);
  for (const own of flowVariables) for (const f of own) program.objectives.push([[f.variable, -1]]);
  const x = solveLexicographic(program);
  if (!x) return null;
  return {
    shares: options.map((option, i) => fixed[i] ?? option.parts.map((_, p) => x[(shareVariables[i] as number[])[p] as number] as number)),
    flows: flowVariables.map((own) => own.map((f) => ({ from: f.from, to: f.to, share: x[f.variable] as number })).filter((f) => f.share > SOME)),
  };
}

/** The same for a plan in which every operator has one part: nothing is left to choose. */
export function routeSimple(context: Context, variant: Variant, options: Option[]): Routing | null {
  const usage = new Map<string, number>();
  const flows: Routing["flows"] = [];
  for (let e = 0; e < variant.graph.edges.length; e += 1) {
    const edge = variant.graph.edges[e] as Variant["graph"]["edges"][number];
    const at = variant.inputTier.get(edge.from);
    if (at === null) {
      flows.push([]);
      continue;
    }
    const from = at ?? ((options.find((o) => o.id === edge.from) as Option).parts[0] as PartChoice).tier;
    const to = ((options.find((o) => o.id === edge.to) as Option).parts[0] as PartChoice).tier;
    const link = linkBetween(context.input, from, to);
    if (!link) return null;
    flows.push([{ from, to, share: 1 }]);
    if (link.mbps !== undefined && context.rate !== null) {
      const key = `${from} ${to}`;
      const used = (usage.get(key) ?? 0) + (context.rate * (variant.messages[e] as number) * bytesOf(variant, options, e) * 8) / 1e6 / link.mbps;
      usage.set(key, used);
    }
  }
  if ([...usage.values()].some((used) => used > 1 + 1e-12)) return null;
  return { shares: options.map(() => [1]), flows };
}
