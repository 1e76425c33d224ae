import { edgeFlows, NO_SHARE, transferMs } from "../../core/metrics/flows";
import type { CompiledEdge, Problem } from "../../core/metrics/problem";
import type { Interface } from "./options";

/** Cost per request and time of an edge between two interfaces; bytes per request over each crossing. */
export interface EdgeLabel {
  usd: number;
  ms: number;
  /** Crossing (fromTier · tiers + toTier) and bytes per request, flat; only crossings with a bandwidth. */
  load: number[];
}

/** Interface of an input: all of its data in one tier. */
export function inputInterface(problem: Problem, edge: CompiledEdge): Interface {
  const tierShares = new Float64Array(problem.tiers.length);
  tierShares[edge.fromTier] = 1;
  return { tierShares, tiers: [edge.fromTier], outputBytes: null, folded: false };
}

/** Labels of an edge for each pair of interfaces [sender][receiver]; null where it cannot be crossed. With free shares the label is a lower bound. */
export function edgeLabels(problem: Problem, edge: CompiledEdge, senders: readonly Interface[], receivers: readonly Interface[]): (EdgeLabel | null)[][] {
  return senders.map((sender) => receivers.map((receiver) => edgeLabel(problem, edge, sender, receiver)));
}

function edgeLabel(problem: Problem, edge: CompiledEdge, sender: Interface, receiver: Interface): EdgeLabel | null {
  if (sender.folded || receiver.folded) return { usd: 0, ms: 0, load: [] };
  const bytes = sender.outputBytes ?? edge.bytes;
  const tiers = problem.tiers.length;
  if (!sender.tierShares || !receiver.tierShares) return looseLabel(problem, sender, receiver, bytes, edge);
  const flow = edgeFlows(problem, edge, sender.tierShares, receiver.tierShares, bytes);
  if (!flow) return null;
  const label: EdgeLabel = { usd: 0, ms: 0, load: [] };
  for (let pair = 0; pair < flow.length; pair += 1) {
    const share = flow[pair]!;
    if (share <= NO_SHARE) continue;
    const from = Math.floor(pair / tiers);
    const link = problem.links[from]![pair % tiers]!;
    label.usd += share * edge.messages * bytes * link.pricePerByteUsd;
    label.ms = Math.max(label.ms, transferMs(problem, from, pair % tiers, bytes));
    if (link.mbps !== Number.POSITIVE_INFINITY) label.load.push(pair, share * edge.messages * bytes);
  }
  return label;
}

function looseLabel(problem: Problem, sender: Interface, receiver: Interface, bytes: number, edge: CompiledEdge): EdgeLabel | null {
  let ms = Number.POSITIVE_INFINITY;
  for (const a of sender.tiers) for (const b of receiver.tiers) if (problem.links[a]![b]) ms = Math.min(ms, transferMs(problem, a, b, bytes));
  if (ms === Number.POSITIVE_INFINITY) return null;
  // What a single sender's data costs is counted in the receiver's own lower bound (see options.ts), so inputs add nothing here.
  let usd = 0;
  if (edge.from >= 0) {
    usd = Number.POSITIVE_INFINITY;
    for (const a of sender.tiers)
      for (const b of receiver.tiers) usd = Math.min(usd, (problem.links[a]![b]?.pricePerByteUsd ?? Number.POSITIVE_INFINITY) * edge.messages * bytes);
  }
  return { usd, ms, load: [] };
}
