// The difference between the migrations and the schema, by Prisma's own schema engine compiled to WebAssembly
// (its native engine would have to be downloaded).
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { PrismaPGlite } from "pglite-prisma-adapter";

const require = createRequire(import.meta.url);

let loading = null;
/** The engine's module keeps state of its own and stands only one instance per process. */
function loadBindings() {
  loading ??= (async () => {
    const bindings = await import("@prisma/schema-engine-wasm/schema_engine_bg");
    const wasm = readFileSync(join(require.resolve("@prisma/schema-engine-wasm/schema_engine_bg"), "..", "schema_engine_bg.wasm"));
    const { instance } = await WebAssembly.instantiate(wasm, { "./schema_engine_bg.js": bindings });
    bindings.__wbg_set_wasm(instance.exports);
    instance.exports.__wbindgen_start();
    return bindings;
  })();
  return loading;
}

/** The migrations are tried on a database in memory; nothing else is connected to, so that it serves as the shadow database. */
class InMemory extends PrismaPGlite {
  connectToShadowDb() {
    return this.connect();
  }
}

async function createEngine(schemaPath, schema) {
  const bindings = await loadBindings();
  const database = new PGlite({ dataDir: "memory://" });
  const factory = bindMigrationAwareSqlAdapterFactory(new InMemory(database));
  const engine = await bindings.SchemaEngine.new({ datamodels: [[schemaPath, schema]] }, () => {}, factory);
  return { engine, close: () => database.close() };
}

/** SQL that turns what the migrations make into what the schema asks for; empty when they agree. */
export async function diffMigrationsToSchema(root) {
  const schemaPath = join(root, "prisma", "schema.prisma");
  const schema = readFileSync(schemaPath, "utf8");
  const folder = join(root, "prisma", "migrations");
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const { engine, close } = await createEngine(schemaPath, schema);
  try {
    const from =
      names.length === 0
        ? { tag: "empty" }
        : {
            tag: "migrations",
            baseDir: folder,
            lockfile: { path: "migration_lock.toml", content: readFileSync(join(folder, "migration_lock.toml"), "utf8") },
            shadowDbInitScript: "",
            migrationDirectories: names.map((name) => ({
              path: name,
              migrationFile: { path: "migration.sql", content: { tag: "ok", value: readFileSync(join(folder, name, "migration.sql"), "utf8") } },
            })),
          };
    const { stdout } = await engine.diff({
      from,
      to: { tag: "schemaDatamodel", files: [{ path: schemaPath, content: schema }] },
      script: true,
      shadowDatabaseUrl: null,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    const sql = stdout.trim();
    return sql === "-- This is an empty migration." ? "" : sql;
  } finally {
    await close();
  }
}
