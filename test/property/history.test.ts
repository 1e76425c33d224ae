import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refuseConnection } from "../../core/graph/edit-connect";
import { hangsLoose } from "../../core/graph/edit-loose";
import { addOperator, connect, makeRouter, moveNodes, removeNodes, renameNode, replaceTask } from "../../core/graph/edit-operations";
import { type EditTables, edgeId, pipelineOfTables, tablesOfPipeline } from "../../core/graph/edit-tables";
import { beginGesture, cancelGesture, EMPTY_HISTORY, endGesture, type HistoryState, recordStep, redo, undo } from "../../core/history/history";
import { findClashes } from "../../core/history/merge";
import { applyDiff, diffTables, invertDiff, squashDiffs } from "../../core/history/record-diff";
import { Transaction } from "../../core/history/transaction";

const START: EditTables = tablesOfPipeline({
  apiVersion: "trilemma/v1",
  kind: "Pipeline",
  metadata: { name: "p", layout: { nodes: { q: { x: 0, y: 0 }, a: { x: 10, y: 0 }, b: { x: 20, y: 0 }, c: { x: 30, y: 0 } } } },
  spec: {
    inputs: [{ id: "q", type: "text" }],
    operators: [
      { id: "a", task: "text-generation" },
      { id: "b", task: "text-generation" },
      { id: "c", task: "text-generation", candidates: ["x"] },
    ],
    edges: [
      { from: "q", to: "a", bytes: 1 },
      { from: "a", to: "b", bytes: 2 },
      { from: "a", to: "c" },
    ],
    routers: [
      {
        at: "a",
        choose: [
          { to: "b", probability: 0.5 },
          { to: "c", probability: 0.5 },
        ],
      },
    ],
    quality: { model: "table", values: [{ when: { a: "x" }, value: 0.5 }] },
  },
});

const NAMES = ["a", "b", "c", "d", "e", "f"];
const name = fc.constantFrom(...NAMES);
type Action =
  | { kind: "add" | "remove" | "replace" | "router"; id: string }
  | { kind: "connect"; id: string; to: string }
  | { kind: "rename"; id: string; to: string }
  | { kind: "move"; id: string; x: number }
  | { kind: "title"; id: string; text: string };
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constantFrom("add" as const, "remove" as const, "replace" as const, "router" as const), id: name }),
  fc.record({ kind: fc.constant("connect" as const), id: name, to: name }),
  fc.record({ kind: fc.constant("rename" as const), id: name, to: name }),
  fc.record({ kind: fc.constant("move" as const), id: name, x: fc.integer({ min: -500, max: 500 }) }),
  fc.record({ kind: fc.constant("title" as const), id: name, text: fc.string({ maxLength: 6 }) }),
);

/** What the editor does for an action; an action that is not possible now does nothing. */
function perform(tx: Transaction<EditTables>, step: Action): void {
  const exists = tx.get("operators", step.id) !== undefined;
  switch (step.kind) {
    case "add":
      if (!exists && !tx.get("inputs", step.id)) addOperator(tx, { id: step.id, task: "text-generation" }, { x: 1, y: 1 });
      break;
    case "remove":
      removeNodes(tx, [step.id]);
      break;
    case "replace":
      replaceTask(tx, step.id, "reranking");
      break;
    case "router":
      if (exists) makeRouter(tx, step.id);
      break;
    case "connect":
      if (!refuseConnection(tx.tables, step.id, step.to)) connect(tx, step.id, step.to, 5);
      break;
    case "rename":
      if (exists && !tx.get("operators", step.to)) renameNode(tx, step.id, step.to);
      break;
    case "move":
      moveNodes(tx, { [step.id]: { x: step.x, y: 0 } });
      break;
    case "title":
      tx.update("operators", step.id, { title: step.text || undefined });
      break;
  }
}

function edit(tables: EditTables, history: HistoryState, step: Action, coalesce: string | null = null): { tables: EditTables; history: HistoryState } {
  const tx = new Transaction(tables);
  perform(tx, step);
  const diff = tx.diff();
  return { tables: applyDiff(tables, diff), history: recordStep(history, step.kind, diff, coalesce) };
}

/** An edit of somebody else: operators that the actions above never touch. */
function foreign(tables: EditTables, index: number): EditTables {
  const tx = new Transaction(tables);
  addOperator(tx, { id: `other-${index}`, task: "embedding" }, { x: index, y: index });
  return applyDiff(tables, tx.diff());
}

