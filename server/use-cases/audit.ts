import type { Prisma } from "../db/generated/client";
import type { Context, Transaction } from "./context";

export interface AuditEntry {
  action: string;
  subjectKind: string;
  subjectId: string;
  before?: Prisma.InputJsonValue;
  after?: Prisma.InputJsonValue;
}

/** Writes the event in the transaction of the change, so that neither exists without the other. */
export async function audit(tx: Transaction, context: Context, entry: AuditEntry): Promise<void> {
  await tx.auditEvent.create({ data: { workspaceId: context.workspace, actor: context.principal.id, ...entry } });
}
