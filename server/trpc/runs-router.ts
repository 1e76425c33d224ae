import { z } from "zod";
import { settings } from "../../core/documents/workload";
import { cancelRun } from "../use-cases/cancel-run";
import { changedSincePlanned } from "../use-cases/changed-since-planned";
import { getRun } from "../use-cases/get-run";
import { latestRuns } from "../use-cases/latest-runs";
import { listRuns } from "../use-cases/list-runs";
import { startRun } from "../use-cases/start-run";
import { watchRun } from "../use-cases/watch-run";
import { procedure, router, toTrpcError } from "./trpc";

const id = z.uuid();

export const runsRouter = router({
  start: procedure
    .input(z.object({ pipelineId: id, classId: z.string().optional(), settings: settings.optional(), force: z.boolean().optional() }))
    .mutation(({ ctx, input }) => startRun(ctx, input)),
  /** Progress events, then one `finished` event that carries the frontier; then the stream ends. */
  watch: procedure.input(z.object({ runId: id })).subscription(async function* ({ ctx, input, signal }) {
    try {
      yield* watchRun(ctx, input, signal);
    } catch (error) {
      throw toTrpcError(error);
    }
  }),
  cancel: procedure.input(z.object({ runId: id })).mutation(({ ctx, input }) => cancelRun(ctx, input)),
  get: procedure.input(z.object({ runId: id })).query(({ ctx, input }) => getRun(ctx, input)),
  latest: procedure.input(z.object({ pipelineId: id })).query(({ ctx, input }) => latestRuns(ctx, input)),
  /** What differs from the documents that the newest plans were made from. */
  changed: procedure.input(z.object({ pipelineId: id })).query(({ ctx, input }) => changedSincePlanned(ctx, input)),
  list: procedure.input(z.object({ pipelineId: id, limit: z.number().int().positive().max(500).optional() })).query(({ ctx, input }) => listRuns(ctx, input)),
});
