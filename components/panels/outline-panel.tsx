"use client";

import { TaskIcon, TypeIcon } from "@/components/canvas/task-icon";
import { useEditorServices } from "@/components/editor/editor-services";
import { useEditor, useEditorActions } from "@/components/editor/editor-store";
import { incomingEdges } from "@/core/graph/edit-index";
import { inOrder } from "@/core/graph/edit-tables";
import { taskInfo } from "@/core/graph/task-ports";
import { PanelFrame } from "./panel-frame";
import classes from "./panels.module.css";

/** The pipeline as a list: what it is made of, what feeds what, and what the chosen plan uses. */
export function OutlinePanel() {
  const tables = useEditor((state) => state.document.tables);
  const selected = useEditor((state) => state.selection.nodes);
  const planOperators = useEditor((state) => state.choice.planOperators);
  const services = useEditorServices();
  const actions = useEditorActions();
  const row = (id: string, icon: React.ReactNode, title: string, sub: string, spoken: string) => (
    <li key={id}>
      <button
        type="button"
        className={classes.row}
        data-selected={selected.includes(id) || undefined}
        aria-pressed={selected.includes(id)}
        aria-label={spoken}
        onClick={(event) => {
          actions.select(event.shiftKey || event.ctrlKey || event.metaKey ? [...new Set([...selected, id])] : [id]);
          services.canvas?.reveal(id);
        }}
      >
        {icon}
        <span className={classes.rowText}>{title}</span>
        <span className={classes.rowSub}>{sub}</span>
      </button>
    </li>
  );
  const operators = inOrder(tables.operators);
  return (
    <PanelFrame title="Outline">
      <h3 className={classes.group}>Inputs</h3>
      <ul style={{ margin: 0, padding: 0, listStyle: "none" }}>
        {inOrder(tables.inputs).map((input) =>
          row(
            input.id,
            <TypeIcon type={input.type} />,
            input.id,
            input.at ?? "",
            `Input ${input.id}, ${input.type ?? "any type"}${input.at ? `, at ${input.at}` : ""}`,
          ),
        )}
      </ul>
      <h3 className={classes.group}>Operators</h3>
      <ul style={{ margin: 0, padding: 0, listStyle: "none" }}>
        {operators.map((operator) => {
          const feeds = incomingEdges(tables, operator.id).map((edge) => edge.from);
          const planned = planOperators[operator.id]?.configuration.implementation;
          const spoken = `${operator.title ?? operator.id}, ${taskInfo(operator.task).title}, fed by ${feeds.length > 0 ? feeds.join(", ") : "nothing"}${planned ? `, runs ${planned}` : ""}`;
          return row(
            operator.id,
            <TaskIcon task={operator.task} />,
            operator.title ?? operator.id,
            planned ?? (feeds.length > 0 ? `← ${feeds.join(", ")}` : "not connected"),
            spoken,
          );
        })}
      </ul>
      {operators.length === 0 ? <p className={classes.nothing}>No operators yet.</p> : null}
    </PanelFrame>
  );
}
