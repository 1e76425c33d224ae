import type { Api, CatalogueDocument, Implementation, Model, Profile, QualityRow, TokensRow } from "../../core/documents/catalogue";
import type { Distribution } from "../../core/documents/common";
import { compact, type Draw } from "./draw";
import type { Family } from "./families";

const MS = [5, 10, 20, 25, 40, 50, 100];
const QUALITY = [0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 1];
const TOKENS = [10, 20, 50, 100];

/** Figures at some of the statistics, ascending; sometimes only above or only below the one that is asked for. */
function distribution(draw: Draw, values: readonly number[]): Distribution {
  const mean = draw.number(values);
  const known = draw.pick([
    ["mean"],
    ["mean"],
    ["mean", "p95"],
    ["p50", "p95"],
    ["p90"],
    ["p50"],
    ["mean", "p50", "p99"],
    ["mean", "p90", "p95", "p99"],
  ] as const);
  const grow = draw.nice ? { mean: 1, p50: 1, p90: 1.5, p95: 2, p99: 3 } : { mean: 1, p50: 0.9, p90: 1.37, p95: 1.71, p99: 2.63 };
  return Object.fromEntries(known.map((name) => [name, mean * grow[name]]));
}

/** How much slower a call is on this device: dearer devices are faster (see `infrastructure`), so that there is something to trade. */
const SLOWER: Record<string, number> = { d0: 4, d1: 2, d2: 1 };
const times = (values: readonly number[], factor: number) => values.map((value) => value * factor);

/** `effort`: how much longer than the simplest implementation of the task this one takes. */
function profile(draw: Draw, family: Family, device: string, effort: number): Profile {
  const tokens = draw.chance(family.tokens);
  const milliseconds = times(MS, ((SLOWER[device] as number) * effort * family.slow) / 4);
  const timing = tokens
    ? {
        ttftMs: distribution(draw, milliseconds),
        tpotMs: distribution(draw, draw.nice ? [1, 2, 5] : [0.5, 5]),
        capacityTokensPerSecond: draw.maybe(0.7, () => draw.number([100, 200, 500, 1000, 2000])),
      }
    : { latencyMs: distribution(draw, milliseconds) };
  return compact({
    device,
    devices: draw.maybe(0.25, () => draw.int(1, 2)),
    batch: draw.maybe(0.25, () => draw.pick([1, 2, 4])),
    ...timing,
    cv: draw.maybe(0.5, () => (draw.nice ? draw.pick([0, 0.5, 1]) : draw.number([0.2, 1.5]))),
    memoryGiB: draw.maybe(0.3, () => draw.pick([2, 4, 8, 16])),
    powerW: draw.maybe(0.3, () => draw.number([50, 100, 200, 400])),
  });
}

/** Mostly a profile for every device, sometimes a second one for a device or none. */
function profiles(draw: Draw, family: Family, devices: readonly string[], effort: number): Profile[] {
  const list = devices.filter(() => draw.chance(0.85)).map((device) => profile(draw, family, device, effort));
  if (list.length === 0 || draw.chance(0.2)) list.push(profile(draw, family, draw.pick(devices), effort));
  return list;
}

function api(draw: Draw, hasTokens: boolean): Api {
  return compact({
    pricePerMillionTokensUsd: hasTokens ? draw.maybe(0.6, () => ({ input: draw.number([1, 2, 5]), output: draw.number([5, 10, 20]) })) : undefined,
    pricePerCallUsd: draw.maybe(0.6, () => draw.number([0.0001, 0.001, 0.01])),
    ...(hasTokens && draw.chance(0.4) ? { ttftMs: distribution(draw, MS), tpotMs: distribution(draw, [1, 2, 5]) } : { latencyMs: distribution(draw, MS) }),
    cv: draw.maybe(0.4, () => draw.number([0.5, 1])),
    maxRps: draw.maybe(0.7, () => draw.number([1, 2, 5, 10, 20])),
    energyJPerCall: draw.maybe(0.4, () => draw.number([1, 5, 10])),
  });
}

/** One row of a row-stochastic matrix; better input gives a better output. */
function stochastic(draw: Draw, buckets: number, row: number): number[] {
  const weights = Array.from({ length: buckets }, (_, column) => draw.int(1, 5) * (column <= row ? 1 : 0.2) * (column === row ? 3 : 1));
  const sum = weights.reduce((a, b) => a + b, 0);
  const fractions = weights.map((w) => (draw.nice ? Math.round((w / sum) * 20) / 20 : w / sum));
  fractions[row] = 1 - fractions.reduce((total, f, column) => (column === row ? total : total + f), 0);
  return fractions.map((f) => Math.max(0, f));
}