const foreignIds = (tables: EditTables) => Object.keys(tables.operators).filter((id) => id.startsWith("other-"));

function withoutForeign(tables: EditTables): unknown {
  const document = pipelineOfTables(tables);
  const layout = document.metadata.layout?.nodes ?? {};
  return {
    ...document,
    metadata: { ...document.metadata, layout: { nodes: Object.fromEntries(Object.entries(layout).filter(([id]) => !id.startsWith("other-"))) } },
    spec: { ...document.spec, operators: document.spec.operators.filter((operator) => !operator.id.startsWith("other-")) },
  };
}

describe("undo and redo", () => {
  it("undo all is the start and redo all is the end, with other people's edits between", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(action, fc.boolean(), fc.boolean()), { maxLength: 30 }), (steps) => {
        let tables = START;
        let history = EMPTY_HISTORY;
        steps.forEach(([step, withForeign, coalesced], index) => {
          ({ tables, history } = edit(tables, history, step, coalesced ? step.kind : null));
          if (withForeign) tables = foreign(tables, index);
        });
        const end = tables;
        const added = foreignIds(end);
        while (history.past.length > 0) ({ tables, history } = undo(tables, history));
        expect(withoutForeign(tables)).toEqual(withoutForeign(START));
        expect(foreignIds(tables)).toEqual(added);
        while (history.future.length > 0) ({ tables, history } = redo(tables, history));
        expect(pipelineOfTables(tables)).toEqual(pipelineOfTables(end));
      }),
      { numRuns: 300 },
    );
  });

  it("cancelling a gesture restores exactly, and ending it makes one step", () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 12 }), (steps) => {
        let tables = START;
        let history = beginGesture(EMPTY_HISTORY, "drag");
        for (const step of steps) ({ tables, history } = edit(tables, history, step));
        const cancelled = cancelGesture(tables, history);
        expect(pipelineOfTables(cancelled.tables)).toEqual(pipelineOfTables(START));
        expect(cancelled.history.past).toHaveLength(0);
        const ended = endGesture(history);
        expect(ended.past.length).toBe(pipelineEqual(tables, START) ? 0 : 1);
        if (ended.past.length === 1) expect(pipelineOfTables(undo(tables, ended).tables)).toEqual(pipelineOfTables(START));
      }),
    );
  });

  it("a new edit forgets what was undone", () => {
    let { tables, history } = edit(START, EMPTY_HISTORY, { kind: "add", id: "d" });
    ({ tables, history } = undo(tables, history));
    expect(history.future).toHaveLength(1);
    ({ tables, history } = edit(tables, history, { kind: "add", id: "e" }));
    expect(history.future).toHaveLength(0);
    expect(tables.operators.d).toBeUndefined();
  });

  it("typing in one field is one step until it is left or undone", () => {
    let tables = START;
    let history = EMPTY_HISTORY;
    for (const text of ["h", "he", "hey"]) ({ tables, history } = edit(tables, history, { kind: "title", id: "a", text }, "title:a"));
    expect(history.past).toHaveLength(1);
    ({ tables, history } = undo(tables, history));
    expect(tables.operators.a?.title).toBeUndefined();
    ({ tables, history } = edit(tables, history, { kind: "title", id: "a", text: "x" }, "title:a"));
    expect(history.past).toHaveLength(1);
  });

  it("an update of somebody else's key of the same record survives undo", () => {
    let { tables, history } = edit(START, EMPTY_HISTORY, { kind: "title", id: "a", text: "mine" });
    const theirs = new Transaction(tables);
    theirs.update("operators", "a", { fanOut: 4 });
    tables = applyDiff(tables, theirs.diff());
    ({ tables, history } = undo(tables, history));
    expect(tables.operators.a).toMatchObject({ fanOut: 4 });
    expect(tables.operators.a?.title).toBeUndefined();
  });
});

