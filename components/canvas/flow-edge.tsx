"use client";

import { notifications } from "@mantine/notifications";
import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from "@xyflow/react";
import { memo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useEditor, useEditorActions } from "@/components/editor/editor-store";
import { about } from "@/components/editor/step-label";
import { numberOfText } from "@/components/ui/number-text";
import { lanePath } from "@/core/graph/edge-lanes";
import { setRouterProbability } from "@/core/graph/edit-operations";
import { isFar } from "./far";
import classes from "./flow-edge.module.css";
import type { FlowEdgeView } from "./flow-view";

/** An edge of the pipeline: carries a router's probability as a label, and is drawn heavier on the critical path. */
export const FlowEdge = memo(function FlowEdge({
  id,
  source,
  target,
  sourceX,
  sourceY,
  targetX,
  targetY,
  sourcePosition,
  targetPosition,
  selected,
  data,
}: EdgeProps<FlowEdgeView>) {
  const probability = useEditor((state) => state.document.tables.routers[source]?.choose.find((choice) => choice.to === target)?.probability);
  const bad = useEditor((state) => state.problems.byEdge[id]?.length ?? 0);
  const critical = useEditor((state) => state.interaction.criticalEdges.has(id));
  const far = useEditor(isFar);
  const isRouter = useEditor((state) => state.document.tables.routers[source] !== undefined);
  const lane = data?.lane;
  const [path, labelX, labelY] = lane
    ? [lanePath({ x: sourceX, y: sourceY }, lane, { x: targetX, y: targetY }), (lane.from + lane.to) / 2, lane.y]
    : getBezierPath({ sourceX, sourceY, sourcePosition, targetX, targetY, targetPosition });
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        interactionWidth={far ? 0 : 18}
        className={classes.edge}
        data-selected={selected || undefined}
        data-bad={bad > 0 || undefined}
        data-critical={critical || undefined}
        markerEnd={`url(#flow-arrow${selected ? "-selected" : critical ? "-critical" : ""})`}
      />
      {isRouter && probability !== undefined ? (
        <EdgeLabelRenderer>
          <ProbabilityLabel edgeId={id} probability={probability} from={source} to={target} x={labelX} y={labelY} selected={selected ?? false} />
        </EdgeLabelRenderer>
      ) : null}
    </>
  );
});

interface ProbabilityLabelProps {
  edgeId: string;
  probability: number;
  from: string;
  to: string;
  x: number;
  y: number;
  selected: boolean;
}

/** The share of requests that goes this way: a click makes it a field, in its place. */
function ProbabilityLabel({ edgeId, probability, from, to, x, y, selected }: ProbabilityLabelProps) {
  const actions = useEditorActions();
  const readOnly = useEditor((state) => state.document.readOnly);
  const [editing, setEditing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const percent = Math.round(probability * 1000) / 10;
  const style = { transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` };
  const finish = (typed: string | null, refocus: boolean) => {
    if (refocus) flushSync(() => setEditing(false));
    else setEditing(false);
    if (refocus) button.current?.focus();
    if (typed === null || typed === String(percent)) return;
    const value = numberOfText(typed.replace("%", "").trim());
    if (typeof value === "number" && value >= 0 && value <= 100)
      actions.edit(about`Routing of ${from}`, (tx) => setRouterProbability(tx, from, to, value / 100));
    else notifications.show({ color: "gray", title: "Not changed", message: `“${typed}” is no share: it is a number from 0 to 100.` });
  };
  if (editing) {
    return (
      <input
        className={`${classes.label} ${classes.field} nodrag nopan`}
        style={style}
        aria-label={`Percent of requests from ${from} to ${to}`}
        inputMode="decimal"
        defaultValue={percent}
        // biome-ignore lint/a11y/noAutofocus: the field replaces the button that was pressed
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
        onBlur={(event) => finish(event.currentTarget.value, false)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key !== "Enter" && event.key !== "Escape") return;
          // else the button that takes the focus would be pressed by the same key
          event.preventDefault();
          finish(event.key === "Enter" ? event.currentTarget.value : null, true);
        }}
      />
    );
  }
  return (
    <button
      ref={button}
      type="button"
      className={`${classes.label} nodrag nopan`}
      data-selected={selected || undefined}
      style={style}
      title={`${from} sends ${percent} % of requests to ${to}.${readOnly ? "" : " Click to change; the other ways share the rest."}`}
      onClick={() => {
        actions.select([], [edgeId]);
        if (!readOnly) setEditing(true);
      }}
    >
      {percent} %
    </button>
  );
}

/** Arrow heads, once per canvas. */
export function EdgeMarkers() {
  return (
    <svg className={classes.markers} aria-hidden>
      <defs>
        {[
          ["flow-arrow", "var(--t-text-faint)"],
          ["flow-arrow-selected", "var(--t-accent)"],
          ["flow-arrow-critical", "var(--t-metric-latency)"],
        ].map(([id, colour]) => (
          <marker key={id} id={id} viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">
            <path d="M1 1.5 L9 5 L1 8.5" fill="none" stroke={colour} strokeWidth="1.5" strokeLinejoin="round" strokeLinecap="round" />
          </marker>
        ))}
      </defs>
    </svg>
  );
}
