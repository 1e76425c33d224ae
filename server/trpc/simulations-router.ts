import { z } from "zod";
import { planBody } from "../../core/documents/plan";
import { arrivalPattern, poolLoss } from "../../core/documents/simulation";
import { simulatePlan } from "../use-cases/simulate-plan";
import { procedure, router, toTrpcError } from "./trpc";

const DAY_MS = 86_400_000;

export const simulationsRouter = router({
  /** Progress events, then one `finished` event that carries the simulation; then the stream ends. Leaving it cancels the simulation. */
  run: procedure
    .input(
      z.object({
        runId: z.uuid(),
        planIds: z.array(z.string().min(1)).max(8),
        plan: planBody.optional(),
        durationMs: z
          .number()
          .positive()
          .max(7 * DAY_MS)
          .optional(),
        warmupMs: z.number().nonnegative().max(DAY_MS).optional(),
        seed: z.number().int().nonnegative().optional(),
        arrivals: arrivalPattern.optional(),
        rateFactor: z.number().positive().max(1000).optional(),
        poolLoss: poolLoss.optional(),
        cooldownMs: z.number().nonnegative().optional(),
      }),
    )
    .subscription(async function* ({ ctx, input, signal }) {
      try {
        yield* simulatePlan(ctx, input, signal);
      } catch (error) {
        throw toTrpcError(error);
      }
    }),
});
