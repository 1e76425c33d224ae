import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { documentsRouter } from "./documents-router";
import { libraryRouter } from "./library-router";
import { measurementsRouter } from "./measurements-router";
import { runsRouter } from "./runs-router";
import { simulationsRouter } from "./simulations-router";
import { studiesRouter } from "./studies-router";
import { router } from "./trpc";
import { workloadsRouter } from "./workloads-router";

export const appRouter = router({
  documents: documentsRouter,
  library: libraryRouter,
  studies: studiesRouter,
  measurements: measurementsRouter,
  runs: runsRouter,
  simulations: simulationsRouter,
  workloads: workloadsRouter,
});

export type AppRouter = typeof appRouter;
export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;
