import { describe, expect, it } from "vitest";
import { createEditorStore } from "../../components/editor/editor-store";
import { pipelineYaml } from "../../components/editor/pipeline-yaml";
import { applyYaml } from "../../components/editor/yaml/yaml-apply";
import { pipelineOfTables } from "../../core/graph/edit-tables";

const opened = () =>
  createEditorStore({
    id: "p1",
    version: 1,
    document: {
      apiVersion: "trilemma/v1",
      kind: "Pipeline",
      metadata: { name: "p", layout: { nodes: { q: { x: 0, y: 0 }, a: { x: 200, y: 0 } } } },
      spec: { inputs: [{ id: "q" }], operators: [{ id: "a", task: "text-generation" }], edges: [{ from: "q", to: "a" }] },
    },
  });

describe("the pipeline as text", () => {
  it("keeps a text that is no pipeline, and leaves the drawing alone", () => {
    const store = opened();
    const base = store.getState().document.tables;
    const { refused } = applyYaml(store, "kind: Pipeline\nspec: [", base);
    expect(refused?.severity).toBe("error");
    expect(store.getState().interaction.unappliedYaml).toEqual({ text: "kind: Pipeline\nspec: [", base });
    expect(store.getState().document.tables).toBe(base);
  });

  it("draws what the text changes and keeps what was drawn meanwhile, as one step", () => {
    const store = opened();
    const base = store.getState().document.tables;
    const text = pipelineYaml(pipelineOfTables(base));
    applyYaml(store, `${text}: :`, base);
    store.getState().actions.edit("name", (tx) => tx.update("operators", "a", { title: "Drawn" }));
    const { refused } = applyYaml(store, text.replace("task: text-generation", "task: text-generation\n      fanOut: 3"), base);
    expect(refused).toBeNull();
    expect(store.getState().interaction.unappliedYaml).toBeNull();
    expect(store.getState().document.tables.operators.a).toMatchObject({ title: "Drawn", fanOut: 3 });
    store.getState().actions.undo();
    expect(store.getState().document.tables.operators.a).toMatchObject({ title: "Drawn" });
    expect(store.getState().document.tables.operators.a?.fanOut).toBeUndefined();
  });
});
