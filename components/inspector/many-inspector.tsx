"use client";

import { Button } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { removeSelection } from "@/components/editor/edit-commands";
import { useEditor, useEditorStore } from "@/components/editor/editor-store";
import { formatPercent } from "@/components/ui/format";
import classes from "./inspector.module.css";
import { Section } from "./section";

const SHARES = [
  ["latency", "Latency", "latencyShare"],
  ["cost", "Cost", "costShare"],
  ["quality", "Quality lost", "qualityLossShare"],
  ["energy", "Energy", "energyShare"],
] as const;

/** Several things at once: what they are together, and what can be done with them. */
export function ManyInspector() {
  const nodes = useEditor((state) => state.selection.nodes);
  const edges = useEditor((state) => state.selection.edges);
  const planOperators = useEditor((state) => state.choice.planOperators);
  const store = useEditorStore();
  const metrics = nodes.flatMap((id) => planOperators[id]?.metrics ?? []);
  return (
    <>
      <Section title="Selection">
        <p className={classes.hint}>
          {nodes.length} {nodes.length === 1 ? "node" : "nodes"}
          {edges.length > 0 ? `, ${edges.length} ${edges.length === 1 ? "edge" : "edges"}` : ""}
        </p>
        {metrics.length > 0 ? (
          <table className={classes.numbers} style={{ marginTop: 8 }}>
            <tbody>
              {SHARES.map(([metric, label, key]) => (
                <tr key={key}>
                  <th scope="row">
                    <span className={classes.dot} style={{ background: `var(--t-metric-${metric})` }} aria-hidden />
                    {label}, their share
                  </th>
                  <td>{formatPercent(metrics.reduce((sum, item) => sum + item[key], 0))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
      </Section>
      <div className={classes.section}>
        <Button variant="default" size="compact-xs" leftSection={<IconTrash size={13} aria-hidden />} onClick={() => removeSelection(store)}>
          Delete
        </Button>
      </div>
    </>
  );
}
