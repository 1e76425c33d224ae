import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DomainError } from "../use-cases/domain-error";

/** One connection on which statements run in order. */
export interface SqlSession {
  /** Runs one or more statements without parameters. */
  execute(sql: string): Promise<void>;
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
}

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

/** Prisma's own key, so that its tools and ours exclude each other. */
const ADVISORY_LOCK = 72707369;

/** The bookkeeping table in the form that Prisma's tools read and write. */
const TABLE = `
CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, "migration.sql")))
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

/**
 * Applies the migrations that the database does not have yet, all in one transaction under an advisory lock: two servers that start at
 * once on one database take turns, and a failure leaves it as it was. Returns the names applied.
 */
export async function migrate(session: SqlSession, folder: string): Promise<string[]> {
  const migrations = readMigrations(folder);
  await session.execute("BEGIN");
  try {
    await session.query("SELECT pg_advisory_xact_lock($1::bigint)", [ADVISORY_LOCK]);
    await session.execute(TABLE);
    const applied = await session.query<{ migration_name: string; checksum: string }>(
      'SELECT "migration_name", "checksum" FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL AND "finished_at" IS NOT NULL',
    );
    const known = new Map(applied.map((row) => [row.migration_name, row.checksum]));
    refuseStrangers(known, migrations);
    const fresh = migrations.filter((migration) => !known.has(migration.name));
    for (const migration of fresh) {
      await session.execute(migration.sql);
      await session.query(
        'INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "started_at", "applied_steps_count") VALUES ($1, $2, now(), $3, now(), 1)',
        [randomUUID(), migration.checksum, migration.name],
      );
    }
    await session.execute("COMMIT");
    return fresh.map((migration) => migration.name);
  } catch (error) {
    await session.execute("ROLLBACK");
    throw error;
  }
}

function refuseStrangers(known: Map<string, string>, migrations: Migration[]): void {
  for (const migration of migrations) {
    const checksum = known.get(migration.name);
    if (checksum !== undefined && checksum !== migration.checksum) {
      throw new DomainError(
        "migration-changed",
        `The migration ${migration.name} was changed after this database had applied it. Restore the file, and write a new migration for the change.`,
        { migration: migration.name },
      );
    }
  }
  const ours = new Set(migrations.map((migration) => migration.name));
  for (const name of known.keys()) {
    if (!ours.has(name)) {
      throw new DomainError(
        "migration-changed",
        `The database has the migration ${name}, which this version does not know: it was last used by a newer Trilemma. Update, or use another data folder.`,
        { migration: name },
      );
    }
  }
}