describe("diffs", () => {
  it("squashing equals doing one after the other, and the inverse takes it back", () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 10 }), fc.array(action, { maxLength: 10 }), (first, second) => {
        const run = (tables: EditTables, steps: readonly Action[]) => {
          const tx = new Transaction(tables);
          for (const step of steps) perform(tx, step);
          return tx.diff();
        };
        const a = run(START, first);
        const middle = applyDiff(START, a);
        const b = run(middle, second);
        const end = applyDiff(middle, b);
        const joined = squashDiffs(a, b);
        expect(pipelineOfTables(applyDiff(START, joined))).toEqual(pipelineOfTables(end));
        expect(pipelineOfTables(applyDiff(end, invertDiff(joined)))).toEqual(pipelineOfTables(START));
        expect(applyDiff(START, diffTables(START, end))).toEqual(end);
      }),
    );
  });

  it("changes without clashes merge to the same document in either order", () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 6 }), fc.array(action, { maxLength: 6 }), (mine, theirs) => {
        const run = (steps: readonly Action[]) => {
          const tx = new Transaction(START);
          for (const step of steps) perform(tx, step);
          return tx.diff();
        };
        const a = run(mine);
        const b = run(theirs);
        fc.pre(findClashes(a, b).length === 0);
        const strip = (tables: EditTables) => JSON.parse(JSON.stringify(tables, (key, value) => (key === "order" ? undefined : value)));
        expect(strip(applyDiff(applyDiff(START, a), b))).toEqual(strip(applyDiff(applyDiff(START, b), a)));
      }),
    );
  });
});

describe("merging", () => {
  it("leaves no dangling edge or router choice", () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 6 }), fc.array(action, { maxLength: 6 }), (mine, theirs) => {
        const run = (steps: readonly Action[]) => steps.reduce((tables, step) => edit(tables, EMPTY_HISTORY, step).tables, START);
        const [ours, other] = [run(mine), run(theirs)];
        const [ourDiff, otherDiff] = [diffTables(START, ours), diffTables(START, other)];
        const merged = applyDiff(ours, otherDiff);
        fc.pre(findClashes(ourDiff, otherDiff).length === 0 && !hangsLoose(merged, [ours, other]));
        for (const edge of Object.values(merged.edges)) {
          expect(merged.operators[edge.to]).toBeDefined();
          expect(merged.operators[edge.from] ?? merged.inputs[edge.from]).toBeDefined();
        }
        for (const router of Object.values(merged.routers)) {
          for (const choice of router.choose) expect(merged.edges[edgeId(router.at, choice.to)]).toBeDefined();
        }
      }),
      { numRuns: 500 },
    );
  });

  it("of two renamings of one node is a clash unless both say the same", () => {
    fc.assert(
      fc.property(fc.constantFrom("q", "a", "b", "c"), fc.constantFrom("x", "y", "z"), fc.constantFrom("x", "y", "z"), (node, to, other) => {
        const renamed = (id: string) => {
          const tx = new Transaction(START);
          renameNode(tx, node, id);
          return tx.diff();
        };
        expect(findClashes(renamed(to), renamed(other)).length > 0).toBe(to !== other);
      }),
    );
  });
});

describe("structure", () => {
  it("no sequence of edits leaves a dangling edge, a cycle, or a router that does not sum to 1", () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (steps) => {
        let tables = START;
        for (const step of steps) ({ tables } = edit(tables, EMPTY_HISTORY, step));
        for (const [id, edge] of Object.entries(tables.edges)) {
          expect(id).toBe(edgeId(edge.from, edge.to));
          expect(tables.operators[edge.to]).toBeDefined();
          expect(tables.operators[edge.from] ?? tables.inputs[edge.from]).toBeDefined();
        }
        for (const router of Object.values(tables.routers)) {
          expect(router.choose.reduce((sum, choice) => sum + choice.probability, 0)).toBeCloseTo(1, 9);
          for (const choice of router.choose) expect(tables.edges[edgeId(router.at, choice.to)]).toBeDefined();
        }
        expect(hasCycle(tables)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});

function pipelineEqual(a: EditTables, b: EditTables): boolean {
  return JSON.stringify(pipelineOfTables(a)) === JSON.stringify(pipelineOfTables(b));
}

function hasCycle(tables: EditTables): boolean {
  const state = new Map<string, "open" | "done">();
  const visit = (id: string): boolean => {
    if (state.get(id) === "open") return true;
    if (state.get(id) === "done") return false;
    state.set(id, "open");
    const found = Object.values(tables.edges).some((edge) => edge.from === id && visit(edge.to));
    state.set(id, "done");
    return found;
  };
  return Object.keys(tables.operators).some(visit);
}
