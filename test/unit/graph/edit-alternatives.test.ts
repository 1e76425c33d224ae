import { describe, expect, it } from "vitest";
import { checkDocuments } from "../../../core/documents/check";
import type { PipelineDocument } from "../../../core/documents/pipeline";
import {
  addAlternative,
  addStep,
  giveAlternatives,
  removeAlternative,
  removeStep,
  renameAlternative,
  setStepCandidates,
  setStepTask,
} from "../../../core/graph/edit-alternatives";
import { type EditTables, pipelineOfTables, tablesOfPipeline } from "../../../core/graph/edit-tables";
import { applyDiff } from "../../../core/history/record-diff";
import { Transaction } from "../../../core/history/transaction";

const document: PipelineDocument = {
  apiVersion: "trilemma/v1",
  kind: "Pipeline",
  metadata: { name: "one" },
  spec: {
    inputs: [{ id: "question", type: "text" }],
    operators: [{ id: "answer", task: "text-generation", candidates: ["small"], fanOut: 2, iterations: { mean: 1.5, max: 3 } }],
    edges: [{ from: "question", to: "answer" }],
  },
};

function edit(tables: EditTables, recipe: (tx: Transaction<EditTables>) => void): EditTables {
  const tx = new Transaction<EditTables>(tables);
  recipe(tx);
  return applyDiff(tables, tx.diff());
}
const errors = (tables: EditTables) => checkDocuments([{ document: pipelineOfTables(tables) }]).filter((problem) => problem.severity === "error");

describe("alternatives", () => {
  const start = tablesOfPipeline(document);
  const given = edit(start, (tx) => giveAlternatives(tx, "answer"));

  it("take over everything that the operator said about its task, and are valid at every step", () => {
    const operator = given.operators.answer;
    expect(operator).not.toHaveProperty("task");
    expect(operator).not.toHaveProperty("fanOut");
    expect(operator?.alternatives?.[0]?.operators).toEqual([
      { id: "step", task: "text-generation", candidates: ["small"], fanOut: 2, iterations: { mean: 1.5, max: 3 } },
    ]);
    let tables = given;
    expect(errors(tables)).toEqual([]);
    for (const recipe of [
      (tx: Transaction<EditTables>) => addStep(tx, "answer", "second", "summarisation"),
      (tx: Transaction<EditTables>) => setStepTask(tx, "answer", "second", "step", "translation"),
      (tx: Transaction<EditTables>) => setStepCandidates(tx, "answer", "second", "step-2", ["some"]),
      (tx: Transaction<EditTables>) => renameAlternative(tx, "answer", "second", "longer"),
      (tx: Transaction<EditTables>) => addAlternative(tx, "answer", "extraction"),
    ]) {
      tables = edit(tables, recipe);
      expect(errors(tables)).toEqual([]);
    }
    const longer = tables.operators.answer?.alternatives?.[1];
    expect(longer?.edges).toEqual([
      { from: "in", to: "step" },
      { from: "step", to: "step-2" },
      { from: "step-2", to: "out" },
    ]);
    expect(longer?.operators[1]).toEqual({ id: "step-2", task: "summarisation", candidates: ["some"] });
    const shorter = edit(tables, (tx) => removeStep(tx, "answer", "longer", "step"));
    expect(shorter.operators.answer?.alternatives?.[1]?.edges).toEqual([
      { from: "step-2", to: "out" },
      { from: "in", to: "step-2" },
    ]);
    expect(errors(shorter)).toEqual([]);
  });

  it("give back what was there when only the first is left", () => {
    const back = edit(given, (tx) => removeAlternative(tx, "answer", "second"));
    expect(pipelineOfTables(back)).toEqual(pipelineOfTables(start));
  });
});
