import type { CatalogueDocument } from "../../../core/documents/catalogue";
import type { Evidence } from "../../../core/documents/common";
import type { InfrastructureDocument } from "../../../core/documents/infrastructure";

export interface FigureWithoutSource {
  document: string;
  where: string;
}

export interface Census {
  byEvidence: Record<Evidence, number>;
  withoutSource: FigureWithoutSource[];
}

function evidenceOf(owner: Record<string, unknown>, inherited: Evidence | null): Evidence | null {
  if (typeof owner.evidence === "string") return owner.evidence as Evidence;
  if (typeof owner.source === "string") return owner.source.startsWith("assumed") ? "assumed" : "measured";
  return inherited;
}

const FIGURE_HOLDERS = new Set(["latencyMs", "ttftMs", "tpotMs", "prompt", "completion"]);

/** Counts every group of figures (a distribution, a quality row, a price, an operating point) by evidence, and lists those that name no source. */
export function census(documents: readonly (CatalogueDocument | InfrastructureDocument)[]): Census {
  const result: Census = { byEvidence: { measured: 0, fitted: 0, interpolated: 0, assumed: 0 }, withoutSource: [] };
  const count = (owner: Record<string, unknown>, inherited: Evidence | null, document: string, where: string): Evidence | null => {
    const evidence = evidenceOf(owner, inherited);
    if (evidence) result.byEvidence[evidence] += 1;
    else result.withoutSource.push({ document, where });
    return evidence;
  };
  const holders = (owner: Record<string, unknown>, inherited: Evidence | null, document: string, where: string) => {
    for (const [key, value] of Object.entries(owner)) {
      if (FIGURE_HOLDERS.has(key) && typeof value === "object" && value !== null)
        count(value as Record<string, unknown>, inherited, document, `${where}.${key}`);
    }
  };
  for (const document of documents) {
    const { name } = document.metadata;
    if (document.kind === "Infrastructure") {
      for (const pool of document.spec.pools) {
        count(pool, null, name, `pool ${pool.id}`);
        if (pool.power) count(pool.power, null, name, `pool ${pool.id}.power`);
      }
      for (const link of document.spec.links ?? []) count(link, null, name, `link ${link.from} to ${link.to}`);
      continue;
    }
    for (const entry of [...(document.spec.models ?? []), ...document.spec.implementations]) {
      for (const [index, profile] of (entry.profiles ?? []).entries()) {
        const where = `${entry.name}.profiles[${index}]`;
        holders(profile, count(profile, null, name, where), name, where);
      }
      for (const [key, source] of Object.entries(entry.api?.sources ?? {})) count(source, null, name, `${entry.name}.api.${key}`);
      if (entry.api) holders(entry.api, count(entry.api, null, name, `${entry.name}.api`), name, `${entry.name}.api`);
    }
    for (const entry of document.spec.implementations) {
      for (const [index, row] of (entry.quality ?? []).entries()) count(row, null, name, `${entry.name}.quality[${index}]`);
      for (const [index, row] of (entry.tokens ?? []).entries()) {
        const where = `${entry.name}.tokens[${index}]`;
        holders(row, count(row, null, name, where), name, where);
      }
    }
  }
  return result;
}
