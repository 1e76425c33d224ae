import type { CatalogueDocument } from "../../core/documents/catalogue";
import type { InfrastructureSpec } from "../../core/documents/infrastructure";
import { type ImplementationSummary, summariesOf } from "../../core/tables/implementation-summary";
import { authorise } from "../auth/gate";
import { isBuiltin } from "./builtin";
import type { Context } from "./context";
import { type DocumentSummary, type StoredByKind, toSummary, toView } from "./stored-document";
import { usageCounts } from "./used-by";

/** A document as its list shows it. */
interface ResourceSummary extends DocumentSummary {
  description: string | null;
  builtin: boolean;
  /** Pipelines planned against it. */
  usedBy: number;
}

export interface InfrastructureSummary extends ResourceSummary {
  spec: InfrastructureSpec;
}

export interface CatalogueSummary extends ResourceSummary {
  models: number;
  implementations: ImplementationSummary[];
}

/** Infrastructures with what their map is drawn from: one's own first, then the built-in profiles. */
export async function listInfrastructures(context: Context): Promise<InfrastructureSummary[]> {
  const resources = await listResources(context, "Infrastructure");
  return resources.map(({ summary, document }) => ({ ...summary, spec: document.spec }));
}

/** Catalogues with a line for each implementation: one's own first, then the built-in ones. */
export async function listCatalogues(context: Context): Promise<CatalogueSummary[]> {
  const resources = await listResources(context, "Catalogue");
  return resources.map(({ summary, document }) => ({
    ...summary,
    models: document.spec.models?.length ?? 0,
    implementations: summariesOfVersion(summary, document),
  }));
}

/** Versions never change, so that what was summed up once holds; only heads are kept. */
const known = new Map<string, { version: number; summaries: ImplementationSummary[] }>();
const MOST_KNOWN = 200;

function summariesOfVersion({ id, version }: DocumentSummary, document: CatalogueDocument): ImplementationSummary[] {
  const held = known.get(id);
  if (held?.version === version) return held.summaries;
  const summaries = summariesOf(document);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(id, { version, summaries });
  return summaries;
}

async function listResources<K extends "Infrastructure" | "Catalogue">(
  context: Context,
  kind: K,
): Promise<{ summary: ResourceSummary; document: StoredByKind[K] }[]> {
  authorise(context.principal, "document:read");
  const rows = await context.db.document.findMany({
    where: { workspaceId: context.workspace, kind, archivedAt: null },
    orderBy: [{ updatedAt: "desc" }, { name: "asc" }],
  });
  const versions = await context.db.documentVersion.findMany({
    where: { OR: rows.map((row) => ({ documentId: row.id, version: row.headVersion })) },
  });
  const heads = new Map(versions.map((version) => [version.documentId, version]));
  const counts = await usageCounts(context.db, context);
  return rows
    .flatMap((row) => {
      const head = heads.get(row.id);
      if (!head) return [];
      const document = toView(row, head).document as StoredByKind[K];
      const description = document.metadata.description ?? null;
      return [{ summary: { ...toSummary(row), description, builtin: isBuiltin(row), usedBy: counts.get(row.id) ?? 0 }, document }];
    })
    .sort((a, b) => Number(a.summary.builtin) - Number(b.summary.builtin));
}
