import type { Edge, Operator, PipelineDocument, PipelineInput, QualityModel, Router } from "../documents/pipeline";
import type { QueryClass, WorkloadDocument } from "../documents/workload";

/** Place of a record in its list of the document; restored exactly when a removal is undone. */
export interface Ordered {
  readonly order: number;
}
/** What a pipeline says about itself; one record, with id `META_ID`. */
export interface MetaRecord {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly quality?: QualityModel;
}
export type InputRecord = Readonly<PipelineInput> & Ordered;
export type OperatorRecord = Readonly<Operator> & Ordered;
export type EdgeRecord = Readonly<Edge> & Ordered;
export type RouterRecord = Readonly<Router> & Ordered;
export interface PositionRecord {
  readonly x: number;
  readonly y: number;
}
export interface GroupRecord extends Ordered {
  readonly title: string;
  readonly members: readonly string[];
  readonly collapsed?: boolean;
}
export interface NoteRecord extends PositionRecord, Ordered {
  readonly text: string;
  readonly width?: number;
  readonly height?: number;
}
/** A query class of a workload that is open beside the pipeline: its targets are edited, saved and undone like the drawing. */
export type ClassRecord = Readonly<QueryClass> & Ordered & { readonly workloadId: string };

/** A pipeline as tables of records with O(1) lookup; lists of the document are made from them by `order`. */
export type EditTables = {
  readonly meta: Readonly<Record<string, MetaRecord>>;
  readonly inputs: Readonly<Record<string, InputRecord>>;
  readonly operators: Readonly<Record<string, OperatorRecord>>;
  readonly edges: Readonly<Record<string, EdgeRecord>>;
  readonly routers: Readonly<Record<string, RouterRecord>>;
  readonly positions: Readonly<Record<string, PositionRecord>>;
  readonly groups: Readonly<Record<string, GroupRecord>>;
  readonly notes: Readonly<Record<string, NoteRecord>>;
  readonly classes: Readonly<Record<string, ClassRecord>>;
};
export type EditKind = keyof EditTables;

/** Tables whose records say what the pipeline means; the others only say how it is drawn. */
export const SEMANTIC_KINDS = ["inputs", "operators", "edges", "routers", "classes"] as const;

export const META_ID = "pipeline";
export const DEFAULT_NODE_SPACING = { x: 280, y: 132 } as const;

/** Id of an edge record. */
export function edgeId(from: string, to: string): string {
  return `${from}→${to}`;
}

/** Id of a class record: classes of different workloads may have the same id. */
export function classKey(workloadId: string, classId: string): string {
  return `${workloadId}#${classId}`;
}

/** An order after every record of the table. */
export function nextOrder(table: Readonly<Record<string, Ordered>>): number {
  let highest = -1;
  for (const id in table) highest = Math.max(highest, (table[id] as Ordered).order);
  return highest + 1;
}

/** Records of a table in document order. */
export function inOrder<R extends Ordered>(table: Readonly<Record<string, R>>): R[] {
  return Object.values(table).sort((a, b) => a.order - b.order);
}

function keyed<S extends object>(list: readonly S[] | undefined, keyOf: (item: S) => string): Record<string, S & Ordered> {
  const table: Record<string, S & Ordered> = {};
  (list ?? []).forEach((item, order) => {
    table[keyOf(item)] = { ...item, order };
  });
  return table;
}

function withoutOrder<R extends Ordered>(record: R): Omit<R, "order"> {
  const { order: _order, ...rest } = record;
  return rest;
}

/** Tables of a pipeline document. Positions that the document lacks are derived from the depth of the node, left to right. */
export function tablesOfPipeline(document: PipelineDocument): EditTables {
  const { layout, ...metadata } = document.metadata;
  const spec = document.spec;
  return {
    meta: { [META_ID]: { ...metadata, ...(spec.quality ? { quality: spec.quality } : {}) } },
    inputs: keyed(spec.inputs, (item) => item.id),
    operators: keyed(spec.operators, (item) => item.id),
    edges: keyed(spec.edges, (item) => edgeId(item.from, item.to)),
    routers: keyed(spec.routers, (item) => item.at),
    positions: positionsOf(document),
    groups: Object.fromEntries((layout?.groups ?? []).map(({ id, ...group }, order) => [id, { ...group, order }])),
    notes: Object.fromEntries((layout?.notes ?? []).map(({ id, ...note }, order) => [id, { ...note, order }])),
    classes: {},
  };
}

