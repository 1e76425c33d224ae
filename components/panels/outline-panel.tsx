"use client";

import { ActionIcon, Tooltip } from "@mantine/core";
import { IconNote } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { TaskIcon, TypeIcon } from "@/components/canvas/task-icon";
import { goToSetting } from "@/components/editor/actions/settings";
import { addNote } from "@/components/editor/edit-commands";
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
/** Where a note goes below what it is about, px. */
const NOTE_BELOW = 120;

type RowKind = "group" | "input" | "operator" | "note";
type Row = { readonly kind: "head"; readonly title: string } | { readonly kind: RowKind; readonly id: string };

function rowsOf({ groups, inputs, operators, notes }: Pick<EditTables, "groups" | "inputs" | "operators" | "notes">): Row[] {
  const rows: Row[] = [];
  const groupIds = Object.keys(groups);
  if (groupIds.length > 0) rows.push({ kind: "head", title: "Groups" }, ...groupIds.map((id) => ({ kind: "group", id }) as const));
  rows.push({ kind: "head", title: "Inputs" }, ...inOrder(inputs).map(({ id }) => ({ kind: "input", id }) as const));
  rows.push({ kind: "head", title: "Operators" }, ...inOrder(operators).map(({ id }) => ({ kind: "operator", id }) as const));
  const noteIds = Object.keys(notes);
  if (noteIds.length > 0) rows.push({ kind: "head", title: "Notes" }, ...noteIds.map((id) => ({ kind: "note", id }) as const));
  return rows;
}

/** The pipeline as a list: what it is made of, what feeds what, and what the chosen plan uses. Only the rows in view are in the page. */
export function OutlinePanel() {
  const groups = useEditor((state) => state.document.tables.groups);
  const inputs = useEditor((state) => state.document.tables.inputs);
  const operators = useEditor((state) => state.document.tables.operators);
  const notes = useEditor((state) => state.document.tables.notes);
  const rows = useMemo(() => rowsOf({ groups, inputs, operators, notes }), [groups, inputs, operators, notes]);
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
    <PanelFrame title="Outline" tools={<AddNote />}>
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

/** A remark for others, beside what is selected; written in the inspector, so that it needs no drawing. */
function AddNote() {
  const store = useEditorStore();
  const readOnly = useEditor((state) => state.document.readOnly);
  if (readOnly) return null;
  const add = () => {
    const { document, selection, actions } = store.getState();
    const { positions } = document.tables;
    const at = positions[selection.nodes[0] ?? ""] ?? Object.values(positions)[0] ?? { x: 0, y: 0 };
    addNote(store, { x: at.x, y: at.y + NOTE_BELOW });
    actions.setInteraction({ renaming: null });
    actions.setPanels({ inspectorOpen: true, inspectorTab: "inspect" });
    goToSetting("Text");
  };
  return (
    <Tooltip label="Add a note">
      <ActionIcon size={24} aria-label="Add a note" onClick={add}>
        <IconNote size={15} stroke={1.6} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

function OutlineRow({ kind, id }: { kind: RowKind; id: string }) {
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
    if (kind === "note") return { title: tables.notes[id]?.text.trim().split("\n")[0] || "Empty note", sub: "", spoken: "note" };
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
      {kind === "operator" ? <TaskIcon task={task} /> : kind === "note" ? <IconNote size={16} stroke={1.6} aria-hidden /> : <TypeIcon type={type} />}
      <span className={classes.rowText}>{title}</span> <span className={classes.rowSub}>{sub}</span>
      <span className="t-visually-hidden">, {spoken}</span>
    </button>
  );
}
