"use client";

import { Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { connectNodes } from "@/components/editor/edit-commands";
import { useEditorServices } from "@/components/editor/editor-services";
import { useEditor, useEditorStore } from "@/components/editor/editor-store";
import { nodeTitle, refuseConnection } from "@/core/graph/edit-connect";
import { inOrder } from "@/core/graph/edit-tables";
import classes from "./quick-add.module.css";
import { TaskIcon } from "./task-icon";

/** Draws a wire without a pointer: lists what the node may feed, and why it may not feed the others. */
export function ConnectDialog() {
  const from = useEditor((state) => state.interaction.connectDialog);
  return from ? <OpenConnect from={from} /> : null;
}

function OpenConnect({ from }: { from: string }) {
  const store = useEditorStore();
  const services = useEditorServices();
  const tables = useEditor((state) => state.document.tables);
  const [query, setQuery] = useState("");
  const targets = inOrder(tables.operators)
    .filter((operator) => operator.id !== from && `${operator.id} ${operator.title ?? ""}`.toLowerCase().includes(query.toLowerCase()))
    .map((operator) => ({ operator, refusal: refuseConnection(tables, from, operator.id) }))
    .sort((a, b) => Number(a.refusal !== null) - Number(b.refusal !== null));
  const close = () => {
    store.getState().actions.setInteraction({ connectDialog: null });
    services.canvas?.reveal(from, { focus: true });
  };
  const choose = (id: string) => {
    connectNodes(store, from, id);
    close();
  };
  const first = targets.find((target) => !target.refusal);
  return (
    <Modal opened onClose={close} title={`Connect ${nodeTitle(tables, from)} to`} size={440} returnFocus={false} closeButtonProps={{ "aria-label": "Close" }}>
      <TextInput
        data-autofocus
        placeholder="Search operators"
        aria-label="Search operators"
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && first) choose(first.operator.id);
        }}
      />
      <div className={classes.targets}>
        {targets.map(({ operator, refusal }) => (
          <button key={operator.id} type="button" className={classes.targetRow} disabled={refusal !== null} onClick={() => choose(operator.id)}>
            <TaskIcon task={operator.task} />
            <span>
              {operator.title ?? operator.id}
              {refusal ? <span className={classes.reason}>{refusal.message}</span> : null}
            </span>
          </button>
        ))}
        {targets.length === 0 ? <p className={classes.nothing}>There is no other operator.</p> : null}
      </div>
    </Modal>
  );
}
