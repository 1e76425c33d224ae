/**
 * The rooms and their directions: app -> components -> core, app -> server -> core.
 * @type {import("dependency-cruiser").IConfiguration}
 */
const engines = "^server/(planner|simulator|profiler|exporters|importers)/";

module.exports = {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      comment: "Files that need each other are one subject, or a third one.",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    { name: "no-unresolvable", severity: "error", from: { pathNot: "^server/db/generated/" }, to: { couldNotResolve: true } },
    { name: "core-knows-only-core", severity: "error", from: { path: "^core/" }, to: { path: "^(app|components|server|test|bin|prisma)/" } },
    {
      name: "core-is-pure",
      severity: "error",
      comment: "core runs in browser, server and command line: no framework, no I/O.",
      from: { path: "^core/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "core-has-no-framework",
      severity: "error",
      from: { path: "^core/" },
      to: { path: "node_modules/(next|react|react-dom|@mantine|@trpc|@prisma|@xyflow|recharts|@tanstack|piscina|pg|@electric-sql)/" },
    },
    {
      name: "components-take-only-types-from-server",
      severity: "error",
      from: { path: "^components/" },
      to: { path: "^server/", dependencyTypesNot: ["type-only"] },
    },
    { name: "components-do-not-know-app", severity: "error", from: { path: "^components/" }, to: { path: "^(app|test|bin|prisma)/" } },
    {
      name: "components-ui-is-domain-free",
      severity: "error",
      from: { path: "^components/ui/" },
      to: { path: "^(core|server)/", dependencyTypesNot: ["type-only"] },
    },
    { name: "server-does-not-know-the-interface", severity: "error", from: { path: "^server/" }, to: { path: "^(app|components|test|bin)/" } },
    {
      name: "engines-know-only-core",
      severity: "error",
      comment: "Planner, simulator, profiler, exporters and importers compute on core types: no database, no HTTP.",
      from: { path: engines },
      to: { path: "^server/", pathNot: "^server/$1/" },
    },
    { name: "engines-have-no-database", severity: "error", from: { path: engines }, to: { path: "node_modules/(@prisma|pg|@electric-sql|@trpc|next|react)/" } },
    { name: "use-cases-do-not-know-adapters", severity: "error", from: { path: "^server/use-cases/" }, to: { path: "^server/(trpc|rest|cli)/" } },
    {
      name: "adapters-go-through-use-cases",
      severity: "error",
      comment: "Every writer is a use case; an adapter parses, calls one, presents.",
      from: { path: "^server/(trpc|rest)/" },
      to: { path: "^server/(db|jobs|planner)/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "app-has-no-database",
      severity: "error",
      from: { path: "^app/" },
      to: { path: "^server/(db|jobs|planner)/|node_modules/(@prisma|pg|@electric-sql)/" },
    },
    {
      name: "the-command-needs-no-database",
      severity: "error",
      from: { path: "^server/cli/" },
      to: { path: "^server/(db|use-cases|trpc|jobs|auth)/", dependencyTypesNot: ["type-only"] },
    },
    { name: "nothing-imports-tests", severity: "error", from: { pathNot: "^test/" }, to: { path: "^test/" } },
    {
      name: "tests-of-e2e-use-the-browser-only",
      severity: "error",
      from: { path: "^test/e2e/" },
      to: { path: "^(app|components|server)/", dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "server/db/generated"] },
    exclude: { path: "^(\\.next|dist|\\.data|server/db/generated)" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      mainFields: ["module", "main", "types"],
    },
    cache: { folder: "node_modules/.cache/dependency-cruiser", strategy: "content" },
  },
};
