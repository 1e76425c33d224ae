"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { TaskIcon, TypeIcon } from "@/components/canvas/task-icon";
import { useEditorServices } from "@/components/editor/editor-services";
import { useEditor, useEditorActions, useEditorStore } from "@/components/editor/editor-store";
import { sameFields } from "@/components/editor/same-fields";
import { groupKey } from "@/core/graph/edit-groups";
import { incomingEdges } from "@/core/graph/edit-index";
import { type EditTables, inOrder } from "@/core/graph/edit-tables";
import { taskInfo } from "@/core/graph/task-ports";
import { PanelFrame } from "./panel-frame";
import classes from "./panels.module.css";

const ROW_HEIGHT = 28;

type Row = { readonly kind: "head"; readonly title: string } | { readonly kind: "group" | "input" | "operator"; readonly id: string };

function rowsOf(groups: EditTables["groups"], inputs: EditTables["inputs"], operators: EditTables["operators"]): Row[] {
  const rows: Row[] = [];
  const groupIds = Object.keys(groups);
  if (groupIds.length > 0) rows.push({ kind: "head", title: "Groups" }, ...groupIds.map((id) => ({ kind: "group", id }) as const));
  rows.push({ kind: "head", title: "Inputs" }, ...inOrder(inputs).map(({ id }) => ({ kind: "input", id }) as const));
  rows.push({ kind: "head", title: "Operators" }, ...inOrder(operators).map(({ id }) => ({ kind: "operator", id }) as const));
  return rows;
}

/** The pipeline as a list: what it is made of, what feeds what, and what the chosen plan uses. Only the rows in view are in the page. */
export function OutlinePanel() {
  const groups = useEditor((state) => state.document.tables.groups);
  const inputs = useEditor((state) => state.document.tables.inputs);
  const operators = useEditor((state) => state.document.tables.operators);
  const rows = useMemo(() => rowsOf(groups, inputs, operators), [groups, inputs, operators]);
  const list = useRef<HTMLUListElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => list.current?.parentElement ?? null,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : row.kind === "head" ? `head ${row.title}` : `${row.kind} ${row.id}`;
    },
  });
  return (
    <PanelFrame title="Outline">
      <ul ref={list} className={classes.virtual} style={{ height: virtual.getTotalSize() }} aria-label="Inputs and operators">
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <li key={item.key} className={classes.virtualRow} style={{ height: ROW_HEIGHT, transform: `translateY(${item.start}px)` }}>
              {row.kind === "head" ? <h3 className={classes.group}>{row.title}</h3> : <OutlineRow kind={row.kind} id={row.id} />}
            </li>
          );
        })}
      </ul>
      {Object.keys(operators).length === 0 ? <p className={classes.nothing}>No operators yet.</p> : null}
    </PanelFrame>
  );
}

function OutlineRow({ kind, id }: { kind: "group" | "input" | "operator"; id: string }) {
  const key = kind === "group" ? groupKey(id) : id;
  const store = useEditorStore();
  const services = useEditorServices();
  const actions = useEditorActions();
  const selected = useEditor((state) => state.selection.nodes.includes(key));
  const { title, sub, spoken, task, type } = useEditor((state) => {
    const { tables } = state.document;
    if (kind === "group") {
      const group = tables.groups[id];
      const count = group?.members.length ?? 0;
      return { title: group?.title ?? id, sub: `${count}${group?.collapsed ? ", folded" : ""}`, spoken: `group of ${count} members` };
    }
    if (kind === "input") {
      const input = tables.inputs[id];
      return { title: id, sub: input?.at ?? "", type: input?.type, spoken: `input, ${input?.type ?? "any type"}` };
    }
    const operator = tables.operators[id];
    const feeds = incomingEdges(tables, id).map((edge) => edge.from);
    const planned = state.choice.planOperators[id]?.configuration.implementation;
    const name = operator?.title ?? id;
    return {
      title: name,
      sub: planned ?? (feeds.length > 0 ? `← ${feeds.join(", ")}` : "not connected"),
      task: operator?.task,
      spoken: `${taskInfo(operator?.task).title}, fed by ${feeds.length > 0 ? feeds.join(", ") : "nothing"}`,
    };
  }, sameFields);
  return (
    <button
      type="button"
      className={classes.row}
      data-selected={selected || undefined}
      aria-pressed={selected}
      onClick={(event) => {
        const before = store.getState().selection.nodes;
        actions.select(event.shiftKey || event.ctrlKey || event.metaKey ? [...new Set([...before, key])] : [key]);
        services.canvas?.reveal(key);
      }}
    >
      {kind === "operator" ? <TaskIcon task={task} /> : <TypeIcon type={type} />}
      <span className={classes.rowText}>{title}</span> <span className={classes.rowSub}>{sub}</span>
      <span className="t-visually-hidden">, {spoken}</span>
    </button>
  );
}
