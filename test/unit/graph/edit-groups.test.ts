import { describe, expect, it } from "vitest";
import type { PipelineDocument } from "../../../core/documents/pipeline";
import { drawPipelineSvg } from "../../../core/graph/draw-svg";
import { boundsOfGroup, collapsedMembers, groupKey, makeGroup, nodesOfSelection, placesOfMove, setCollapsed } from "../../../core/graph/edit-groups";
import { moveNodes } from "../../../core/graph/edit-operations";
import { semanticKey } from "../../../core/graph/edit-semantic-key";
import { type EditTables, pipelineOfTables, tablesOfPipeline } from "../../../core/graph/edit-tables";
import { shownEdges } from "../../../core/graph/shown-edges";
import { applyDiff, invertDiff, type TablesDiff } from "../../../core/history/record-diff";
import { Transaction } from "../../../core/history/transaction";

const document: PipelineDocument = {
  apiVersion: "trilemma/v1",
  kind: "Pipeline",
  metadata: { name: "three", layout: { nodes: { in: { x: -200, y: 0 }, a: { x: 0, y: 0 }, b: { x: 300, y: 0 }, c: { x: 600, y: 0 } } } },
  spec: {
    inputs: [{ id: "in" }],
    operators: ["a", "b", "c"].map((id) => ({ id, task: "text-generation" })),
    edges: [
      { from: "in", to: "a" },
      { from: "in", to: "b" },
      { from: "a", to: "b" },
      { from: "b", to: "c" },
    ],
  },
};

function edit(tables: EditTables, recipe: (tx: Transaction<EditTables>) => void): { tables: EditTables; diff: TablesDiff } {
  const tx = new Transaction<EditTables>(tables);
  recipe(tx);
  const diff = tx.diff();
  return { tables: applyDiff(tables, diff), diff };
}

describe("groups", () => {
  const start = tablesOfPipeline(document);
  const grouped = edit(start, (tx) => void makeGroup(tx, ["a", "b"], "Models")).tables;
  const folded = edit(grouped, (tx) => setCollapsed(tx, "group-1", true));

  it("stand for their members, which are in one group at most", () => {
    expect(nodesOfSelection(grouped, [groupKey("group-1"), "c", "a"])).toEqual(["a", "b", "c"]);
    const again = edit(grouped, (tx) => void makeGroup(tx, ["b", "c"], "Other")).tables;
    expect(again.groups["group-1"]?.members).toEqual(["a"]);
    expect(again.groups["group-2"]?.members).toEqual(["b", "c"]);
  });

  it("take the edges of their members to their box when folded, each pair of ends once", () => {
    expect(shownEdges(grouped)).toHaveLength(4);
    expect([...collapsedMembers(folded.tables.groups)]).toEqual([
      ["a", "group:group-1"],
      ["b", "group:group-1"],
    ]);
    expect(shownEdges(folded.tables).map((edge) => [edge.source, edge.target])).toEqual([
      ["in", "group:group-1"],
      ["group:group-1", "c"],
    ]);
  });

  it("never change what the pipeline means, and unfold by undo", () => {
    expect(semanticKey(folded.tables, undefined)).toBe(semanticKey(start, undefined));
    expect(pipelineOfTables(folded.tables).spec).toEqual(document.spec);
    expect(pipelineOfTables(applyDiff(folded.tables, invertDiff(folded.diff)))).toEqual(pipelineOfTables(grouped));
  });

  it("move their members when their box is moved, folded or not", () => {
    for (const tables of [grouped, folded.tables]) {
      const box = boundsOfGroup(tables, "group-1");
      if (!box) throw new Error("the group has no box");
      const places = placesOfMove(tables, { [groupKey("group-1")]: { x: box.x + 40, y: box.y - 8 } });
      const moved = edit(tables, (tx) => moveNodes(tx, places)).tables;
      expect(moved.positions.a).toEqual({ x: 40, y: -8 });
      expect(moved.positions.b).toEqual({ x: 340, y: -8 });
      expect(moved.positions.c).toEqual({ x: 600, y: 0 });
    }
  });

  it("are drawn: a frame with its members, or one box", () => {
    expect(drawPipelineSvg(pipelineOfTables(grouped))).toMatch(/stroke-dasharray="4 3"[\s\S]*>Models</);
    const svg = drawPipelineSvg(pipelineOfTables(folded.tables));
    expect(svg).toContain("2 members");
    expect(svg.match(/marker-end/g)).toHaveLength(2);
  });
});
