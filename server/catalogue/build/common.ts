import type { Api, Implementation, QualityRow, TokensRow } from "../../../core/documents/catalogue";
import type { TraceLengths } from "../figures/traces";
import { wilson } from "./binomial";
import { tidy } from "./yaml";

/** A measured share over so many items, with its Wilson interval. */
export function measuredShare(value: number, metric: string, dataset: string, source: string, items?: number): QualityRow {
  const row: QualityRow = {
    value: tidy(value, 6),
    metric,
    dataset,
    source: items ? `${source}; ci95: Wilson interval over ${items} items` : source,
    evidence: "measured",
  };
  if (items) {
    row.samples = items;
    row.ci95 = wilson(value, items);
  }
  return row;
}

export function assumedQuality(value: number, metric: string, reasoning: string, dataset?: string): QualityRow {
  const row: QualityRow = { value: tidy(value, 6), metric, source: reasoning.startsWith("assumed") ? reasoning : `assumed: ${reasoning}`, evidence: "assumed" };
  if (dataset) row.dataset = dataset;
  return row;
}

/** Token lengths of a public trace, as the default of a task; a workload's own trace replaces them. */
export function traceTokens(trace: TraceLengths, source: string): TokensRow {
  return {
    prompt: { ...trace.prompt, samples: trace.requests },
    completion: { ...trace.completion, samples: trace.requests },
    source: `${source}: lengths of ${trace.requests} requests, taken as they are for every model`,
    evidence: "measured",
  };
}

/** Tokens nobody published: a stated guess. */
export function assumedTokens(prompt: { mean: number; p95: number }, completion: { mean: number; p95: number }, reasoning: string): TokensRow {
  return { prompt, completion, source: `assumed: ${reasoning}`, evidence: "assumed" };
}

type ApiSources = NonNullable<Api["sources"]>;

/** A rate limit beside better known figures of a hosted interface: no source gives it. */
export function assumedLimit(maxRps: number, others: ApiSources = {}): Pick<Api, "maxRps" | "sources"> {
  const source = "assumed: rate limits of a paying customer differ by contract";
  return { maxRps, sources: { maxRps: { source, evidence: "assumed" }, ...others } };
}

export function byName(implementations: readonly Implementation[]): Implementation[] {
  const names = new Set<string>();
  for (const implementation of implementations) {
    if (names.has(implementation.name)) throw new Error(`two implementations named ${implementation.name}`);
    names.add(implementation.name);
  }
  return [...implementations];
}
