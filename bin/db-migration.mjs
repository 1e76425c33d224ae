// npm run db:migration -- name: writes prisma/migrations/<time>_<name>/migration.sql from what changed in the schema.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { diffMigrationsToSchema } from "./lib/schema-diff.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const name = process.argv[2];
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error("Give the migration a name of lower-case letters, digits and underscores: npm run db:migration -- add_comments");
  process.exit(2);
}
const folder = join(root, "prisma", "migrations");
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "migration_lock.toml"), '# Read by Prisma\'s own tools too.\nprovider = "postgresql"\n');
const sql = await diffMigrationsToSchema(root);
if (!sql) {
  console.log("The migrations already make the schema; nothing to write.");
} else {
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const target = join(folder, `${stamp}_${name}`);
  mkdirSync(target);
  writeFileSync(join(target, "migration.sql"), `${sql}\n`);
  console.log(`Wrote prisma/migrations/${stamp}_${name}/migration.sql`);
}
