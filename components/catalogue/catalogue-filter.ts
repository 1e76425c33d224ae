import type { Evidence } from "@/core/documents/common";
import type { ImplementationSummary } from "@/core/tables/implementation-summary";
import { hasWords, searchWords } from "../ui/search-words";

/** An implementation with the catalogue it is in. */
export interface Listed extends ImplementationSummary {
  /** Unique over all catalogues. */
  key: string;
  catalogueId: string;
  catalogueTitle: string;
  builtin: boolean;
}

/** What is looked for; empty sets and texts exclude nothing. Kept in the address. */
export interface CatalogueFilter {
  query: string;
  task: string | null;
  catalogue: string | null;
  device: string | null;
  evidence: Evidence | null;
  /** Runs on one's own devices, or as a hosted interface. */
  runs: "devices" | "api" | null;
}

export const NO_FILTER: CatalogueFilter = { query: "", task: null, catalogue: null, device: null, evidence: null, runs: null };

export type Facet = "task" | "catalogue" | "device" | "evidence" | "runs";

function matches(entry: Listed, filter: CatalogueFilter, words: readonly string[], except?: Facet): boolean {
  if (except !== "task" && filter.task && entry.task !== filter.task) return false;
  if (except !== "catalogue" && filter.catalogue && entry.catalogueId !== filter.catalogue) return false;
  if (except !== "device" && filter.device && !entry.devices.includes(filter.device)) return false;
  if (except !== "evidence" && filter.evidence && !entry.evidence.some(({ kind }) => kind === filter.evidence)) return false;
  if (except !== "runs" && filter.runs && (filter.runs === "api" ? !entry.hosted : entry.profiles === 0)) return false;
  if (words.length === 0) return true;
  return hasWords(words, entry.name, entry.title, entry.task, entry.model, entry.catalogueTitle, ...entry.devices, ...entry.sources);
}

export function filtered(list: readonly Listed[], filter: CatalogueFilter): Listed[] {
  const words = searchWords(filter.query);
  return list.filter((entry) => matches(entry, filter, words));
}

function valuesOf(entry: Listed, facet: Facet): readonly string[] {
  switch (facet) {
    case "task":
      return [entry.task];
    case "catalogue":
      return [entry.catalogueId];
    case "device":
      return entry.devices;
    case "evidence":
      return entry.evidence.map(({ kind }) => kind);
    case "runs":
      return [...(entry.profiles > 0 ? ["devices"] : []), ...(entry.hosted ? ["api"] : [])];
  }
}

/** For each value of a facet how many would be listed with it, all other choices kept. */
export function facetCounts(list: readonly Listed[], filter: CatalogueFilter, facet: Facet): Map<string, number> {
  const words = searchWords(filter.query);
  const counts = new Map<string, number>();
  for (const entry of list) {
    if (!matches(entry, filter, words, facet)) continue;
    for (const value of valuesOf(entry, facet)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

const SORTS: Record<string, (entry: Listed) => string | number | null> = {
  name: (entry) => entry.name,
  task: (entry) => entry.task,
  quality: (entry) => entry.quality?.high ?? null,
  latency: (entry) => entry.latencyMs?.low ?? entry.tpotMs?.low ?? null,
  price: (entry) => entry.pricePerMillionTokensUsd?.output ?? entry.pricePerCallUsd,
  catalogue: (entry) => entry.catalogueTitle,
};

/** In order of a column; what has no value comes last either way. */
export function sorted(list: readonly Listed[], column: string, descending: boolean): Listed[] {
  const readValue = SORTS[column];
  if (!readValue) return [...list];
  return [...list].sort((a, b) => {
    const [x, y] = [readValue(a), readValue(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    const order = typeof x === "string" ? x.localeCompare(String(y)) : x - Number(y);
    return (descending ? -order : order) || a.name.localeCompare(b.name);
  });
}
