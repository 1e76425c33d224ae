import type { Alternative, Edge, Operator } from "../documents/pipeline";
import type { EditTransaction } from "./edit-operations";

/** What an operator with alternatives says inside them instead. */
const INNER_KEYS = ["task", "candidates", "knobs", "placement", "iterations", "fanOut", "parallel", "minReplicas"] as const;

function freeName(taken: readonly string[], base: string): string {
  if (!taken.includes(base)) return base;
  let count = 2;
  while (taken.includes(`${base}-${count}`)) count++;
  return `${base}-${count}`;
}

/** Steps one after the other, from the operator's input to its output. */
function chain(ids: readonly string[]): Edge[] {
  const stops = ["in", ...ids, "out"];
  return stops.slice(1).map((to, index) => ({ from: stops[index] as string, to }));
}

/** Makes an operator a choice: what it does now becomes its first alternative, beside a second that does the same until it is changed. */
export function giveAlternatives(tx: EditTransaction, id: string): void {
  const operator = tx.get("operators", id);
  if (!operator?.task || operator.alternatives) return;
  const inner: Record<string, unknown> = { id: "step" };
  for (const key of INNER_KEYS) if (operator[key] !== undefined) inner[key] = operator[key];
  const first: Alternative = { name: "first", operators: [inner as Operator], edges: chain(["step"]) };
  const second: Alternative = { name: "second", operators: [{ id: "step", task: operator.task }], edges: chain(["step"]) };
  tx.update("operators", id, { ...Object.fromEntries(INNER_KEYS.map((key) => [key, undefined])), alternatives: [first, second] });
}

function change(tx: EditTransaction, id: string, next: readonly Alternative[]): void {
  tx.update("operators", id, { alternatives: [...next] });
}

function alternativesOf(tx: EditTransaction, id: string): Alternative[] {
  return tx.get("operators", id)?.alternatives ?? [];
}

/** Adds an alternative of one step with this task. */
export function addAlternative(tx: EditTransaction, id: string, task: string): void {
  const all = alternativesOf(tx, id);
  const name = freeName(
    all.map((item) => item.name),
    "another",
  );
  change(tx, id, [...all, { name, operators: [{ id: "step", task }], edges: chain(["step"]) }]);
}

/** Removes an alternative. The last one left becomes what the operator does, when it is a single step; else it stays the only one. */
export function removeAlternative(tx: EditTransaction, id: string, name: string): void {
  const left = alternativesOf(tx, id).filter((item) => item.name !== name);
  const [only] = left;
  const [step] = only?.operators ?? [];
  if (left.length === 0) return;
  if (left.length > 1 || !only || only.operators.length > 1 || !step?.task) {
    change(tx, id, left);
    return;
  }
  tx.update("operators", id, { ...Object.fromEntries(INNER_KEYS.map((key) => [key, step[key]])), alternatives: undefined });
}

export function renameAlternative(tx: EditTransaction, id: string, from: string, to: string): void {
  change(
    tx,
    id,
    alternativesOf(tx, id).map((item) => (item.name === from ? { ...item, name: to } : item)),
  );
}

function changeOne(tx: EditTransaction, id: string, name: string, edit: (alternative: Alternative) => Alternative): void {
  change(
    tx,
    id,
    alternativesOf(tx, id).map((item) => (item.name === name ? edit(item) : item)),
  );
}

/** Adds a step at the end of an alternative: after everything that led to its output. */
export function addStep(tx: EditTransaction, id: string, name: string, task: string): void {
  changeOne(tx, id, name, (alternative) => {
    const step = freeName(
      alternative.operators.map((operator) => operator.id),
      "step",
    );
    const edges = alternative.edges.map((edge) => (edge.to === "out" ? { ...edge, to: step } : edge));
    return { ...alternative, operators: [...alternative.operators, { id: step, task }], edges: [...edges, { from: step, to: "out" }] };
  });
}

/** Removes a step; what fed it feeds what it fed. The last step stays. */
export function removeStep(tx: EditTransaction, id: string, name: string, step: string): void {
  changeOne(tx, id, name, (alternative) => {
    if (alternative.operators.length < 2) return alternative;
    const before = alternative.edges.filter((edge) => edge.to === step);
    const after = alternative.edges.filter((edge) => edge.from === step);
    const kept = alternative.edges.filter((edge) => edge.to !== step && edge.from !== step);
    const has = (from: string, to: string) => kept.some((edge) => edge.from === from && edge.to === to);
    for (const from of before) for (const to of after) if (!has(from.from, to.to)) kept.push({ ...from, to: to.to });
    const routers = alternative.routers
      ?.map((router) => ({ ...router, choose: router.choose.filter((choice) => choice.to !== step) }))
      .filter((router) => router.at !== step && router.choose.length > 1);
    const { routers: _routers, ...rest } = alternative;
    return {
      ...rest,
      operators: alternative.operators.filter((operator) => operator.id !== step),
      edges: kept,
      ...(routers && routers.length > 0 ? { routers } : {}),
    };
  });
}

/** Gives a step another task; what was said about the old task's implementations goes. */
export function setStepTask(tx: EditTransaction, id: string, name: string, step: string, task: string): void {
  changeOne(tx, id, name, (alternative) => ({
    ...alternative,
    operators: alternative.operators.map((operator) => {
      if (operator.id !== step) return operator;
      const { candidates: _candidates, knobs: _knobs, ...rest } = operator;
      return { ...rest, task };
    }),
  }));
}

/** Narrows a step to some implementations; undefined allows all. */
export function setStepCandidates(tx: EditTransaction, id: string, name: string, step: string, candidates: readonly string[] | undefined): void {
  changeOne(tx, id, name, (alternative) => ({
    ...alternative,
    operators: alternative.operators.map((operator) => {
      if (operator.id !== step) return operator;
      const { candidates: _candidates, ...rest } = operator;
      return candidates && candidates.length > 0 ? { ...rest, candidates: [...candidates] } : rest;
    }),
  }));
}
