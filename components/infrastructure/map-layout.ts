import type { Link, Pool, Tier } from "@/core/documents/infrastructure";

interface Keyed<E> {
  key: string;
  entry: E;
}

export interface MapInput {
  tiers: readonly Keyed<Tier>[];
  pools: readonly Keyed<Pool>[];
  links: readonly Keyed<Link>[];
}

export interface MapBox {
  key: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface MapTier extends MapBox {
  id: string;
  title: string;
  pools: (MapBox & { pool: Pool })[];
  /** Link inside of the tier, where it is not free and instant. */
  inside: { key: string; link: Link; y: number } | null;
}

export interface MapLink {
  /** The link, and the one back when its figures are the same. */
  keys: string[];
  link: Link;
  both: boolean;
  /** Line from the sender to the receiver. */
  path: string;
  label: { x: number; y: number; lines: boolean };
}

export interface MapLayout {
  width: number;
  height: number;
  tiers: MapTier[];
  links: MapLink[];
  /** Pools whose tier does not exist. */
  homeless: number;
}

const CHIP = { width: 192, height: 44, gap: 6 };
const PAD = 10;
const HEAD = 30;
const INSIDE = 20;
const GAP = 128;
const BARE_GAP = 40;
const LANE = 30;
const MARGIN = 2;

function columnsFor(pools: number, tiers: number): number {
  const most = tiers === 1 ? 4 : tiers === 2 ? 2 : 1;
  const perColumn = tiers === 1 ? 4 : 6;
  return Math.max(1, Math.min(most, Math.ceil(pools / perColumn)));
}

function sameFigures(a: Link, b: Link): boolean {
  return (a.rttMs ?? 0) === (b.rttMs ?? 0) && a.mbps === b.mbps && (a.pricePerGiBUsd ?? 0) === (b.pricePerGiBUsd ?? 0);
}

interface Pair {
  low: number;
  high: number;
  links: { key: string; link: Link; forward: boolean }[];
}

function pairsOf(input: MapInput, place: ReadonlyMap<string, number>): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const { key, entry } of input.links) {
    const [from, to] = [place.get(entry.from), place.get(entry.to)];
    if (from === undefined || to === undefined || from === to) continue;
    const [low, high] = from < to ? [from, to] : [to, from];
    const pair = pairs.get(`${low} ${high}`) ?? { low, high, links: [] };
    pair.links.push({ key, link: entry, forward: from < to });
    pairs.set(`${low} ${high}`, pair);
  }
  return [...pairs.values()].sort((a, b) => a.high - a.low - (b.high - b.low) || a.low - b.low);
}

/** A link and the one back become one line when they have the same figures. */
function linesOf(pair: Pair): { keys: string[]; link: Link; forward: boolean; both: boolean }[] {
  const [first, second] = pair.links;
  if (first && second && pair.links.length === 2 && first.forward !== second.forward && sameFigures(first.link, second.link)) {
    return [{ keys: [first.key, second.key], link: first.link, forward: first.forward, both: true }];
  }
  return pair.links.map(({ key, link, forward }) => ({ keys: [key], link, forward, both: false }));
}

/**
 * Where everything of an infrastructure is drawn: tiers side by side in the order of the document with their pools inside, links between
 * neighbours in the gap, all other links in lanes below, the shortest nearest.
 */
