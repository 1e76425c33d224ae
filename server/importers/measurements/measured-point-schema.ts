import { z } from "zod";
import { identifier, STATISTICS } from "../../../core/documents/common";
import type { MeasuredPoint } from "./measured-point";

const amount = z.number().nonnegative();
const times = z.partialRecord(z.enum(STATISTICS), amount);
const count = z.number().int().positive();

/** An operating point as it comes back from the page that showed it for confirmation. */
export const measuredPointSchema: z.ZodType<MeasuredPoint, unknown> = z.strictObject({
  row: z.number().int().nonnegative(),
  label: z.string().max(300).optional(),
  device: identifier.optional(),
  devices: count.optional(),
  batch: count.optional(),
  concurrency: amount.optional(),
  latencyMs: times.optional(),
  latencyCi95: z.tuple([amount, amount]).optional(),
  cv: amount.optional(),
  ttftMs: times.optional(),
  tpotMs: times.optional(),
  throughputRps: amount.optional(),
  tokensPerSecond: amount.optional(),
  promptTokens: amount.optional(),
  completionTokens: amount.optional(),
  promptTokensOf: times.optional(),
  completionTokensOf: times.optional(),
  powerW: amount.optional(),
  samples: z.number().int().nonnegative().optional(),
  failedShare: z.number().min(0).max(1).optional(),
}) as z.ZodType<MeasuredPoint, unknown>;