/** The more effort, the better, mostly. */
function qualityRow(draw: Draw, family: Family, when: QualityRow["when"], effort: number): QualityRow {
  const value = draw.number(draw.chance(0.75) ? (effort === 1 ? QUALITY.slice(0, 3) : effort === 2 ? QUALITY.slice(2, 5) : QUALITY.slice(4)) : QUALITY);
  const matrix = family.buckets > 2 ? Array.from({ length: family.buckets }, (_, row) => stochastic(draw, family.buckets, row)) : undefined;
  return compact({
    when,
    value: matrix ? ((matrix[0] as number[])[0] as number) : value,
    givenBad: family.quality === "chain" && !matrix ? draw.maybe(0.95, () => draw.number([0.1, 0.2, 0.3, 0.5])) : undefined,
    matrix,
    ci95: draw.maybe(0.3, (): [number, number] => [Math.max(0, value - 0.05), Math.min(1, value + 0.05)]),
  });
}

function tokensRow(draw: Draw, when: TokensRow["when"]): TokensRow {
  return compact({ when, prompt: draw.maybe(0.7, () => distribution(draw, TOKENS)), completion: distribution(draw, TOKENS) });
}

function implementation(draw: Draw, family: Family, name: string, task: string, devices: readonly string[], models: Model[]): Implementation {
  const effort = { a: 1, b: 2, c: 4 }[name.at(-1) as string] ?? 1;
  const knobs = draw.maybe(family.knobs, () => ({ frames: draw.pick([[1, 2], [1, 5, 10], [2]]) }));
  const hasTokens = family.tokens > 0 && draw.chance(0.95);
  const rows = (make: (when: QualityRow["when"]) => QualityRow): QualityRow[] => {
    const list = draw.chance(1 - family.gaps) ? [make(undefined)] : [];
    if (knobs) for (const frames of knobs.frames) if (draw.chance(0.6)) list.push(make({ frames }));
    return list;
  };
  const tokens: TokensRow[] = hasTokens ? [tokensRow(draw, undefined)] : [];
  if (hasTokens && knobs) for (const frames of knobs.frames) if (draw.chance(0.5)) tokens.push(tokensRow(draw, { frames }));
  const shared = models.length > 0 && draw.chance(0.5) ? draw.pick(models).name : undefined;
  const hosted = draw.chance(family.apis);
  return compact({
    name,
    task,
    knobs,
    outputBytes: draw.maybe(0.3, () => draw.number([1000, 100000, 1000000])),
    quality: rows((when) => qualityRow(draw, family, when, effort)),
    tokens: tokens.length > 0 ? tokens : undefined,
    model: shared,
    profiles: shared || (hosted && draw.chance(0.4)) ? undefined : profiles(draw, family, devices, effort),
    api: !shared && hosted ? api(draw, hasTokens) : undefined,
  });
}

/** One or two catalogues with implementations of every task. */
export function catalogues(draw: Draw, family: Family, tasks: readonly string[], devices: readonly string[]): CatalogueDocument[] {
  const models: Model[] = [];
  for (let m = 0; m < draw.int(0, 1); m += 1) {
    models.push(
      compact({
        name: `m${m}`,
        profiles: profiles(draw, family, devices, 1),
        api: draw.maybe(family.apis, () => api(draw, family.tokens > 0)),
      }),
    );
  }
  const implementations = tasks.flatMap((task) =>
    Array.from({ length: draw.int(1, family.implementations) }, (_, k) => implementation(draw, family, `${task}-${"abc"[k]}`, task, devices, models)),
  );
  const document = (name: string, list: Implementation[], own: Model[]): CatalogueDocument => ({
    apiVersion: "trilemma/v1",
    kind: "Catalogue",
    metadata: { name },
    spec: own.length > 0 ? { models: own, implementations: list } : { implementations: list },
  });
  if (!draw.chance(0.2)) return [document("catalogue", implementations, models)];
  // A later catalogue replaces what an earlier one says of the same name.
  const old = implementations.slice(0, 1).map((first) => implementation(draw, family, first.name, first.task, devices, models));
  return [document("older", [...old, ...implementations.slice(1)], models), document("newer", implementations.slice(0, 1), [])];
}