/** The pipeline document the tables stand for; keys come out in the order of the format reference. */
export function pipelineOfTables(tables: EditTables): PipelineDocument {
  const meta = tables.meta[META_ID] as MetaRecord;
  const { quality, ...metadata } = meta;
  const nodes: Record<string, PositionRecord> = {};
  for (const id of [...inOrder(tables.inputs), ...inOrder(tables.operators)].map((record) => record.id)) {
    const position = tables.positions[id];
    if (position) nodes[id] = { x: position.x, y: position.y };
  }
  const groups = Object.entries(tables.groups)
    .sort(([, a], [, b]) => a.order - b.order)
    .map(([id, group]) => ({ id, ...withoutOrder(group), members: [...group.members] }));
  const notes = Object.entries(tables.notes)
    .sort(([, a], [, b]) => a.order - b.order)
    .map(([id, note]) => ({ id, ...withoutOrder(note) }));
  const layout = { nodes, ...(groups.length > 0 ? { groups } : {}), ...(notes.length > 0 ? { notes } : {}) };
  const routers = inOrder(tables.routers).map(withoutOrder) as Router[];
  return {
    apiVersion: "trilemma/v1",
    kind: "Pipeline",
    metadata: { ...(metadata as PipelineDocument["metadata"]), layout },
    spec: {
      inputs: inOrder(tables.inputs).map(withoutOrder) as PipelineInput[],
      operators: inOrder(tables.operators).map(withoutOrder) as Operator[],
      edges: inOrder(tables.edges).map(withoutOrder) as Edge[],
      ...(routers.length > 0 ? { routers } : {}),
      ...(quality ? { quality } : {}),
    },
  };
}

/** Class records of a workload, keyed by `classKey`. */
export function classesOfWorkload(workloadId: string, document: WorkloadDocument): Record<string, ClassRecord> {
  const records: Record<string, ClassRecord> = {};
  document.spec.classes.forEach((item, order) => {
    records[classKey(workloadId, item.id)] = { ...item, order, workloadId };
  });
  return records;
}

/** The workload document with its classes as the tables have them. */
export function workloadOfTables(tables: EditTables, workloadId: string, document: WorkloadDocument): WorkloadDocument {
  const records = inOrder(Object.fromEntries(Object.entries(tables.classes).filter(([, record]) => record.workloadId === workloadId)));
  const classes = records.map(({ order: _order, workloadId: _workload, ...rest }) => rest as QueryClass);
  return classes.length === 0 ? document : { ...document, spec: { ...document.spec, classes } };
}

function positionsOf(document: PipelineDocument): Record<string, PositionRecord> {
  const given = document.metadata.layout?.nodes ?? {};
  const ids = [...document.spec.inputs, ...document.spec.operators].map((item) => item.id);
  const positions: Record<string, PositionRecord> = {};
  const missing = ids.filter((id) => !given[id]);
  for (const id of ids) if (given[id]) positions[id] = given[id];
  if (missing.length === 0) return positions;
  const depth = depths(ids, document.spec.edges);
  const rows = new Map<number, number>();
  const offsetY = missing.length === ids.length ? 0 : Math.max(...Object.values(positions).map((point) => point.y)) + DEFAULT_NODE_SPACING.y;
  for (const id of missing) {
    const column = depth.get(id) ?? 0;
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    positions[id] = { x: column * DEFAULT_NODE_SPACING.x, y: offsetY + row * DEFAULT_NODE_SPACING.y };
  }
  return positions;
}

/** Longest distance from a source, in edges; nodes on a cycle keep the depth at which the cycle was met. */
function depths(ids: readonly string[], edges: readonly Edge[]): Map<string, number> {
  const known = new Set(ids);
  const waiting = new Map(ids.map((id) => [id, 0]));
  const outgoing = new Map<string, string[]>();
  for (const edge of edges) {
    if (!known.has(edge.from) || !known.has(edge.to)) continue;
    waiting.set(edge.to, (waiting.get(edge.to) ?? 0) + 1);
    const targets = outgoing.get(edge.from);
    if (targets) targets.push(edge.to);
    else outgoing.set(edge.from, [edge.to]);
  }
  const depth = new Map<string, number>(ids.map((id) => [id, 0]));
  const ready = ids.filter((id) => waiting.get(id) === 0);
  for (let head = 0; head < ready.length; head++) {
    const id = ready[head] as string;
    for (const target of outgoing.get(id) ?? []) {
      depth.set(target, Math.max(depth.get(target) ?? 0, (depth.get(id) ?? 0) + 1));
      const left = (waiting.get(target) ?? 0) - 1;
      waiting.set(target, left);
      if (left === 0) ready.push(target);
    }
  }
  return depth;
}
