import { listCatalogues, listInfrastructures } from "../use-cases/list-resources";
import { procedure, router } from "./trpc";

/** What pipelines are planned with, as lists. Documents themselves are read and saved through `documents`. */
export const libraryRouter = router({
  catalogues: procedure.query(({ ctx }) => listCatalogues(ctx)),
  infrastructures: procedure.query(({ ctx }) => listInfrastructures(ctx)),
});
