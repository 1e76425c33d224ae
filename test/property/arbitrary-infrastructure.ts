import type { InfrastructureDocument, Link, Pool } from "../../core/documents/infrastructure";
import { compact, type Draw } from "./draw";
import type { Family } from "./families";

/** Faster devices cost more. */
const DEARER: Record<string, number> = { d0: 1, d1: 2, d2: 4 };

export function infrastructure(draw: Draw, family: Family, devices: readonly string[]): InfrastructureDocument {
  const tiers = Array.from({ length: draw.int(1, family.tiers) }, (_, t) => ({ id: `t${t}` }));
  const pools = Array.from({ length: Math.max(draw.int(1, family.pools), draw.int(1, family.pools)) }, (_, p): Pool => {
    const device = p < devices.length ? (devices[p] as string) : draw.pick(devices);
    return compact({
      id: `p${p}`,
      tier: draw.pick(tiers).id,
      device,
      count: draw.chance(0.04) ? 0 : Math.max(draw.int(1, family.count), draw.int(1, family.count)),
      pricePerHourUsd: draw.chance(0.05) ? 0 : draw.number([0.5, 1, 2]) * (DEARER[device] as number),
      billing: draw.maybe(family.used, () => (draw.chance(0.7) ? ("used" as const) : ("reserved" as const))),
      power: draw.maybe(0.7, () => ({ idleW: draw.number([10, 20, 50]), peakW: draw.number([100, 200, 300]) })),
      memoryGiB: draw.maybe(0.4, () => draw.pick([8, 16])),
    });
  });
  const links: Link[] = [];
  for (const from of tiers) {
    for (const to of tiers) {
      if (!draw.chance(from === to ? 0.15 : 0.9)) continue;
      links.push(
        compact({
          from: from.id,
          to: to.id,
          rttMs: draw.maybe(0.8, () => draw.number([2, 10, 20, 50])),
          mbps: draw.maybe(0.6, () => draw.number(family.narrow ? [1, 5, 10, 20, 50] : [10, 100, 1000])),
          pricePerGiBUsd: draw.maybe(0.7, () => draw.number([0.05, 0.1, 1, 10])),
        }),
      );
    }
  }
  return {
    apiVersion: "trilemma/v1",
    kind: "Infrastructure",
    metadata: { name: "machines" },
    spec: links.length > 0 ? { tiers, pools, links } : { tiers, pools },
  };
}
