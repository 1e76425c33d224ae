import type { PipelineDocument } from "../documents/pipeline";
import { refuseConnection } from "./edit-connect";
import { groupKey } from "./edit-groups";
import { addInput, addOperator, connect, type EditTransaction, freeId, setRouterChoices } from "./edit-operations";
import { type EditTables, inOrder, META_ID, nextOrder } from "./edit-tables";

/** A part of a pipeline as a document of its own: the nodes, the edges and routers between them, the groups that are in it as a whole, and where they were drawn. */
export function extractFragment(tables: EditTables, ids: readonly string[]): PipelineDocument {
  const chosen = new Set(ids);
  const strip = <R extends { order: number }>({ order: _order, ...rest }: R) => rest;
  const nodes = Object.fromEntries(ids.flatMap((id) => (tables.positions[id] ? [[id, { x: tables.positions[id].x, y: tables.positions[id].y }]] : [])));
  const notes = ids.flatMap((id) => (tables.notes[id] ? [{ id, ...strip(tables.notes[id]) }] : []));
  const groups = Object.entries(tables.groups).flatMap(([id, group]) =>
    group.members.length > 0 && group.members.every((member) => chosen.has(member)) ? [{ id, ...strip(group), members: [...group.members] }] : [],
  );
  const routers = inOrder(tables.routers)
    .filter((router) => chosen.has(router.at))
    .map((router) => ({ at: router.at, choose: router.choose.filter((choice) => chosen.has(choice.to)) }))
    .filter((router) => router.choose.length > 1);
  return {
    apiVersion: "trilemma/v1",
    kind: "Pipeline",
    metadata: {
      name: tables.meta[META_ID]?.name ?? "pipeline",
      layout: { nodes, ...(groups.length > 0 ? { groups } : {}), ...(notes.length > 0 ? { notes } : {}) },
    },
    spec: {
      inputs: inOrder(tables.inputs)
        .filter((input) => chosen.has(input.id))
        .map(strip),
      operators: inOrder(tables.operators)
        .filter((operator) => chosen.has(operator.id))
        .map(strip) as PipelineDocument["spec"]["operators"],
      edges: inOrder(tables.edges)
        .filter((edge) => chosen.has(edge.from) && chosen.has(edge.to))
        .map(strip),
      ...(routers.length > 0 ? { routers } : {}),
    },
  };
}

/** How far what is pasted without a place goes from where it was drawn: once more each time, so that nothing covers an earlier copy. */
export function freeShift(tables: EditTables, fragment: PipelineDocument, step: number): { x: number; y: number } {
  const { nodes = {}, notes = [] } = fragment.metadata.layout ?? {};
  const taken = new Set([...Object.values(tables.positions), ...Object.values(tables.notes)].map(({ x, y }) => `${x},${y}`));
  const places = [...Object.values(nodes), ...notes];
  let shift = step;
  while (places.some(({ x, y }) => taken.has(`${Math.round(x + shift)},${Math.round(y + shift)}`))) shift += step;
  return { x: shift, y: shift };
}

/** Adds everything of a document to the pipeline under ids that are free, moved by `shift`. Returns what to select: the new groups, and the new nodes that are in none. */
export function insertFragment(tx: EditTransaction, fragment: PipelineDocument, shift: { x: number; y: number }): string[] {
  const renamed = new Map<string, string>();
  const places = fragment.metadata.layout?.nodes ?? {};
  const placeOf = (id: string, index: number) => {
    const at = places[id] ?? { x: (index % 4) * 260, y: Math.floor(index / 4) * 120 };
    return { x: Math.round(at.x + shift.x), y: Math.round(at.y + shift.y) };
  };
  let index = 0;
  for (const input of fragment.spec.inputs) {
    const id = freeId(tx.tables, input.id);
    renamed.set(input.id, id);
    addInput(tx, { ...input, id }, placeOf(input.id, index++));
  }
  for (const operator of fragment.spec.operators) {
    const id = freeId(tx.tables, operator.id);
    renamed.set(operator.id, id);
    addOperator(tx, { ...operator, id }, placeOf(operator.id, index++));
  }
  for (const edge of fragment.spec.edges) {
    const from = renamed.get(edge.from);
    const to = renamed.get(edge.to);
    if (!from || !to) continue;
    const refusal = refuseConnection(tx.tables, from, to);
    if (refusal && refusal.code !== "type") continue;
    connect(tx, from, to, edge.bytes);
  }
  for (const router of fragment.spec.routers ?? []) {
    const at = renamed.get(router.at);
    const choose = router.choose.flatMap((choice) => {
      const to = renamed.get(choice.to);
      return to ? [{ to, probability: choice.probability }] : [];
    });
    if (at) setRouterChoices(tx, at, choose);
  }
  for (const note of fragment.metadata.layout?.notes ?? []) {
    let id = note.id;
    for (let count = 2; tx.get("notes", id); count++) id = `${note.id}-${count}`;
    const { id: _id, ...rest } = note;
    tx.put("notes", id, { ...rest, x: Math.round(note.x + shift.x), y: Math.round(note.y + shift.y), order: nextOrder(tx.tables.notes) });
    renamed.set(note.id, id);
  }
  const added = new Set(renamed.values());
  for (const { id: wanted, members, ...rest } of fragment.metadata.layout?.groups ?? []) {
    const inside = members.flatMap((member) => renamed.get(member) ?? []);
    if (inside.length === 0) continue;
    let id = wanted;
    for (let count = 2; tx.get("groups", id); count++) id = `${wanted}-${count}`;
    tx.put("groups", id, { ...rest, members: inside, order: nextOrder(tx.tables.groups) });
    for (const member of inside) added.delete(member);
    added.add(groupKey(id));
  }
  return [...added];
}
