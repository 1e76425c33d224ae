"use client";

import { IconAlertCircle, IconAlertTriangle, IconArrowsSplit, IconRepeat } from "@tabler/icons-react";
import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { catalogueIndex } from "@/components/editor/catalogue-index";
import { useEditor } from "@/components/editor/editor-store";
import { problemSentence } from "@/components/editor/problem-text";
import { formatMs, formatNumber, formatPercent } from "@/components/ui/format";
import { refuseConnection } from "@/core/graph/edit-connect";
import { taskInfo } from "@/core/graph/task-ports";
import { isFar } from "./far";
import { HeatLayer, heatOf } from "./heat";
import classes from "./node.module.css";
import { InPort, OutPort } from "./node-ports";
import { NodeTitle } from "./node-title";
import { bareState, plannedState } from "./operator-summary";
import { TaskIcon } from "./task-icon";

const BARS = [
  { key: "latencyShare", name: "latency", colour: "var(--t-metric-latency)" },
  { key: "costShare", name: "cost", colour: "var(--t-metric-cost)" },
  { key: "qualityLossShare", name: "quality loss", colour: "var(--t-metric-quality)" },
] as const;

/** An operator on the canvas; subscribes to its own record, its part of the chosen plan and its problems, nothing else. */
export const OperatorNode = memo(function OperatorNode({ id, selected }: NodeProps) {
  const operator = useEditor((state) => state.document.tables.operators[id]);
  const planned = useEditor((state) => state.choice.planOperators[id]);
  const alternative = useEditor((state) => state.choice.plan?.alternatives?.[id]);
  const problems = useEditor((state) => state.problems.byNode[id]);
  const heat = useEditor((state) => heatOf(state, id));
  const critical = useEditor((state) => state.interaction.criticalNodes.has(id));
  const budget = useEditor((state) => state.interaction.budgetMs[id]);
  const match = useEditor((state) => state.choice.hoveredOperatorChoice?.operatorId === id);
  const bare = useEditor(
    (state) => {
      const record = state.document.tables.operators[id];
      if (!record || state.choice.planOperators[id] || state.choice.plan?.alternatives?.[id]) return null;
      return bareState(state.document.tables, record, catalogueIndex(state.choice.catalogues), state.choice.frontier !== null);
    },
    (a, b) => a === b || (a !== null && b !== null && a.text === b.text && a.detail === b.detail && a.blocking === b.blocking),
  );
  const fit = useEditor((state) => {
    const from = state.interaction.connectingFrom;
    if (!from || from.nodeId === id) return "none";
    const refusal = from.side === "out" ? refuseConnection(state.document.tables, from.nodeId, id) : refuseConnection(state.document.tables, id, from.nodeId);
    return refusal ? "refused" : "fits";
  });
  const far = useEditor((state) => isFar(state) && state.interaction.renaming !== id);
  if (!operator) return null;
  if (far) {
    // Too small to read: the outline, the title and the ports are all that is drawn.
    return (
      <div className={classes.operator} data-far data-selected={selected || undefined} data-critical={critical || undefined}>
        <HeatLayer heat={heat} />
        <InPort takes={taskInfo(operator.task).takes} />
        <span className={classes.farTitle}>{operator.title ?? id}</span>
        <OutPort gives={taskInfo(operator.task).gives} />
      </div>
    );
  }

  const task = taskInfo(operator.task);
  const plan = planned ? plannedState(planned) : null;
  const severity = problems?.some((problem) => problem.severity === "error") ? "error" : problems?.length ? "warning" : null;
  const iterations = operator.iterations;
  const fanOut = operator.fanOut ?? 1;
  return (
    <div
      className={classes.operator}
      data-selected={selected || undefined}
      data-critical={critical || undefined}
      data-match={match || undefined}
      data-fits={fit === "fits" || undefined}
      data-dimmed={fit === "refused" || undefined}
    >
      <HeatLayer heat={heat} />
      <InPort takes={task.takes} />
      <div className={classes.head}>
        <TaskIcon task={operator.task} />
        <NodeTitle id={id} title={operator.title ?? id} />
        {iterations && iterations.max !== 1 ? (
          <span className={classes.badge} title={`Loop: ${formatNumber(iterations.mean)} times on average, at most ${formatNumber(iterations.max)}`}>
            <IconRepeat size={11} aria-hidden />
            {formatNumber(iterations.mean)}
          </span>
        ) : null}
        {fanOut !== 1 ? (
          <span
            className={classes.badge}
            title={`${formatNumber(fanOut)} copies per request, ${operator.parallel === false ? "one after the other" : "side by side"}`}
          >
            <IconArrowsSplit size={11} aria-hidden />
            {formatNumber(fanOut)}
          </span>
        ) : null}
        {severity ? (
          <span
            className={classes.mark}
            data-severity={severity}
            role="img"
            aria-label={`${problems?.length ?? 0} problems`}
            title={problems?.map((problem) => problemSentence(problem.message)).join("\n")}
          >
            {severity === "error" ? <IconAlertCircle size={15} aria-hidden /> : <IconAlertTriangle size={15} aria-hidden />}
          </span>
        ) : null}
      </div>
      {plan ? (
        <>
          <div className={classes.line} title={plan.model}>
            <span className={classes.model}>{plan.model}</span>
          </div>
          <div className={classes.line} title={plan.detail}>
            <span className={classes.where}>{plan.where}</span>
            <span className={classes.replicas}>{plan.replicas}</span>
          </div>
        </>
      ) : (
        <>
          <div className={classes.line}>
            <span className={classes.where}>{alternative ? `Uses “${alternative}”` : task.title}</span>
          </div>
          <div className={classes.line}>
            <span className={`${classes.where} ${classes.missing}`} data-blocking={bare?.blocking || undefined}>
              {bare ? `${bare.text} · ${bare.detail}` : ""}
            </span>
          </div>
        </>
      )}
      {planned?.metrics ? (
        <div className={classes.bars}>
          {BARS.map((bar) => {
            const share = planned.metrics?.[bar.key] ?? 0;
            return (
              <div key={bar.key} className={classes.track} title={`${formatPercent(share)} of the ${bar.name}`}>
                {share > 0 ? <div className={classes.bar} style={{ width: `${Math.min(100, share * 100)}%`, background: bar.colour }} /> : null}
              </div>
            );
          })}
        </div>
      ) : (
        <div className={classes.bare} />
      )}
      {budget === undefined ? null : (
        <span
          className={classes.budget}
          data-over={budget < 0 || undefined}
          title={budget < 0 ? "The latency target is exceeded here" : "Left of the latency target after this operator"}
        >
          {budget < 0 ? `${formatMs(-budget)} over` : `${formatMs(budget)} left`}
        </span>
      )}
      <OutPort gives={task.gives} />
    </div>
  );
});
