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
  const documents: StoredDocument[] = [];
  for (const file of example.files) {
    const parsed = parseDocuments(file.text, file.name);
    for (const problem of parsed.problems) outcome.notes.push(`${file.name}:${problem.line ?? 1}:${problem.column ?? 1} ${problem.message}`);
    for (const { document } of parsed.documents) if (isStored(document)) documents.push(document);
  }
  if (outcome.notes.length > 0 || documents.length === 0) return outcome;
  await context.db.$transaction(async (tx) => {
    const ids = new Map<StoredDocument, string>();
    const fresh = new Set<string>();
    for (const document of documents) {
      const loaded = await loadDocument(tx, context, example.name, document);
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

function isStored(document: { kind: string }): document is StoredDocument {
  return (STORED_KINDS as readonly string[]).includes(document.kind);
}

type Outcome = { what: "inserted" | "upgraded" | "kept"; id: string } | { what: "taken" };

async function loadDocument(tx: Transaction, context: Context, example: string, document: StoredDocument): Promise<Outcome> {
  const origin = `example:${example}/${document.kind}/${document.metadata.name}`;
  const originHash = createHash("sha256").update(JSON.stringify(document)).digest("hex");
  const row = await tx.document.findFirst({ where: { workspaceId: context.workspace, origin } });
  if (!row) {
    const name = { workspaceId: context.workspace, kind: document.kind, name: document.metadata.name };
    if (await tx.document.findFirst({ where: name, select: { id: true } })) return { what: "taken" };
    return { what: "inserted", id: await insertDocument(tx, context, document, { action: "example.load", origin, originHash }) };
  }
  const head = await findVersion(tx, row);
  if (row.originHash === originHash || row.archivedAt || head.author !== context.principal.id) return { what: "kept", id: row.id };
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
