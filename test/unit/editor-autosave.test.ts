import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Autosave, type EditorDocument } from "../../components/editor/autosave";
import { createEditorStore, type EditorStore } from "../../components/editor/editor-store";
import { renameTo } from "../../components/editor/rename";
import type { Draft, DraftStore } from "../../components/saving/draft-store";
import type { SavedDocument, SaveGate } from "../../components/saving/save-gate";
import type { PipelineDocument } from "../../core/documents/pipeline";
import type { WorkloadDocument } from "../../core/documents/workload";
import { describeDiff } from "../../core/graph/edit-describe";
import { addOperator, connect, renameNode } from "../../core/graph/edit-operations";
import { type EditTables, edgeId, pipelineOfTables, tablesOfPipeline } from "../../core/graph/edit-tables";
import { applyDiff, diffTables } from "../../core/history/record-diff";
import { Transaction } from "../../core/history/transaction";

const START: PipelineDocument = {
  apiVersion: "trilemma/v1",
  kind: "Pipeline",
  metadata: { name: "p", layout: { nodes: { q: { x: 0, y: 0 }, a: { x: 200, y: 0 } } } },
  spec: { inputs: [{ id: "q" }], operators: [{ id: "a", task: "text-generation" }], edges: [{ from: "q", to: "a" }] },
};
const WORKLOAD: WorkloadDocument = {
  apiVersion: "trilemma/v1",
  kind: "Workload",
  metadata: { name: "w" },
  spec: { classes: [{ id: "c", pipeline: "p", rateRps: 1, slos: [{ metric: "latency", op: "<=", value: 100 }] }] },
};

type Document = PipelineDocument | WorkloadDocument;

/** A server with versions, in memory: accepts a save only over the version it was based on. */
class VersionedServer implements SaveGate<EditorDocument> {
  readonly documents = new Map<string, { version: number; document: Document }>();
  saves = 0;
  reachable = true;
  refusal: string | null = null;
  /** Runs while a save is under way, before it is accepted. */
  meanwhile: (() => void) | null = null;

  put(id: string, document: Document): void {
    const known = this.documents.get(id);
    this.documents.set(id, { version: (known?.version ?? 0) + 1, document: structuredClone(document) });
  }
  head<D extends Document>(id: string): { version: number; document: D } {
    return this.documents.get(id) as { version: number; document: D };
  }
  private saved(id: string): SavedDocument<EditorDocument> {
    const { version, document } = this.head(id);
    return { version, document: structuredClone(document), author: "somebody", savedAt: null };
  }
  async save(id: string, baseVersion: number, document: Document) {
    await Promise.resolve();
    if (!this.reachable) throw new TypeError("fetch failed");
    this.meanwhile?.();
    this.meanwhile = null;
    if (this.refusal) return { kind: "refused" as const, message: this.refusal };
    if (this.head(id).version !== baseVersion) return { kind: "conflict" as const, head: this.saved(id) };
    this.saves++;
    this.put(id, document);
    return { kind: "saved" as const, version: baseVersion + 1 };
  }
  async load(id: string) {
    if (!this.reachable) throw new TypeError("fetch failed");
    return this.saved(id);
  }
  async createCopy(document: Document) {
    const id = `copy-${this.documents.size}`;
    this.put(id, document);
    return id;
  }
}

function memoryDrafts(): DraftStore & { kept: Map<string, Draft<EditTables>> } {
  const kept = new Map<string, Draft<EditTables>>();
  return {
    kept,
    get: async <D = Draft>(id: string) => kept.get(id) as D | undefined,
    put: async <D extends { readonly documentId: string } = Draft>(draft: D) => void kept.set(draft.documentId, draft as unknown as Draft<EditTables>),
    remove: async (id) => void kept.delete(id),
  };
}

