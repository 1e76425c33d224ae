"use client";

import { Button } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { removeSelection } from "@/components/editor/edit-commands";
import { useEditor, useEditorActions, useEditorStore } from "@/components/editor/editor-store";
import { formatBytes } from "@/components/editor/format-bytes";
import { about } from "@/components/editor/step-label";
import { formatMs, formatPercent } from "@/components/ui/format";
import { givesOf, nodeTitle } from "@/core/graph/edit-connect";
import { outgoingEdges } from "@/core/graph/edit-index";
import { setRouterProbability } from "@/core/graph/edit-operations";
import { NumberField } from "./fields";
import classes from "./inspector.module.css";
import { ProblemsSection } from "./problems-section";
import { Section } from "./section";

/** What flows over one edge. */
export function EdgeInspector({ id }: { id: string }) {
  const edge = useEditor((state) => state.document.tables.edges[id]);
  const readOnly = useEditor((state) => state.document.readOnly);
  const gives = useEditor((state) => (edge ? givesOf(state.document.tables, edge.from) : "any"));
  const probability = useEditor((state) => state.document.tables.routers[edge?.from ?? ""]?.choose.find((choice) => choice.to === edge?.to)?.probability);
  const from = useEditor((state) => nodeTitle(state.document.tables, edge?.from ?? ""));
  const siblings = useEditor((state) => (edge ? outgoingEdges(state.document.tables, edge.from).length : 0));
  const plan = useEditor((state) => state.choice.plan);
  const links = useEditor((state) => state.choice.infrastructure?.document.spec.links);
  const store = useEditorStore();
  const actions = useEditorActions();
  if (!edge) return null;
  const flows = plan?.flows.filter((flow) => flow.from === edge.from && flow.to === edge.to) ?? [];
  return (
    <fieldset disabled={readOnly} style={{ margin: 0, padding: 0, border: 0, minWidth: 0 }}>
      <ProblemsSection id={id} edge />
      <Section title="Edge">
        <div className={classes.fields}>
          <NumberField
            label="Bytes per message"
            description={`${gives === "any" ? "Any data" : gives.charAt(0).toUpperCase() + gives.slice(1)}${edge.bytes === undefined ? "" : `, ${formatBytes(edge.bytes)}`}. An implementation's own output size wins.`}
            value={edge.bytes}
            placeholder="0"
            min={0}
            optional
            onChange={(bytes) => actions.edit(about`Bytes of ${id}`, (tx) => tx.update("edges", id, { bytes }), { coalesce: `bytes:${id}` })}
          />
          {probability !== undefined ? (
            <NumberField
              label={`Share of requests that ${from} sends here`}
              value={Math.round(probability * 1e6) / 1e4}
              min={0}
              max={100}
              unit="%"
              onChange={(value) =>
                value !== undefined &&
                actions.edit(about`Routing of ${edge.from}`, (tx) => setRouterProbability(tx, edge.from, edge.to, value / 100), { coalesce: `router:${id}` })
              }
            />
          ) : siblings > 1 ? (
            <p className={classes.hint}>
              “{from}” feeds {siblings} operators, every request all of them. To choose one way per request, select “{from}”.
            </p>
          ) : null}
        </div>
      </Section>
      {flows.length > 0 ? (
        <Section title={`In plan ${plan?.id}`}>
          <table className={classes.numbers}>
            <tbody>
              {flows.map((flow) => {
                const link = links?.find((item) => item.from === flow.fromTier && item.to === flow.toTier);
                const ms = link ? (link.rttMs ?? 0) / 2 + (link.mbps ? ((edge.bytes ?? 0) * 8) / (link.mbps * 1000) : 0) : 0;
                return (
                  <tr key={`${flow.fromTier}:${flow.toTier}`}>
                    <th scope="row">{flow.fromTier === flow.toTier ? `Inside ${flow.fromTier}` : `${flow.fromTier} → ${flow.toTier}`}</th>
                    <td>
                      {formatPercent(flow.share)}
                      {ms > 0 ? ` · ${formatMs(ms)}` : ""}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </Section>
      ) : null}
      <div className={classes.section}>
        <Button variant="default" size="compact-xs" leftSection={<IconTrash size={13} aria-hidden />} onClick={() => removeSelection(store)}>
          Delete the edge
        </Button>
      </div>
    </fieldset>
  );
}
