"use client";

import { IconAlertCircle, IconAlertTriangle, IconArrowsSplit, IconRepeat } from "@tabler/icons-react";
import type { NodeProps } from "@xyflow/react";
import { memo, useMemo } from "react";
import { useStoreWithEqualityFn } from "zustand/traditional";
import { catalogueIndex } from "@/components/editor/catalogue-index";
import type { EditorState } from "@/components/editor/editor-state";
import { type EditorStore, useEditor, useEditorStore } from "@/components/editor/editor-store";
import { problemSentence } from "@/components/editor/problem-text";
import { sameFields } from "@/components/editor/same-fields";
import { formatExact, formatLeft, formatMs, formatPercent } from "@/components/ui/format";
import type { Problem } from "@/core/documents/problem";
import { taskInfo } from "@/core/graph/task-ports";
import { isFar } from "./far";
import { refusalOf } from "./fit";
import { nodeNameId } from "./flow-view";
import { HeatLayer, heatOf } from "./heat";
import { hoverRelation } from "./hovered-plan";
import classes from "./node.module.css";
import { InPort, OutPort, Refusal } from "./node-ports";
import { NodeTitle } from "./node-title";
import { bareState, plannedState } from "./operator-summary";
import { TaskIcon } from "./task-icon";

const BARS = [
  { key: "latencyShare", name: "latency", colour: "var(--t-metric-latency)" },
  { key: "costShare", name: "cost", colour: "var(--t-metric-cost)" },
  { key: "qualityLossShare", name: "quality loss", colour: "var(--t-metric-quality)" },
] as const;

/** An operator on the canvas: with everything that can be read from near, or only its name from afar. */
export const OperatorNode = memo(function OperatorNode({ id, selected }: NodeProps) {
  const store = useEditorStore();
  const far = useStoreWithEqualityFn(useOwnChanges(store, id), (state) => farView(state, id), sameView);
  if (!far) return <NearOperator id={id} selected={selected ?? false} />;
  return farOperator(id, store.getState().document.tables.operators[id]?.title ?? id, selected ?? false, far);
});

/** The store, silent about edits of other operators: hundreds of nodes need not look at all that they show for every letter of one name. */
function useOwnChanges(store: EditorStore, id: string): EditorStore {
  return useMemo(
    () => ({
      ...store,
      subscribe: (listener) =>
        store.subscribe((state, previous) => {
          const { tables } = state.document;
          const old = previous.document.tables;
          if (tables === old || tables.operators[id] !== old.operators[id] || state.choice !== previous.choice) listener(state, previous);
        }),
    }),
    [store, id],
  );
}

/** What is drawn of an operator from afar; null where it is near enough to be read, or is being renamed. */
function farView(state: EditorState, id: string) {
  if (!isFar(state) || state.interaction.renaming === id) return null;
  return {
    task: state.document.tables.operators[id]?.task,
    heat: heatOf(state, id),
    critical: state.interaction.criticalNodes.has(id),
    match: state.choice.hoveredOperatorChoice?.operatorId === id,
    severity: severityOf(state.problems.byNode[id]),
    relation: hoverRelation(state, id),
  };
}
type FarView = NonNullable<ReturnType<typeof farView>>;

function sameView(a: FarView | null, b: FarView | null): boolean {
  return a === b || (a !== null && b !== null && sameFields(a, b));
}

interface OperatorProps {
  id: string;
  selected: boolean;
}

/** Too small to read: the outline, the title and what stands out are all that is drawn. Wires are drawn from near. No component: there are hundreds. */
function farOperator(id: string, title: string, selected: boolean, { task, heat, critical, match, severity, relation }: FarView) {
  return (
    <div
      className={classes.operator}
      data-far
      data-selected={selected || undefined}
      data-critical={critical || undefined}
      data-match={match || undefined}
      data-severity={severity ?? undefined}
      data-relation={relation ?? undefined}
    >
      {heat ? <HeatLayer heat={heat} /> : null}
      <span className={classes.farTitle} id={nodeNameId(id)} title={taskInfo(task).title}>
        {title}
      </span>
    </div>
  );
}

function severityOf(problems: readonly Problem[] | undefined): "error" | "warning" | null {
  if (!problems?.length) return null;
  return problems.some((problem) => problem.severity === "error") ? "error" : "warning";
}

/** Subscribes to its own record, its part of the chosen plan and its problems, nothing else. */
function NearOperator({ id, selected }: OperatorProps) {
  const { operator, planned, alternative, problems, heat, critical, budget, match, relation, refusal, missing, missingDetail, blocking } = useEditor(
    (state) => {
      const { tables } = state.document;
      const { choice, interaction } = state;
      const record = tables.operators[id];
      const own = choice.planOperators[id];
      const used = choice.plan?.alternatives?.[id];
      const bare = record && !own && !used ? bareState(tables, record, catalogueIndex(choice.catalogues), choice.frontier?.spec.plans.length ?? null) : null;
      return {
        operator: record,
        planned: own,
        alternative: used,
        problems: state.problems.byNode[id],
        heat: heatOf(state, id),
        critical: interaction.criticalNodes.has(id),
        budget: interaction.budgetMs[id],
        match: choice.hoveredOperatorChoice?.operatorId === id,
        relation: hoverRelation(state, id),
        refusal: refusalOf(state, id),
        missing: bare?.text,
        missingDetail: bare?.detail,
        blocking: bare?.blocking,
      };
    },
    sameFields,
  );
  if (!operator) return null;

  const task = taskInfo(operator.task);
  const plan = planned ? plannedState(planned) : null;
  const severity = severityOf(problems);
  const iterations = operator.iterations;
  const fanOut = operator.fanOut ?? 1;
  return (
    <div
      className={classes.operator}
      data-selected={selected || undefined}
      data-critical={critical || undefined}
      data-match={match || undefined}
      data-relation={relation ?? undefined}
      data-fits={refusal === null || undefined}
      data-dimmed={refusal ? true : undefined}
    >
      <Refusal text={refusal} />
      <HeatLayer heat={heat} />
      <InPort takes={task.takes} />
      <div className={classes.head}>
        <TaskIcon task={operator.task} />
        <NodeTitle id={id} title={operator.title ?? id} />
        {iterations && iterations.max !== 1 ? (
          <span className={classes.badge} title={`Loop: ${formatExact(iterations.mean, 3)} times on average, at most ${formatExact(iterations.max, 3)}`}>
            <IconRepeat size={11} aria-hidden />
            {formatExact(iterations.mean, 3)}
          </span>
        ) : null}
        {fanOut !== 1 ? (
          <span
            className={classes.badge}
            title={`${formatExact(fanOut, 3)} copies per request, ${operator.parallel === false ? "one after the other" : "side by side"}`}
          >
            <IconArrowsSplit size={11} aria-hidden />
            {formatExact(fanOut, 3)}
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
            <span className={`${classes.where} ${classes.missing}`} data-blocking={blocking || undefined}>
              {missing ? `${missing} · ${missingDetail}` : ""}
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
          title={
            budget < 0
              ? `This step and those before it take ${formatMs(-budget)} more than the latency target`
              : `After this step ${formatLeft("latency", budget)} of the latency target is left for the steps that follow`
          }
        >
          {budget < 0 ? `${formatMs(-budget)} over` : `${formatLeft("latency", budget)} of target left`}
        </span>
      )}
      <OutPort gives={task.gives} />
    </div>
  );
}
