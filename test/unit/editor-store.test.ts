import { describe, expect, it } from "vitest";
import { createEditorStore } from "../../components/editor/editor-store";
import { about } from "../../components/editor/step-label";
import type { FrontierDocument } from "../../core/documents/frontier";
import type { PipelineDocument } from "../../core/documents/pipeline";

const PIPELINE: PipelineDocument = {
  apiVersion: "trilemma/v1",
  kind: "Pipeline",
  metadata: { name: "p", layout: { nodes: { q: { x: 0, y: 0 }, a: { x: 200, y: 0 } } } },
  spec: { inputs: [{ id: "q" }], operators: [{ id: "a", task: "text-generation" }], edges: [{ from: "q", to: "a" }] },
};
const FRONTIER = { spec: { plans: [], statistic: "p95" } } as unknown as FrontierDocument;

function opened() {
  const store = createEditorStore({ id: "p1", version: 1, document: PIPELINE });
  store.getState().actions.setFrontier(FRONTIER);
  return store;
}

describe("the editor's store", () => {
  it("takes plans for out of date when the meaning changes, not when something is called or placed otherwise", () => {
    const store = opened();
    const { actions, document } = store.getState();
    actions.edit("name", (tx) => tx.update("operators", "a", { title: "Answer" }));
    actions.edit("move", (tx) => tx.put("positions", "a", { x: 40, y: 8 }));
    expect(store.getState().document.tables.operators.a?.title).toBe("Answer");
    expect(store.getState().choice.stale).toBe(false);
    expect(store.getState().document.revision).toBe(document.revision);
    actions.edit("loop", (tx) => tx.update("operators", "a", { iterations: { mean: 2, max: 3 } }));
    expect(store.getState().choice.stale).toBe(true);
    expect(store.getState().document.revision).toBe(document.revision + 1);
  });

  it("tells nobody of a change that changes nothing", () => {
    const store = opened();
    const { actions, interaction, saving, panels, problems } = store.getState();
    let told = 0;
    store.subscribe(() => told++);
    actions.setInteraction({ heat: interaction.heat, budgetMs: interaction.budgetMs });
    actions.setSaving({ status: saving.status });
    actions.setPanels({ left: panels.left });
    actions.setProblems({ ...problems });
    actions.setStale(false);
    actions.hoverPlan(null);
    expect(told).toBe(0);
    actions.setInteraction({ heat: "cost" });
    expect(told).toBe(1);
  });

  it("calls the nodes and edges of a step by the titles that they had before it", () => {
    const store = opened();
    const { actions } = store.getState();
    actions.edit(about`Name ${"a"}`, (tx) => tx.update("operators", "a", { title: "Answer" }));
    actions.edit(about`Name ${"a"}`, (tx) => tx.update("operators", "a", { title: "Reply" }));
    actions.edit(about`Bytes of ${"q→a"}`, (tx) => tx.update("edges", "q→a", { bytes: 7 }));
    expect(store.getState().history.past.map((step) => step.label)).toEqual(["Name a", "Name Answer", "Bytes of q → Reply"]);
  });
});