describe("autosave", () => {
  let server: VersionedServer;
  let store: EditorStore;
  let drafts: ReturnType<typeof memoryDrafts>;
  let saver: Autosave;
  let merges: string[];

  beforeEach(() => {
    vi.useFakeTimers();
    server = new VersionedServer();
    server.put("p1", START);
    server.put("w1", WORKLOAD);
    store = createEditorStore({ id: "p1", version: 1, document: START });
    store.getState().actions.setWorkload({ id: "w1", version: 1, document: WORKLOAD });
    drafts = memoryDrafts();
    merges = [];
    saver = new Autosave(store, server, drafts, (kind, version) => merges.push(`${kind} ${version}`));
  });
  afterEach(() => {
    saver.dispose();
    vi.useRealTimers();
  });

  const title = (text: string) => store.getState().actions.edit("title", (tx) => tx.update("operators", "a", { title: text }));
  const settle = () => vi.advanceTimersByTimeAsync(1_000);
  const status = () => store.getState().saving.status;
  const theirTitle = (text: string) => {
    const { document } = server.head<PipelineDocument>("p1");
    server.put("p1", { ...document, spec: { ...document.spec, operators: document.spec.operators.map((operator) => ({ ...operator, title: text })) } });
  };
  const theirEdge = () => {
    const { document } = server.head<PipelineDocument>("p1");
    server.put("p1", { ...document, spec: { ...document.spec, edges: document.spec.edges.map((edge) => ({ ...edge, bytes: 77 })) } });
  };

  it("says saved only after the server has acknowledged, and saves quick edits once", async () => {
    title("one");
    title("two");
    expect(status()).toBe("dirty");
    await settle();
    expect(status()).toBe("saved");
    expect(server.saves).toBe(1);
    expect(server.head<PipelineDocument>("p1").document).toEqual(pipelineOfTables(store.getState().document.tables));
    expect(store.getState().saving.version).toBe(2);
  });

  it("saves what was changed while a save was under way", async () => {
    server.meanwhile = () => title("during");
    title("first");
    await settle();
    await settle();
    expect(status()).toBe("saved");
    expect(server.head<PipelineDocument>("p1").document.spec.operators[0]?.title).toBe("during");
  });

  it("does nothing for an edit that was undone", async () => {
    title("gone");
    store.getState().actions.undo();
    expect(status()).toBe("saved");
    await settle();
    expect(server.saves).toBe(0);
  });

  it("merges somebody else's change of another thing and keeps both", async () => {
    theirEdge();
    title("mine");
    await settle();
    await settle();
    expect(status()).toBe("saved");
    const { document } = server.head<PipelineDocument>("p1");
    expect(document.spec.operators[0]?.title).toBe("mine");
    expect(document.spec.edges[0]?.bytes).toBe(77);
    expect(merges).toEqual(["pipeline 2"]);
    store.getState().actions.undo();
    await settle();
    expect(server.head<PipelineDocument>("p1").document.spec.operators[0]?.title).toBeUndefined();
    expect(server.head<PipelineDocument>("p1").document.spec.edges[0]?.bytes).toBe(77);
  });

  it("asks when both changed the same thing, and overwrites nothing before the answer", async () => {
    theirTitle("theirs");
    title("mine");
    await settle();
    expect(status()).toBe("conflict");
    await settle();
    expect(server.head<PipelineDocument>("p1").document.spec.operators[0]?.title).toBe("theirs");
    expect(store.getState().document.tables.operators.a?.title).toBe("mine");
    saver.keepMine();
    await settle();
    expect(status()).toBe("saved");
    expect(server.head<PipelineDocument>("p1")).toMatchObject({ version: 3, document: { spec: { operators: [{ title: "mine" }] } } });
  });

  /** Somebody else edits the pipeline on the server as the editor would. */
  const theirEdit = (recipe: (tx: Transaction<EditTables>) => void) => {
    const tables = tablesOfPipeline(server.head<PipelineDocument>("p1").document);
    const tx = new Transaction(tables);
    recipe(tx);
    server.put("p1", pipelineOfTables(applyDiff(tables, tx.diff())));
  };
  const myRename = (to: string) => store.getState().actions.edit("rename", (tx) => renameNode(tx, "a", to));
  const stored = () => {
    const { spec } = server.head<PipelineDocument>("p1").document;
    return { operators: spec.operators.map((operator) => operator.id), edges: spec.edges.map((edge) => edgeId(edge.from, edge.to)) };
  };

  it("asks when both renamed the same operator, instead of keeping it twice", async () => {
    theirEdit((tx) => renameNode(tx, "a", "theirs"));
    myRename("mine");
    await settle();
    expect(status()).toBe("conflict");
    expect(stored()).toEqual({ operators: ["theirs"], edges: ["q→theirs"] });
    expect(Object.keys(store.getState().document.tables.operators)).toEqual(["mine"]);
    const conflict = store.getState().saving.conflict;
    const base = tablesOfPipeline(conflict?.base as PipelineDocument);
    const words = (document: PipelineDocument) => describeDiff(diffTables(base, tablesOfPipeline(document))).map((line) => line.text);
    expect(words(conflict?.theirs as PipelineDocument)).toEqual(["Rename a to theirs"]);
    expect(words(pipelineOfTables(store.getState().document.tables))).toEqual(["Rename a to mine"]);
    saver.keepMine();
    await settle();
    expect(stored()).toEqual({ operators: ["mine"], edges: ["q→mine"] });
  });

  it("asks when both renamed the same operator and one also changed or moved it", async () => {
    theirEdit((tx) => {
      renameNode(tx, "a", "theirs");
      tx.update("operators", "theirs", { fanOut: 3 });
    });
    myRename("mine");
    await settle();
    expect(status()).toBe("conflict");
    saver.takeTheirs();
    await settle();
    store.getState().actions.edit("rename", (tx) => renameNode(tx, "theirs", "mine"));
    theirEdit((tx) => {
      renameNode(tx, "theirs", "other");
      tx.put("positions", "other", { x: 900, y: 900 });
    });
    await settle();
    expect(status()).toBe("conflict");
  });

  it("merges quietly when both renamed an operator to the same id", async () => {
    theirEdit((tx) => renameNode(tx, "a", "same"));
    myRename("same");
    await settle();
    expect(status()).toBe("saved");
    expect(stored()).toEqual({ operators: ["same"], edges: ["q→same"] });
  });

  it.each<[string, (tx: Transaction<EditTables>) => void]>([
    ["configured", (tx) => tx.update("operators", "a", { fanOut: 3 })],
    [
      "wired",
      (tx) => {
        addOperator(tx, { id: "b", task: "text-generation" }, { x: 400, y: 0 });
        connect(tx, "a", "b");
      },
    ],
    ["put into a group", (tx) => tx.put("groups", "g", { title: "G", members: ["a"], order: 0 })],
  ])("asks when one renamed the operator that the other %s", async (_what, recipe) => {
    theirEdit(recipe);
    myRename("mine");
    await settle();
    expect(status()).toBe("conflict");
    saver.takeTheirs();
    await settle();
    expect(status()).toBe("saved");
    expect(stored().operators).toContain("a");
  });

  it("keeps the id of an operator that is given a name in place", () => {
    renameTo(store, "a", "The answer");
    expect(Object.values(store.getState().document.tables.operators)).toMatchObject([{ id: "a", title: "The answer" }]);
    expect(Object.keys(store.getState().document.tables.edges)).toEqual(["q→a"]);
    renameTo(store, "q", "The question");
    expect(Object.keys(store.getState().document.tables.edges)).toEqual(["the-question→a"]);
    renameTo(store, "the-question", "السؤال");
    expect(Object.keys(store.getState().document.tables.edges)).toEqual(["the-question→a"]);
    expect(store.getState().interaction.announcement.text).toContain("the-question keeps its name");
  });

  it("takes theirs as a step that can be undone", async () => {
    theirTitle("theirs");
    title("mine");
    await settle();
    saver.takeTheirs();
    await settle();
    expect(status()).toBe("saved");
    expect(store.getState().document.tables.operators.a?.title).toBe("theirs");
    store.getState().actions.undo();
    await settle();
    expect(server.head<PipelineDocument>("p1").document.spec.operators[0]?.title).toBe("mine");
  });

  it("keeps both: mine as a copy, theirs here", async () => {
    theirTitle("theirs");
    title("mine");
    await settle();
    const copy = await saver.keepBoth();
    await settle();
    expect(server.head<PipelineDocument>(copy).document.spec.operators[0]?.title).toBe("mine");
    expect(server.head<PipelineDocument>("p1").document.spec.operators[0]?.title).toBe("theirs");
    expect(status()).toBe("saved");
  });

  it("tries again until the server answers, and keeps a draft meanwhile", async () => {
    server.reachable = false;
    title("offline");
    await settle();
    expect(status()).toBe("retrying");
    expect(drafts.kept.get("p1")?.tables.operators.a?.title).toBe("offline");
    server.reachable = true;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(status()).toBe("saved");
    expect(drafts.kept.has("p1")).toBe(false);
  });

  it("says why the server refused, and does not hammer it", async () => {
    server.refusal = "the document is not valid";
    title("bad");
    await settle();
    expect(store.getState().saving).toMatchObject({ status: "error", message: "the document is not valid" });
    server.refusal = null;
    title("good");
    await settle();
    expect(status()).toBe("saved");
  });

  it("saves targets with their workload, over its own version", async () => {
    store.getState().actions.edit("target", (tx) => tx.update("classes", "w1#c", { slos: [{ metric: "quality", op: ">=", value: 0.9 }] }));
    expect(store.getState().choice.workload?.document.spec.classes[0]?.slos?.[0]?.metric).toBe("quality");
    await settle();
    expect(server.head<WorkloadDocument>("w1")).toMatchObject({ version: 2, document: { spec: { classes: [{ slos: [{ value: 0.9 }] }] } } });
    expect(server.head<PipelineDocument>("p1").version).toBe(1);
    store.getState().actions.undo();
    await settle();
    expect(server.head<WorkloadDocument>("w1").document).toEqual(WORKLOAD);
  });

  it("recovers a draft on top of what the server has now", async () => {
    server.reachable = false;
    title("draft");
    await settle();
    const draft = drafts.kept.get("p1") as Draft<EditTables>;
    saver.dispose();
    server.reachable = true;
    theirEdge();
    const head = server.head<PipelineDocument>("p1");
    store = createEditorStore({ id: "p1", version: head.version, document: head.document });
    saver = new Autosave(store, server, drafts);
    expect(saver.recover(draft)).toBe(true);
    await settle();
    expect(status()).toBe("saved");
    const { document } = server.head<PipelineDocument>("p1");
    expect(document.spec.operators[0]?.title).toBe("draft");
    expect(document.spec.edges[0]?.bytes).toBe(77);
  });

  it("shows a draft and the server's version side by side when they contradict", async () => {
    server.reachable = false;
    title("draft");
    await settle();
    const draft = drafts.kept.get("p1") as Draft<EditTables>;
    saver.dispose();
    server.reachable = true;
    theirTitle("theirs");
    const head = server.head<PipelineDocument>("p1");
    store = createEditorStore({ id: "p1", version: head.version, document: head.document });
    saver = new Autosave(store, server, drafts);
    expect(saver.recover(draft)).toBe(true);
    await settle();
    expect(status()).toBe("conflict");
    expect(store.getState().document.tables.operators.a?.title).toBe("draft");
    expect(server.head<PipelineDocument>("p1").document.spec.operators[0]?.title).toBe("theirs");
    saver.keepMine();
    await settle();
    expect(server.head<PipelineDocument>("p1").document.spec.operators[0]?.title).toBe("draft");
  });
});
