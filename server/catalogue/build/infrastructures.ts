import type { InfrastructureDocument, Link, Pool, Tier } from "../../../core/documents/infrastructure";
import { numberOf, readFigures, textOf } from "../figures/read";
import { deviceOf, IDLE_SHARE } from "./devices";
import { tidy } from "./yaml";

const AWS = "AWS on-demand list price, us-east-1, Linux, 2026-07-20 (karpenter-provider-aws)";
const AZURE_RTT = "Azure documentation, P95 of one-minute probes over 30 days, 2026-07-30";
const AZURE_LIST = "Azure pay-as-you-go list price, East US, Linux, 2026-09-12";
const EGRESS = "assumed: 0.09 US$ per GB out to the internet, the list price of the large clouds";
const REGION_LINK = "price assumed: 0.02 US$ per GB between regions; bandwidth assumed";
const US_PER_KWH = 0.15;

function power(device: string): Pool["power"] {
  const { boardPowerW, cited } = deviceOf(device);
  return {
    idleW: tidy(boardPowerW * IDLE_SHARE, 3),
    peakW: boardPowerW,
    source: cited ? "peak: board power in NVIDIA AIConfigurator; idle assumed: 12 % of it" : "assumed: board power of the maker's data sheet, idle 12 % of it",
    evidence: "assumed",
  };
}

interface PoolSpec {
  id: string;
  title?: string;
  tier: string;
  device: string;
  count: number;
  price: number;
  source: string;
  billing?: "reserved" | "used";
  minutes?: number;
}

function pool(spec: PoolSpec): Pool {
  const device = deviceOf(spec.device);
  return {
    id: spec.id,
    title: spec.title ?? device.title,
    tier: spec.tier,
    device: spec.device,
    count: spec.count,
    pricePerHourUsd: tidy(spec.price, 6),
    billing: spec.billing ?? "reserved",
    power: power(spec.device),
    memoryGiB: device.memoryGiB,
    provisioningMinutes: spec.minutes ?? 3,
    source: spec.source,
  };
}

/** List price of one device of an instance type. */
function awsPrice(type: string): { price: number; source: string } {
  const row = readFigures("aws-instances.csv").find((candidate) => textOf(candidate, "type") === type);
  if (!row) throw new Error(`no price of ${type}`);
  const gpus = textOf(row, "gpus") === "" ? 1 : numberOf(row, "gpus");
  return { price: numberOf(row, "usd_per_hour") / gpus, source: gpus > 1 ? `${AWS}: ${type} over its ${gpus} GPUs` : `${AWS}: ${type}` };
}

function aws(tier: string, id: string, type: string, device: string, count: number): Pool {
  return pool({ id, title: `${deviceOf(device).title} (${type})`, tier, device, count, ...awsPrice(type) });
}

/** Owned hardware: purchase over three years of full use, and its electricity. */
function owned(tier: string, id: string, device: string, count: number, purchaseUsd: number): Pool {
  const { boardPowerW } = deviceOf(device);
  const price = purchaseUsd / (3 * 8760) + (boardPowerW / 1000) * US_PER_KWH;
  return pool({
    id,
    tier,
    device,
    count,
    price: tidy(price, 3),
    minutes: 0,
    source: `assumed: about ${purchaseUsd.toLocaleString("en-US")} US$ with its share of the machine over three years, and ${boardPowerW} W at ${US_PER_KWH} US$/kWh`,
  });
}

function roundTrip(from: string, to: string): number {
  const row = readFigures("region-round-trips.csv").find((candidate) => textOf(candidate, "from") === from && textOf(candidate, "to") === to);
  if (!row) throw new Error(`no round trip ${from} to ${to}`);
  return numberOf(row, "p95_rtt_ms");
}

