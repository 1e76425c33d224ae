"use client";

import { ActionIcon, Button, Tooltip } from "@mantine/core";
import {
  IconBoxMultiple,
  IconCopy,
  IconLayoutAlignBottom,
  IconLayoutAlignCenter,
  IconLayoutAlignLeft,
  IconLayoutAlignMiddle,
  IconLayoutAlignRight,
  IconLayoutAlignTop,
  IconLayoutDistributeHorizontal,
  IconLayoutDistributeVertical,
  IconTrash,
} from "@tabler/icons-react";
import { canRun, type EditorAction } from "@/components/editor/actions/action";
import { ACTIONS } from "@/components/editor/actions/registry";
import { useEditorServices } from "@/components/editor/editor-services";
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

const ARRANGE = [
  ["arrange.align-left", IconLayoutAlignLeft],
  ["arrange.align-centre", IconLayoutAlignCenter],
  ["arrange.align-right", IconLayoutAlignRight],
  ["arrange.align-top", IconLayoutAlignTop],
  ["arrange.align-middle", IconLayoutAlignMiddle],
  ["arrange.align-bottom", IconLayoutAlignBottom],
  ["arrange.distribute-x", IconLayoutDistributeVertical],
  ["arrange.distribute-y", IconLayoutDistributeHorizontal],
] as const;
const EDIT = [
  ["edit.group", IconBoxMultiple],
  ["edit.duplicate", IconCopy],
  ["edit.delete", IconTrash],
] as const;

/** Several things at once: what they are together, and what can be done with them. */
export function ManyInspector() {
  const nodes = useEditor((state) => state.selection.nodes);
  const edges = useEditor((state) => state.selection.edges);
  const planOperators = useEditor((state) => state.choice.planOperators);
  const store = useEditorStore();
  const services = useEditorServices();
  const metrics = nodes.flatMap((id) => planOperators[id]?.metrics ?? []);
  const known = (id: string) => {
    const action = ACTIONS.find((item) => item.id === id) as EditorAction;
    return { title: action.title, possible: canRun(action, store.getState()), run: () => action.run({ store, services }) };
  };
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
      <Section title="Arrange">
        <div className={classes.tools}>
          {ARRANGE.map(([id, Icon]) => {
            const { title, run, possible } = known(id);
            return (
              <Tooltip key={id} label={title}>
                <ActionIcon size={28} aria-label={title} disabled={!possible} onClick={run}>
                  <Icon size={16} stroke={1.6} aria-hidden />
                </ActionIcon>
              </Tooltip>
            );
          })}
        </div>
      </Section>
      <div className={`${classes.section} ${classes.tools}`}>
        {EDIT.map(([id, Icon]) => {
          const { title, run, possible } = known(id);
          return (
            <Button key={id} variant="default" size="compact-xs" leftSection={<Icon size={13} aria-hidden />} disabled={!possible} onClick={run}>
              {title}
            </Button>
          );
        })}
      </div>
    </>
  );
}