export function mapLayout(input: MapInput): MapLayout {
  const place = new Map<string, number>();
  for (const [index, { entry }] of input.tiers.entries()) if (!place.has(entry.id)) place.set(entry.id, index);
  const pairs = pairsOf(input, place);
  const joined = new Set(pairs.filter((pair) => pair.high - pair.low === 1).map((pair) => pair.low));
  const least = HEAD + PAD + (joined.size > 0 ? 104 : CHIP.height);

  const tiers: MapTier[] = [];
  let x = MARGIN;
  for (const [index, { key, entry }] of input.tiers.entries()) {
    const pools = input.pools.filter((pool) => pool.entry.tier === entry.id && place.get(entry.id) === index);
    const inside = input.links.find((link) => link.entry.from === entry.id && link.entry.to === entry.id && place.get(entry.id) === index);
    const columns = columnsFor(pools.length, input.tiers.length);
    const top = MARGIN + HEAD + (inside ? INSIDE : 0);
    const boxes = pools.map((pool, at) => ({
      key: pool.key,
      pool: pool.entry,
      x: x + PAD + (at % columns) * (CHIP.width + CHIP.gap),
      y: top + Math.floor(at / columns) * (CHIP.height + CHIP.gap),
      width: CHIP.width,
      height: CHIP.height,
    }));
    const rows = Math.ceil(pools.length / columns);
    tiers.push({
      key,
      id: entry.id,
      title: entry.title ?? entry.id,
      x,
      y: MARGIN,
      width: 2 * PAD + columns * CHIP.width + (columns - 1) * CHIP.gap,
      height: Math.max(least, top - MARGIN + rows * (CHIP.height + CHIP.gap) - CHIP.gap + PAD),
      pools: boxes,
      inside: inside ? { key: inside.key, link: inside.entry, y: MARGIN + HEAD + 8 } : null,
    });
    x += (tiers.at(-1)?.width ?? 0) + (joined.has(index) ? GAP : BARE_GAP);
  }
  const tallest = Math.max(0, ...tiers.map((tier) => tier.height));
  for (const tier of tiers) tier.height = tallest;

  const links: MapLink[] = [];
  const bottom = MARGIN + tallest;
  const lanes: { high: number }[][] = [];
  const ports = new Map<number, number>();
  let deepest = 0;
  for (const pair of pairs) {
    const [left, right] = [tiers[pair.low], tiers[pair.high]];
    if (!left || !right) continue;
    const lines = linesOf(pair);
    if (pair.high - pair.low === 1) {
      for (const [index, line] of lines.entries()) {
        const y = MARGIN + HEAD + (lines.length === 1 ? 44 : 22 + index * 56);
        const ends: [number, number] = [left.x + left.width + 4, right.x - 4];
        const [from, to] = line.forward ? ends : [ends[1], ends[0]];
        links.push({ ...pick(line), path: `M${from} ${y}H${to}`, label: { x: (ends[0] + ends[1]) / 2, y, lines: true } });
      }
      continue;
    }
    for (const line of lines) {
      const lane = freeLane(lanes, pair);
      const y = bottom + 18 + lane * LANE;
      deepest = Math.max(deepest, y + 14);
      const start = port(ports, pair.low, left, 1);
      const end = port(ports, pair.high, right, -1);
      const [from, to] = line.forward ? [start, end] : [end, start];
      const turn = from < to ? 8 : -8;
      const path = `M${from} ${bottom + 2}V${y - 8}Q${from} ${y} ${from + turn} ${y}H${to - turn}Q${to} ${y} ${to} ${y - 8}V${bottom + 4}`;
      links.push({ ...pick(line), path, label: { x: (start + end) / 2, y, lines: false } });
    }
  }
  const last = tiers.at(-1);
  return {
    width: (last ? last.x + last.width : 0) + MARGIN,
    height: Math.max(bottom, deepest) + MARGIN,
    tiers,
    links,
    homeless: input.pools.filter((pool) => !place.has(pool.entry.tier)).length,
  };
}

function pick({ keys, link, both }: { keys: string[]; link: Link; both: boolean }): Pick<MapLink, "keys" | "link" | "both"> {
  return { keys, link, both };
}

/** The first lane that is free between the two tiers; lanes are filled from the left. */
function freeLane(lanes: { low?: number; high: number }[][], pair: Pair): number {
  for (const [index, lane] of lanes.entries()) {
    if (lane.every((taken) => taken.high <= pair.low || (taken.low ?? 0) >= pair.high)) {
      lane.push(pair);
      return index;
    }
  }
  lanes.push([pair]);
  return lanes.length - 1;
}

/** Where the next line leaves a tier at its lower edge: to the right from its right half, to the left from its left half. */
function port(ports: Map<number, number>, index: number, tier: MapBox, side: 1 | -1): number {
  const slot = index * 2 + (side > 0 ? 1 : 0);
  const used = ports.get(slot) ?? 0;
  ports.set(slot, used + 1);
  const room = tier.width / 2 - 24;
  return tier.x + tier.width / 2 + side * Math.max(6, room - ((used * 18) % room));
}