function regionLink(from: readonly [id: string, region: string], to: readonly [id: string, region: string]): Link {
  return {
    from: from[0],
    to: to[0],
    rttMs: roundTrip(from[1], to[1]),
    mbps: 5000,
    pricePerGiBUsd: 0.0215,
    source: `round trip ${from[1]} to ${to[1]}: ${AZURE_RTT}; ${REGION_LINK}`,
    evidence: "measured",
  };
}

function access(from: string, to: string, rttMs: number, upMbps: number, downMbps: number, what: string, downPrice = 0.0966): Link[] {
  return [
    { from, to, rttMs, mbps: upMbps, pricePerGiBUsd: 0, source: `assumed: ${what}; traffic in is free at the large clouds`, evidence: "assumed" },
    {
      from: to,
      to: from,
      rttMs,
      mbps: downMbps,
      pricePerGiBUsd: downPrice,
      source: `assumed: ${what}; ${downPrice > 0 ? EGRESS : "no price within one owner's network"}`,
      evidence: "assumed",
    },
  ];
}

function document(name: string, title: string, description: string, tiers: Tier[], pools: Pool[], links: Link[] = []): InfrastructureDocument {
  const spec = links.length > 0 ? { tiers, pools, links } : { tiers, pools };
  return { apiVersion: "trilemma/v1", kind: "Infrastructure", metadata: { name, title, description, labels: { builtin: "true" } }, spec };
}

const region = (tier: string): Pool[] => [
  aws(tier, "region-cpu", "c7i.2xlarge", "xeon-8-threads", 64),
  aws(tier, "region-l4", "g6.xlarge", "l4", 32),
  aws(tier, "region-l40s", "g6e.xlarge", "l40s", 16),
  aws(tier, "region-a100", "p4de.24xlarge", "a100-80gb", 16),
  aws(tier, "region-h100", "p5.48xlarge", "h100-80gb", 16),
];

