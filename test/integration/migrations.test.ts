import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { afterEach, describe, expect, it } from "vitest";
import { diffMigrationsToSchema } from "../../bin/lib/schema-diff.mjs";
import { migrate, type SqlSession } from "../../server/db/migrate";
import { projectRoot } from "./support/databases";

const migrationsFolder = join(projectRoot, "prisma", "migrations");

function sessionOf(database: PGlite): SqlSession {
  return {
    execute: async (sql) => void (await database.exec(sql)),
    query: async <Row>(sql: string, parameters?: unknown[]) => (await database.query<Row>(sql, parameters)).rows,
  };
}

describe("migrations", () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  const copy = () => {
    const root = mkdtempSync(join(tmpdir(), "trilemma-migrations-"));
    folders.push(root);
    cpSync(join(projectRoot, "prisma"), join(root, "prisma"), { recursive: true });
    return root;
  };

  it("make exactly the schema", async () => {
    expect(await diffMigrationsToSchema(projectRoot)).toBe("");
  });

  it("are seen to lag behind a changed schema", async () => {
    const root = copy();
    const path = join(root, "prisma", "schema.prisma");
    writeFileSync(path, readFileSync(path, "utf8").replace("  title       String", "  title       String\n  extra       String?"));
    expect(await diffMigrationsToSchema(root)).toContain('ADD COLUMN     "extra" TEXT');
  });

  it("are applied once, recorded as Prisma records them, and refuse to be changed afterwards", async () => {
    const database = new PGlite();
    const session = sessionOf(database);
    const names = readdirSync(migrationsFolder).filter((name) => name !== "migration_lock.toml");
    expect(await migrate(session, migrationsFolder)).toEqual(names.sort());
    expect(await migrate(session, migrationsFolder)).toEqual([]);
    const rows = await session.query<{ checksum: string; applied_steps_count: number; finished_at: Date | null }>('SELECT * FROM "_prisma_migrations"');
    expect(rows).toHaveLength(names.length);
    for (const row of rows) {
      expect(row.checksum).toMatch(/^[0-9a-f]{64}$/);
      expect(row.finished_at).not.toBeNull();
      expect(row.applied_steps_count).toBe(1);
    }

    const root = copy();
    const first = join(root, "prisma", "migrations", names[0]!, "migration.sql");
    writeFileSync(first, `${readFileSync(first, "utf8")}\n-- changed`);
    await expect(migrate(session, join(root, "prisma", "migrations"))).rejects.toMatchObject({ code: "migration-changed" });
    rmSync(join(root, "prisma", "migrations", names[0]!), { recursive: true });
    await expect(migrate(session, join(root, "prisma", "migrations"))).rejects.toThrow("newer Trilemma");
    await database.close();
  });

  it("leave everything as it was when one fails", async () => {
    const database = new PGlite();
    const session = sessionOf(database);
    const root = copy();
    const broken = join(root, "prisma", "migrations", "99999999999999_broken");
    mkdirSync(broken);
    writeFileSync(join(broken, "migration.sql"), 'CREATE TABLE "Half" (id INT); SELECT nonsense;');
    await expect(migrate(session, join(root, "prisma", "migrations"))).rejects.toThrow();
    const tables = await session.query("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'");
    expect(tables).toEqual([]);
    await migrate(session, migrationsFolder);
    await database.close();
  });
});
