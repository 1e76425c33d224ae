"use client";

import { useComputedColorScheme } from "@mantine/core";
import { useCallback, useDeferredValue, useMemo, useRef } from "react";
import { useEditor, useEditorActions } from "../editor/editor-store";
import { metricInfo } from "../ui/metrics";
import type { FrontierData } from "./frontier-data";
import { FrontierScatter } from "./frontier-scatter";
import classes from "./frontier-tab.module.css";
import type { FrontierView, FrontierViewChoice } from "./frontier-view";
import type { Limit } from "./limits";
import { ParallelAxes } from "./parallel-axes";
import { PicksBar } from "./picks-bar";
import { PlanSummary } from "./plan-summary";
import type { PlanColumns } from "./plan-values";
import { ScatterControls } from "./scatter-controls";
import { shadeOf } from "./scatter-layout";
import { useSetTarget } from "./slo-edits";
import type { Workspace } from "./use-workspace";
import { WhatIfPanel } from "./what-if-panel";
import type { Brushes, ParallelChoice } from "./workspace-state";

interface FrontierTabProps {
  data: FrontierData;
  view: FrontierView;
  /** Plans that meet the targets and pass the filters. */
  lit: Uint8Array | null;
  /** Plans that pass the filters. */
  passed: Uint8Array | null;
  workspace: Workspace;
}

/** The frontier as two linked pictures, with the chosen plan in figures beside them. */
export function FrontierTab({ data, view, lit, passed, workspace }: FrontierTabProps) {
  const selectedId = useEditor((state) => state.choice.selectedPlanId);
  const plan = useEditor((state) => state.choice.plan);
  const frontier = useEditor((state) => state.choice.frontier);
  const actions = useEditorActions();
  const theme = useComputedColorScheme("light", { getInitialValueInEffect: true });
  const { state, change, togglePin } = workspace;
  const select = useCallback((id: string | null) => actions.selectPlan(id), [actions]);
  const hover = useCallback((id: string | null) => actions.hoverPlan(id), [actions]);
  const setTarget = useSetTarget();
  const dragging = useRef(false);
  const dragLimit = useCallback(
    (limit: Limit, value: number, done: boolean) => {
      if (!dragging.current) actions.beginGesture(`Move the ${metricInfo(limit.objective).noun} target`);
      dragging.current = !done;
      setTarget(limit.index, value);
      if (done) actions.endGesture();
    },
    [actions, setTarget],
  );
  const onView = useCallback((patch: Partial<FrontierViewChoice>) => change((known) => ({ view: { ...known.view, ...patch } })), [change]);
  const onTry = useCallback(() => change((known) => ({ trying: !known.trying })), [change]);
  const onBrush = useCallback((brushes: Brushes) => change({ brushes }), [change]);
  const onChoice = useCallback((parallel: ParallelChoice) => change({ parallel }), [change]);
  // the scatter comes first, the parallel axes a frame later
  const parallel = useDeferredValue<PlanColumns | null>(data.columns, null);
  const shade = useMemo(() => (parallel ? shadeOf(parallel, view.colour) : new Uint8Array()), [parallel, view.colour]);
  return (
    <div className={classes.root}>
      <div className={classes.charts}>
        <ScatterControls view={view} columns={data.columns} theme={theme} onChange={onView} trying={state.trying} onTry={onTry} />
        {frontier && !data.refining ? <PicksBar frontier={frontier.spec} selectedId={selectedId} onSelect={select} onHover={hover} /> : null}
        <div className={classes.pictures}>
          <FrontierScatter
            columns={data.columns}
            ghost={data.ghost}
            xObjective={view.x}
            yObjective={view.y}
            colourObjective={view.colour}
            logX={view.logX}
            logY={view.logY}
            limits={data.limits}
            rateRps={data.rateRps}
            lit={lit}
            met={data.met}
            selectedId={selectedId}
            pinnedIds={state.pins}
            onSelect={select}
            onHover={hover}
            onDragLimit={dragLimit}
          />
          <div className={classes.parallel}>
            {parallel ? (
              <ParallelAxes
                columns={parallel}
                shade={shade}
                lit={parallel === data.columns ? passed : null}
                choice={state.parallel}
                brushes={state.brushes}
                selectedId={selectedId}
                onBrush={onBrush}
                onChoice={onChoice}
                onSelect={select}
                onHover={hover}
              />
            ) : null}
          </div>
        </div>
      </div>
      {state.trying ? <WhatIfPanel /> : null}
      <PlanSummary data={data} plan={plan} statistic={data.columns.statistic} onSelect={select} pins={state.pins} onTogglePin={togglePin} />
    </div>
  );
}