/** The built-in infrastructure profiles. */
export function builtinInfrastructures(): InfrastructureDocument[] {
  return [
    document(
      "workstation",
      "One workstation",
      "Two consumer GPUs and one processor under a desk.",
      [{ id: "desk", title: "Workstation" }],
      [owned("desk", "desk-rtx-4090", "rtx-4090", 2, 2600), owned("desk", "desk-cpu", "i9-10940x", 1, 1500)],
    ),
    document(
      "edge-cloud",
      "Edge box and regional cloud",
      "A box at the site with two small GPUs, and a region behind a business line.",
      [
        { id: "edge", title: "Edge site" },
        { id: "cloud", title: "Region (us-east-1)" },
      ],
      [owned("edge", "edge-l4", "l4", 2, 4200), owned("edge", "edge-cpu", "xeon-8-threads", 4, 900), ...region("cloud")],
      access("edge", "cloud", 24, 200, 500, "business fibre, 24 ms round trip, 200 Mbit/s up, 500 down"),
    ),
    document(
      "phone-edge-cloud",
      "Phone, 5G edge and region",
      "Phones with a neural engine, a zone at the operator, and a region. The phone is its owner's and costs nothing here.",
      [
        { id: "device", title: "Phone" },
        { id: "edge", title: "5G edge zone" },
        { id: "cloud", title: "Region (us-east-1)" },
      ],
      [
        pool({
          id: "phone",
          tier: "device",
          device: "phone-npu",
          count: 1000,
          price: 0,
          billing: "used",
          minutes: 0,
          source: "assumed: the user's own phone; as many as there are users at once",
        }),
        pool({
          id: "edge-l4",
          tier: "edge",
          device: "l4",
          count: 8,
          price: awsPrice("g6.xlarge").price * 1.35,
          source: `assumed: 1.35 times ${awsPrice("g6.xlarge").source}, the usual premium of edge zones`,
        }),
        pool({
          id: "edge-cpu",
          tier: "edge",
          device: "xeon-8-threads",
          count: 16,
          price: awsPrice("c7i.2xlarge").price * 1.35,
          source: `assumed: 1.35 times ${awsPrice("c7i.2xlarge").source}, the usual premium of edge zones`,
        }),
        ...region("cloud"),
      ],
      [
        ...access("device", "edge", 12, 60, 300, "5G to a zone at the operator: 12 ms, 60 Mbit/s up, 300 down"),
        ...access("device", "cloud", 45, 50, 200, "5G and the internet: 45 ms"),
        ...access("edge", "cloud", 18, 2000, 2000, "operator's backbone: 18 ms", 0.0215),
      ],
    ),
    document(
      "vehicle-edge-cloud",
      "Vehicle, roadside edge and region",
      "A computer in the vehicle, GPUs at the roadside, and a region. One vehicle's computer is bought with it; its energy counts.",
      [
        { id: "vehicle", title: "Vehicle" },
        { id: "edge", title: "Roadside edge" },
        { id: "cloud", title: "Region (us-east-1)" },
      ],
      [
        owned("vehicle", "vehicle-soc", "vehicle-soc", 2, 1100),
        owned("edge", "edge-l4", "l4", 4, 4200),
        owned("edge", "edge-cpu", "xeon-8-threads", 8, 900),
        ...region("cloud"),
      ],
      [
        ...access("vehicle", "edge", 15, 80, 200, "5G with priority: 15 ms, 80 Mbit/s up", 0),
        ...access("vehicle", "cloud", 50, 50, 150, "5G and the internet: 50 ms"),
        ...access("edge", "cloud", 20, 1000, 1000, "leased line: 20 ms"),
      ],
    ),
    document(
      "aws-us-east-1",
      "AWS us-east-1, 13 instance types",
      "GPU and CPU instances at list price, one device each.",
      [{ id: "cloud", title: "us-east-1" }],
      [
        aws("cloud", "c7i", "c7i.2xlarge", "xeon-8-threads", 128),
        aws("cloud", "m7i", "m7i.2xlarge", "xeon-8-threads", 64),
        aws("cloud", "g4dn-t4", "g4dn.xlarge", "t4", 32),
        aws("cloud", "g5-a10g", "g5.xlarge", "a10g", 32),
        aws("cloud", "g6-l4", "g6.xlarge", "l4", 32),
        aws("cloud", "g6e-l40s", "g6e.xlarge", "l40s", 32),
        aws("cloud", "p3dn-v100", "p3dn.24xlarge", "v100-32gb", 16),
        aws("cloud", "p4d-a100", "p4d.24xlarge", "a100-40gb", 32),
        aws("cloud", "p4de-a100", "p4de.24xlarge", "a100-80gb", 32),
        aws("cloud", "p5-h100-single", "p5.4xlarge", "h100-80gb", 8),
        aws("cloud", "p5-h100", "p5.48xlarge", "h100-80gb", 32),
        aws("cloud", "p5en-h200", "p5en.48xlarge", "h200", 32),
        aws("cloud", "p6-b200", "p6-b200.48xlarge", "b200", 16),
      ],
    ),
    document(
      "two-regions",
      "Two regions with measured round trips",
      "East US and West Europe with A100 and H100; round trips between them as Azure publishes them.",
      [
        { id: "us", title: "East US" },
        { id: "eu", title: "West Europe" },
      ],
      (["us", "eu"] as const).flatMap((tier) => {
        const note = tier === "eu" ? "; West Europe taken to cost the same (assumed)" : "";
        return [
          pool({ id: `${tier}-a100`, tier, device: "a100-80gb", count: 16, price: 27.197 / 8, source: `${AZURE_LIST}: ND96asr_v4 over its 8 GPUs${note}` }),
          pool({ id: `${tier}-h100`, tier, device: "h100-80gb", count: 16, price: 98.32 / 8, source: `${AZURE_LIST}: ND96isr_H100_v5 over its 8 GPUs${note}` }),
          pool({
            id: `${tier}-cpu`,
            tier,
            device: "xeon-8-threads",
            count: 64,
            price: awsPrice("c7i.2xlarge").price,
            source: `assumed: as ${awsPrice("c7i.2xlarge").source}`,
          }),
          pool({ id: `${tier}-l4`, tier, device: "l4", count: 16, price: awsPrice("g6.xlarge").price, source: `assumed: as ${awsPrice("g6.xlarge").source}` }),
        ];
      }),
      [regionLink(["us", "East US"], ["eu", "West Europe"]), regionLink(["eu", "West Europe"], ["us", "East US"])],
    ),
    document(
      "three-continents",
      "Three continents",
      "East US, West Europe and Southeast Asia; small GPUs everywhere, large ones in the United States.",
      [
        { id: "us", title: "East US" },
        { id: "eu", title: "West Europe" },
        { id: "asia", title: "Southeast Asia" },
      ],
      [
        pool({ id: "us-h100", tier: "us", device: "h100-80gb", count: 16, price: 98.32 / 8, source: `${AZURE_LIST}: ND96isr_H100_v5 over its 8 GPUs` }),
        ...(["us", "eu", "asia"] as const).flatMap((tier) => [
          pool({
            id: `${tier}-a100`,
            tier,
            device: "a100-80gb",
            count: tier === "us" ? 16 : 8,
            price: 27.197 / 8,
            source: `${AZURE_LIST}: ND96asr_v4 over its 8 GPUs; other regions taken to cost the same (assumed)`,
          }),
          pool({
            id: `${tier}-cpu`,
            tier,
            device: "xeon-8-threads",
            count: 32,
            price: awsPrice("c7i.2xlarge").price,
            source: `assumed: as ${awsPrice("c7i.2xlarge").source}`,
          }),
        ]),
      ],
      (
        [
          [
            ["us", "East US"],
            ["eu", "West Europe"],
          ],
          [
            ["us", "East US"],
            ["asia", "Southeast Asia"],
          ],
          [
            ["eu", "West Europe"],
            ["asia", "Southeast Asia"],
          ],
        ] as const
      ).flatMap(([left, right]) => [regionLink(left, right), regionLink(right, left)]),
    ),
    document(
      "on-premises-rack",
      "On-premises rack",
      "Owned machines with their power: two eight-GPU servers, a server of L40S, and processors.",
      [{ id: "rack", title: "Rack" }],
      [
        owned("rack", "rack-h100", "h100-80gb", 16, 32_000),
        owned("rack", "rack-l40s", "l40s", 8, 11_000),
        owned("rack", "rack-cpu", "xeon-8-threads", 48, 900),
      ],
    ),
    document(
      "api-only",
      "Hosted interfaces only",
      "No machines: only implementations that a provider hosts, paid per call or token.",
      [{ id: "cloud", title: "Internet" }],
      [],
    ),
    document(
      "mixed-fleet",
      "Mixed fleet",
      "Reserved A100 and H100, small GPUs paid by use, and processors, in one region.",
      [{ id: "cloud", title: "us-east-1" }],
      [
        aws("cloud", "reserved-a100", "p4de.24xlarge", "a100-80gb", 16),
        aws("cloud", "reserved-h100", "p5.48xlarge", "h100-80gb", 16),
        ...(
          [
            ["burst-l4", "g6.xlarge", "l4", 32],
            ["burst-l40s", "g6e.xlarge", "l40s", 16],
            ["burst-a10g", "g5.xlarge", "a10g", 32],
          ] as const
        ).map(([id, type, device, count]) => {
          const list = awsPrice(type);
          return pool({
            id,
            tier: "cloud",
            device,
            count,
            price: list.price * 1.6,
            billing: "used",
            minutes: 1,
            source: `assumed: 1.6 times ${list.source}, what hosts that bill by the second ask`,
          });
        }),
        aws("cloud", "reserved-cpu", "c7i.2xlarge", "xeon-8-threads", 64),
      ],
    ),
  ];
}
