"use client";

import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useEditor, useEditorActions } from "@/components/editor/editor-store";
import { nodeTitle } from "@/core/graph/edit-connect";
import { incomingEdges, outgoingEdges } from "@/core/graph/edit-index";
import { edgeId } from "@/core/graph/edit-tables";
import classes from "./inspector.module.css";
import { Section } from "./section";

const sameTexts = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((item, index) => item === b[index]);

/** The edges at a node, each a way to its own inspector: how they are reached without a pointer. */
export function WiresSection({ id }: { id: string }) {
  const before = useEditor((state) => incomingEdges(state.document.tables, id).map((edge) => edge.from), sameTexts);
  const after = useEditor((state) => outgoingEdges(state.document.tables, id).map((edge) => edge.to), sameTexts);
  const readOnly = useEditor((state) => state.document.readOnly);
  const actions = useEditorActions();
  return (
    <Section title="Wires">
      <div className={classes.fields}>
        <WireList label="Fed by" nodes={before} edgeOf={(other) => edgeId(other, id)} />
        <WireList label="Feeds" nodes={after} edgeOf={(other) => edgeId(id, other)} />
        {readOnly ? null : (
          <div>
            <Button
              variant="default"
              size="compact-xs"
              leftSection={<IconPlus size={13} aria-hidden />}
              onClick={() => actions.setInteraction({ connectDialog: id })}
            >
              Connect to another
            </Button>
          </div>
        )}
      </div>
    </Section>
  );
}

function WireList({ label, nodes, edgeOf }: { label: string; nodes: readonly string[]; edgeOf: (other: string) => string }) {
  const titles = useEditor((state) => nodes.map((node) => nodeTitle(state.document.tables, node)), sameTexts);
  const actions = useEditorActions();
  return (
    <div>
      <span className={classes.label}>{label}</span>
      {nodes.length === 0 ? <span className={classes.hint}>nothing</span> : null}
      <div className={classes.chips}>
        {nodes.map((node, index) => (
          <button
            key={node}
            type="button"
            className={classes.chip}
            title={`Select the edge ${edgeOf(node)}`}
            onClick={() => {
              actions.select([], [edgeOf(node)]);
              actions.announce(`Edge ${edgeOf(node)}`);
            }}
          >
            {titles[index] ?? node}
          </button>
        ))}
      </div>
    </div>
  );
}
