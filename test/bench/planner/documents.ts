import type { PlanningInput } from "../../../core/metrics/planning-input";
import { MOST_DEVICES } from "./generators";
import type { Selection } from "./selection";

/** US$ per device-hour; with billing by use, a call costs devices · price · busy time. */
const PRICE_PER_HOUR_USD = 3.6;
/** So little that one replica always carries it. */
const RATE_RPS = 0.01;
const MESSAGE_BYTES = 2 ** 20;

/** The instance as documents: as API calls when there is only one tier and no shared capacity, else as profiles on one pool per tier. */
export function documentsOf(selection: Selection): PlanningInput {
  const { operators, edges, transfers, deviceCounts } = selection;
  const header = (kind: string) => ({ apiVersion: "trilemma/v1" as const, kind, metadata: { name: "bench" } });
  const tiers = transfers.map((_, t) => ({ id: `t${t}` }));
  const onPools = tiers.length > 1 || deviceCounts !== null;
  const implementations = operators.flatMap(({ id, options }) =>
    options.map((option, k) => ({
      name: `${id}-${k}`,
      task: id,
      quality: [{ value: option.quality, source: "assumed" }],
      ...(onPools
        ? {
            profiles: [
              {
                device: `device-${option.tier}`,
                devices: option.devices,
                latencyMs: { mean: (option.usdPerThousand * 3600) / (PRICE_PER_HOUR_USD * option.devices), p95: option.latencyMs },
              },
            ],
          }
        : { api: { pricePerCallUsd: option.usdPerThousand / 1000, latencyMs: { p95: option.latencyMs } } }),
    })),
  );
  return {
    pipeline: {
      ...header("Pipeline"),
      spec: {
        inputs: [{ id: "in", at: "t0" }],
        operators: operators.map(({ id }) => ({ id, task: id })),
        edges: edges.map(({ from, to }) => ({ from: from < 0 ? "in" : operators[from]!.id, to: operators[to]!.id, bytes: MESSAGE_BYTES })),
        routers: selection.routers.map(({ at, choose }) => ({
          at: operators[at]!.id,
          choose: choose.map(({ to, probability }) => ({ to: operators[to]!.id, probability })),
        })),
        quality: { model: selection.quality },
      },
    },
    catalogues: [{ ...header("Catalogue"), spec: { implementations } }],
    infrastructure: {
      ...header("Infrastructure"),
      spec: {
        tiers,
        pools: onPools
          ? tiers.map(({ id }, t) => ({
              id: `pool-${t}`,
              tier: id,
              device: `device-${t}`,
              count: deviceCounts?.[t] ?? MOST_DEVICES * operators.length,
              pricePerHourUsd: PRICE_PER_HOUR_USD,
              billing: "used" as const,
            }))
          : [],
        links: tiers.flatMap((a, i) =>
          tiers.flatMap((b, j) =>
            i === j
              ? []
              : [
                  {
                    from: a.id,
                    to: b.id,
                    rttMs: transfers[i]![j]!.latencyMs * 2,
                    pricePerGiBUsd: (transfers[i]![j]!.usdPerThousand / 1000) * (2 ** 30 / MESSAGE_BYTES),
                  },
                ],
          ),
        ),
      },
    },
    workload: {
      ...header("Workload"),
      spec: {
        settings: { queueing: "none", maxParts: 1, statistic: "p95" },
        classes: [{ id: "c", pipeline: "bench", rateRps: RATE_RPS, at: "t0" }],
      },
    },
  } as PlanningInput;
}
