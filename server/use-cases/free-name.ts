import type { Context, Transaction } from "./context";
import { DomainError } from "./domain-error";
import type { StoredKind } from "./stored-document";

/** `name`, or `name-2`, `name-3`, ... when it is taken (archived documents keep theirs, so that restoring always works). */
export async function freeName(tx: Transaction, context: Context, kind: StoredKind, name: string): Promise<string> {
  const base = name.slice(0, 120);
  const rows = await tx.document.findMany({ where: { workspaceId: context.workspace, kind, name: { startsWith: base } }, select: { name: true } });
  const taken = new Set(rows.map((row) => row.name));
  if (!taken.has(name)) return name;
  for (let number = 2; ; number += 1) if (!taken.has(`${base}-${number}`)) return `${base}-${number}`;
}

/** Two people who create at the same moment may choose the same free name; the database refuses one, who then gets the next. */
export async function retryOnTakenName<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const taken = error instanceof Error && "code" in error && error.code === "P2002";
      if (!taken || attempt === 8) throw error;
    }
  }
}

export async function requireFreeName(tx: Transaction, context: Context, kind: StoredKind, name: string, exceptId: string): Promise<void> {
  const holder = await tx.document.findFirst({
    where: { workspaceId: context.workspace, kind, name, id: { not: exceptId } },
    select: { id: true, archivedAt: true },
  });
  if (!holder) return;
  const where = holder.archivedAt ? "an archived" : "another";
  throw new DomainError("name-taken", `The name ${name} belongs to ${where} ${kind.toLowerCase()}. Choose another name.`, { kind, name, holderId: holder.id });
}

/** A name made of a title: lower case, hyphens. */
export function nameOfTitle(title: string): string {
  const name = title
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 100);
  return name || "untitled";
}
