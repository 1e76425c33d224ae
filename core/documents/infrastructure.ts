import { z } from "zod";
import { documentOf, identifier, nonNegative, positive, provenance } from "./common";

export const tier = z.strictObject({ id: identifier, title: z.string().optional(), description: z.string().optional() });
export type Tier = z.infer<typeof tier>;

export const pool = z.strictObject({
  id: identifier,
  title: z.string().optional(),
  tier: identifier,
  device: identifier,
  count: z.number().int().nonnegative().describe("Devices, not machines."),
  pricePerHourUsd: nonNegative.describe("Price of one device-hour."),
  billing: z.enum(["reserved", "used"]).optional().describe("`reserved` pays whole device-hours, `used` pays busy time (default reserved)."),
  power: z.strictObject({ idleW: nonNegative, peakW: nonNegative, ...provenance }).optional(),
  memoryGiB: positive.optional().describe("Memory of one device (no limit when absent)."),
  provisioningMinutes: nonNegative.optional(),
  ...provenance,
});
export type Pool = z.infer<typeof pool>;

export const link = z.strictObject({
  from: identifier,
  to: identifier,
  rttMs: nonNegative.optional().describe("Round trip; half of it counts per message (default 0)."),
  mbps: positive.optional().describe("Bandwidth in 10^6 bit/s (no limit and no transmission time when absent)."),
  pricePerGiBUsd: nonNegative.optional().describe("Price per 2^30 bytes (default 0)."),
  ...provenance,
});
export type Link = z.infer<typeof link>;

export const infrastructureSpec = z.strictObject({
  tiers: z.array(tier).min(1),
  pools: z.array(pool),
  links: z.array(link).optional().describe("Directed; a missing pair of tiers cannot be crossed; inside a tier: free and instant unless given."),
});
export const infrastructureDocument = documentOf("Infrastructure", infrastructureSpec);
export type InfrastructureSpec = z.infer<typeof infrastructureSpec>;
export type InfrastructureDocument = z.infer<typeof infrastructureDocument>;
