import { listWorkloads } from "../use-cases/list-workloads";
import { procedure, router } from "./trpc";

/** Workloads are saved as any document is; this tells what is known of their arrivals. */
export const workloadsRouter = router({
  list: procedure.query(({ ctx }) => listWorkloads(ctx)),
});
