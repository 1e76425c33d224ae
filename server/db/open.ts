import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { DomainError } from "../use-cases/domain-error";
import { lockDataFolder } from "./data-folder-lock";
import { PrismaClient } from "./generated/client";
import { migrate, type SqlSession } from "./migrate";

export interface Database {
  client: PrismaClient;
  kind: "embedded" | "server";
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** A PostgreSQL server; without it the embedded database in `dataFolder` is used. */
  url?: string | undefined;
  dataFolder: string;
  migrationsFolder: string;
}

/** Opens the database and brings it to the newest migration. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  return options.url ? openServer(options.url, options.migrationsFolder) : openEmbedded(options.dataFolder, options.migrationsFolder);
}

async function openEmbedded(dataFolder: string, migrationsFolder: string): Promise<Database> {
  const lock = lockDataFolder(dataFolder);
  try {
    const folder = join(dataFolder, "db");
    mkdirSync(folder, { recursive: true });
    const pglite = await PGlite.create({ dataDir: folder });
    const session: SqlSession = {
      execute: async (sql) => void (await pglite.exec(sql)),
      query: async <Row>(sql: string, parameters?: unknown[]) => (await pglite.query<Row>(sql, parameters)).rows,
    };
    await migrate(session, migrationsFolder);
    const client = new PrismaClient({ adapter: new PrismaPGlite(pglite) });
    return {
      client,
      kind: "embedded",
      async close() {
        await client.$disconnect();
        await pglite.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openServer(url: string, migrationsFolder: string): Promise<Database> {
  const connection = new pg.Client({ connectionString: url });
  try {
    await connection.connect();
  } catch (error) {
    throw new DomainError(
      "database-unreachable",
      `The PostgreSQL server of DATABASE_URL does not answer: ${error instanceof Error ? error.message : String(error)}. Check the address, or unset DATABASE_URL to use the embedded database.`,
      {},
      { cause: error },
    );
  }
  try {
    const session: SqlSession = {
      execute: async (sql) => void (await connection.query(sql)),
      query: async <Row>(sql: string, parameters?: unknown[]) => (await connection.query(sql, parameters)).rows as Row[],
    };
    await migrate(session, migrationsFolder);
  } finally {
    await connection.end();
  }
  const client = new PrismaClient({ adapter: new PrismaPg({ connectionString: url }) });
  return { client, kind: "server", close: () => client.$disconnect() };
}
