import { createHash } from "node:crypto";
import { parseDocuments } from "../../core/documents/parse";
import { authorise } from "../auth/gate";
import type { ExampleFiles } from "../examples/read-examples";
import type { Context, Transaction } from "./context";
import { insertDocument } from "./insert-document";
import { writeStudy } from "./save-study";
import { findVersion, STORED_KINDS, type StoredDocument, type StoredKind } from "./stored-document";
import { writeVersion } from "./write-version";

export interface LoadedExample {
  inserted: number;
  upgraded: number;
  notes: string[];
}

/**
 * Puts an example's documents into the workspace once. What is there already stays; a newer example replaces only documents whose newest version
 * is still the example's own, never what a person edited, renamed or archived.
 */
export async function loadExample(context: Context, example: ExampleFiles): Promise<LoadedExample> {
  authorise(context.principal, "example:load");
  const outcome: LoadedExample = { inserted: 0, upgraded: 0, notes: [] };
  const releases = new Map(example.files.map((file) => [file, createHash("sha256").update(file.text).digest("hex")]));
  if (await isLoaded(context, example, [...releases.values()])) return outcome;
  const documents = new Map<StoredDocument, string>();
  for (const file of example.files) {
    const parsed = parseDocuments(file.text, file.name);
    for (const problem of parsed.problems) outcome.notes.push(`${file.name}:${problem.line ?? 1}:${problem.column ?? 1} ${problem.message}`);
    for (const { document } of parsed.documents) if (isStored(document)) documents.set(document, releases.get(file)!);
  }
  if (outcome.notes.length > 0 || documents.size === 0) return outcome;
  await context.db.$transaction(async (tx) => {
    const ids = new Map<StoredDocument, string>();
    const fresh = new Set<string>();
    for (const [document, release] of documents) {
      const loaded = await loadDocument(tx, context, example.name, document, release);
      if (loaded.what === "taken") {
        outcome.notes.push(`${document.kind} ${document.metadata.name} was not loaded: its name belongs to a document of yours`);
        continue;
      }
      ids.set(document, loaded.id);
      if (loaded.what === "inserted") fresh.add(loaded.id);
      outcome.inserted += loaded.what === "inserted" ? 1 : 0;
      outcome.upgraded += loaded.what === "upgraded" ? 1 : 0;
    }
    await connect(tx, context, ids, fresh);
  });
  return outcome;
}

/** Reading YAML is slow; files that were loaded as they are need not be read again. */
async function isLoaded(context: Context, example: ExampleFiles, releases: string[]): Promise<boolean> {
  const rows = await context.db.document.findMany({
    where: { workspaceId: context.workspace, origin: { startsWith: `example:${example.name}/` } },
    select: { originHash: true },
  });
  const loaded = new Set(rows.map((row) => row.originHash));
  return releases.every((release) => loaded.has(release));
}

function isStored(document: { kind: string }): document is StoredDocument {
  return (STORED_KINDS as readonly string[]).includes(document.kind);
}

type Outcome = { what: "inserted" | "upgraded" | "kept"; id: string } | { what: "taken" };

async function loadDocument(tx: Transaction, context: Context, example: string, document: StoredDocument, originHash: string): Promise<Outcome> {
  const origin = `example:${example}/${document.kind}/${document.metadata.name}`;
  const row = await tx.document.findFirst({ where: { workspaceId: context.workspace, origin } });
  if (!row) {
    const name = { workspaceId: context.workspace, kind: document.kind, name: document.metadata.name };
    if (await tx.document.findFirst({ where: name, select: { id: true } })) return { what: "taken" };
    return { what: "inserted", id: await insertDocument(tx, context, document, { action: "example.load", origin, originHash }) };
  }
  const head = await findVersion(tx, row);
  if (row.originHash === originHash) return { what: "kept", id: row.id };
  if (row.archivedAt || head.author !== context.principal.id) {
    await tx.document.update({ where: { id: row.id }, data: { originHash } });
    return { what: "kept", id: row.id };
  }
  const saved = await writeVersion(tx, context, row, document, { action: "example.upgrade", baseVersion: row.headVersion, originHash });
  return { what: saved.changed ? "upgraded" : "kept", id: row.id };
}

/** A newly loaded pipeline is planned against the documents beside it. */
async function connect(tx: Transaction, context: Context, ids: Map<StoredDocument, string>, fresh: Set<string>): Promise<void> {
  const of = (kind: StoredKind) => [...ids].filter(([document]) => document.kind === kind);
  for (const [pipeline, pipelineId] of of("Pipeline")) {
    if (!fresh.has(pipelineId)) continue;
    const serving = of("Workload").find(
      ([document]) => document.kind === "Workload" && document.spec.classes.some((entry) => entry.pipeline === pipeline.metadata.name),
    );
    await writeStudy(tx, context, {
      pipelineId,
      infrastructureId: of("Infrastructure")[0]?.[1] ?? null,
      workloadId: serving?.[1] ?? null,
      catalogueIds: of("Catalogue").map(([, id]) => id),
    });
  }
}
