import { authorise } from "../auth/gate";
import type { Context } from "./context";
import { findDocument } from "./stored-document";

export interface VersionSummary {
  version: number;
  hash: string;
  author: string;
  label: string | null;
  savedAt: Date;
}

/** Newest first. */
export async function listVersions(context: Context, input: { id: string; limit?: number | undefined }): Promise<VersionSummary[]> {
  authorise(context.principal, "document:read");
  const row = await findDocument(context.db, context, input.id);
  const versions = await context.db.documentVersion.findMany({
    where: { documentId: row.id },
    orderBy: { version: "desc" },
    take: input.limit ?? 200,
    select: { version: true, hash: true, author: true, label: true, createdAt: true },
  });
  return versions.map(({ createdAt, ...version }) => ({ ...version, savedAt: createdAt }));
}
