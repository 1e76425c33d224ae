"use client";

import { useComputedColorScheme } from "@mantine/core";
import { useCallback, useDeferredValue, useMemo, useRef } from "react";
import { useEditor, useEditorActions } from "../editor/editor-store";
import { formatCount } from "../ui/format";
import { metricInfo } from "../ui/metrics";
import { ChartFrame } from "./chart-frame";
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
import { useCloud } from "./use-cloud";
import type { Pins } from "./use-pins";
import type { Workspace } from "./use-workspace";
import { WhatIfPanel } from "./what-if-panel";
import type { Brushes, ParallelChoice, Zoom } from "./workspace-state";

interface FrontierTabProps {
  data: FrontierData;
  view: FrontierView;
  /** Plans that meet the targets and pass the filters. */
  lit: Uint8Array | null;
  /** Plans that pass the filters. */
  passed: Uint8Array | null;
  workspace: Workspace;
  pins: Pins;
}

/** The frontier as two linked pictures, with the chosen plan in figures beside them. */
export function FrontierTab({ data, view, lit, passed, workspace, pins }: FrontierTabProps) {
  const selectedId = useEditor((state) => state.choice.selectedPlanId);
  const plan = useEditor((state) => state.choice.plan);
  const frontier = useEditor((state) => state.choice.frontier);
  const actions = useEditorActions();
  const theme = useComputedColorScheme("light", { getInitialValueInEffect: true });
  const { state, change } = workspace;
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
  const onZoom = useCallback((zoom: Zoom | null) => change({ zoom }), [change]);
  const onCloud = useCallback(() => change((known) => ({ dominated: !known.dominated })), [change]);
  const { cloud, problem } = useCloud(state.dominated, data.columns);
  const onBrush = useCallback((brushes: Brushes) => change({ brushes }), [change]);
  const onChoice = useCallback((parallel: ParallelChoice) => change({ parallel }), [change]);
  // the scatter comes first, the parallel axes a frame later
  const parallel = useDeferredValue<PlanColumns | null>(data.columns, null);
  const shade = useMemo(() => (parallel ? shadeOf(parallel, view.colour) : new Uint8Array()), [parallel, view.colour]);
  return (
    <div className={classes.root}>
      <div className={classes.charts}>
        <ScatterControls
          view={view}
          columns={data.columns}
          theme={theme}
          onChange={onView}
          trying={state.trying}
          onTry={onTry}
          sampled={state.dominated}
          sampleWords={cloud ? `A random sample of ${formatCount(cloud.count)} plans that can run` : null}
          sampleProblem={problem}
          onSample={onCloud}
        />
        {frontier && !data.refining ? (
          <PicksBar frontier={frontier.spec} selectedId={selectedId} onSelect={select} onHover={hover} />
        ) : (
          <div className={classes.noPicks} />
        )}
        <div className={classes.pictures}>
          <ChartFrame title={`${metricInfo(view.y).noun} over ${metricInfo(view.x).noun}`} legend="[data-chart-legend=frontier]">
            <FrontierScatter
              columns={data.columns}
              ghost={data.ghost}
              xObjective={view.x}
              yObjective={view.y}
              colourObjective={view.colour}
              sizeObjective={view.size}
              cloud={cloud}
              zoom={state.zoom}
              onZoom={onZoom}
              logX={view.logX}
              logY={view.logY}
              limits={data.limits}
              rateRps={data.rateRps}
              lit={lit}
              met={data.met}
              selectedId={selectedId}
              pinnedIds={pins.ids}
              onSelect={select}
              onHover={hover}
              onDragLimit={dragLimit}
            />
          </ChartFrame>
          <div className={classes.parallel}>
            <ChartFrame title="parallel axes" legend="[data-chart-legend=frontier]">
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
            </ChartFrame>
          </div>
        </div>
      </div>
      {state.trying ? <WhatIfPanel /> : null}
      <PlanSummary data={data} plan={plan} statistic={data.columns.statistic} onSelect={select} pins={pins.ids} onTogglePin={pins.toggle} />
    </div>
  );
}
