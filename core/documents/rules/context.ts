import type { Implementation, Model } from "../catalogue";
import type { Pool } from "../infrastructure";
import type { AnyDocument, DocumentByKind, DocumentKind } from "../kinds";
import { nearest } from "../nearest";
import type { DocumentPath, Fix, Position, Problem } from "../problem";
import type { ProblemCode } from "../problem-codes";

/** A document with, where it came from text, a finder of positions. */
export interface CheckedDocument<D extends AnyDocument = AnyDocument> {
  document: D;
  file?: string;
  locate?: (path: DocumentPath) => Position | undefined;
}

export interface Extra {
  hint?: string;
  fix?: Fix;
  severity?: "error" | "warning";
}

/** Tells a problem of one document. */
export type Report = (code: ProblemCode, path: DocumentPath, message: string, extra?: Extra) => void;

/**
 * What the documents given know together. A set is undefined when no document of its kind is given: then nothing can be said about
 * names of it.
 */
export interface Knowledge {
  pipelines: DocumentByKind["Pipeline"][];
  implementations?: ReadonlyMap<string, Implementation>;
  implementationsByTask: ReadonlyMap<string, readonly Implementation[]>;
  models?: ReadonlyMap<string, Model>;
  tiers?: ReadonlySet<string>;
  pools?: ReadonlyMap<string, Pool>;
  devices?: ReadonlySet<string>;
  /** The nearest of some names, while the budget of comparisons lasts: hints must not make a large broken document slow. */
  suggest: (text: string, names: Iterable<string>, count: number) => string | undefined;
}

export function ofKind<K extends DocumentKind>(kind: K, documents: readonly CheckedDocument[]): CheckedDocument<DocumentByKind[K]>[] {
  return documents.filter((entry) => entry.document.kind === kind) as CheckedDocument<DocumentByKind[K]>[];
}

/** Names from several documents, a later one replacing an earlier one of the same name. */
export function gatherKnowledge(documents: readonly CheckedDocument[]): Knowledge {
  const catalogues = ofKind("Catalogue", documents);
  const infrastructures = ofKind("Infrastructure", documents);
  let budget = 200_000;
  const suggest: Knowledge["suggest"] = (text, names, count) => {
    if (budget < count) return undefined;
    budget -= count;
    return nearest(text, names);
  };
  const implementations = new Map<string, Implementation>();
  const models = new Map<string, Model>();
  for (const { document } of catalogues) {
    for (const model of document.spec.models ?? []) models.set(model.name, model);
    for (const implementation of document.spec.implementations) implementations.set(implementation.name, implementation);
  }
  const implementationsByTask = new Map<string, Implementation[]>();
  for (const implementation of implementations.values()) {
    const list = implementationsByTask.get(implementation.task);
    if (list) list.push(implementation);
    else implementationsByTask.set(implementation.task, [implementation]);
  }
  const hasCatalogue = catalogues.length > 0;
  const hasInfrastructure = infrastructures.length > 0;
  const pools = infrastructures.flatMap(({ document }) => document.spec.pools);
  return {
    pipelines: ofKind("Pipeline", documents).map(({ document }) => document),
    implementations: hasCatalogue ? implementations : undefined,
    implementationsByTask,
    models: hasCatalogue ? models : undefined,
    tiers: hasInfrastructure ? new Set(infrastructures.flatMap(({ document }) => document.spec.tiers.map((tier) => tier.id))) : undefined,
    pools: hasInfrastructure ? new Map(pools.map((pool) => [pool.id, pool])) : undefined,
    devices: hasInfrastructure ? new Set(pools.map((pool) => pool.device)) : undefined,
    suggest,
  };
}

/** The profiles and API an implementation runs with: its own, else those of its model. */
export function figuresOf(implementation: Implementation, knowledge: Knowledge): Pick<Model, "profiles" | "api"> {
  const model = implementation.model === undefined ? undefined : knowledge.models?.get(implementation.model);
  return { profiles: implementation.profiles ?? model?.profiles, api: implementation.api ?? model?.api };
}

/** A reporter that adds to a list, with the position where the document has one. */
export function reporterFor(entry: CheckedDocument, problems: Problem[]): Report {
  const { kind, metadata } = entry.document;
  return (code, path, message, extra = {}) => {
    const { severity = "error", hint, fix } = extra;
    problems.push({ code, severity, message, hint, file: entry.file, ...entry.locate?.(path), path, document: { kind, name: metadata.name }, fix });
  };
}

/** Reports a name that is not among those known, with the nearest one as hint and fix. */
export function reportUnknown(
  report: Report,
  knowledge: Knowledge,
  code: ProblemCode,
  path: DocumentPath,
  what: string,
  name: string,
  known: ReadonlySet<string> | ReadonlyMap<string, unknown>,
  extra: Extra = {},
): void {
  const found = knowledge.suggest(name, known.keys(), known.size);
  report(code, path, `unknown ${what} \`${name}\`${found === undefined ? "" : `; did you mean \`${found}\`?`}`, {
    ...extra,
    fix: found === undefined ? extra.fix : { label: `Change to ${found}`, edits: [{ path, value: found }] },
  });
}

/** Reports every name that is given again in a list. `key` is where the name stands in an entry. */
export function reportDuplicates(report: Report, entries: readonly { name: string; path: DocumentPath }[], what: string): void {
  const first = new Set<string>();
  for (const { name, path } of entries) {
    if (first.has(name)) report("duplicate-id", path, `the ${what} \`${name}\` is given twice`, { hint: "give one of them another name" });
    first.add(name);
  }
}
