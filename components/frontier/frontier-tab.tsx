"use client";

import { useComputedColorScheme } from "@mantine/core";
import { type ReactNode, useCallback, useDeferredValue, useMemo, useRef } from "react";
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
import { ScatterControls } from "./scatter-controls";
import { shadeOf } from "./scatter-layout";
import { useSetTarget } from "./slo-edits";
import { useCloud } from "./use-cloud";
import type { Pins } from "./use-pins";
import type { Workspace } from "./use-workspace";
import type { Brushes, ParallelChoice, Zoom } from "./workspace-state";

type Later = Pick<FrontierTabProps, "data" | "view"> & { lines: Uint8Array | null };

interface FrontierTabProps {
  data: FrontierData;
  view: FrontierView;
  /** Plans that meet the targets and pass the filters. */
  lit: Uint8Array | null;
  /** Plans that pass the filters. */
  passed: Uint8Array | null;
  workspace: Workspace;
  pins: Pins;
  selectedId: string | null;
  onSelect: (id: string | null) => void;
  onHover: (id: string | null) => void;
  /** Stands beside the pictures. */
  panel: ReactNode;
}

/** The frontier as two linked pictures, with the chosen plan in figures beside them. */
export function FrontierTab({ data, view, lit, passed, workspace, pins, selectedId, onSelect, onHover, panel }: FrontierTabProps) {
  const plan = useEditor((state) => state.choice.plan);
  const frontier = useEditor((state) => state.choice.frontier);
  const actions = useEditorActions();
  const theme = useComputedColorScheme("light", { getInitialValueInEffect: true });
  const { state, change } = workspace;
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
  // where no plan is lit, the brushes alone say which lines are drawn full
  const lines = useMemo(() => (lit?.includes(1) ? lit : passed), [lit, passed]);
  // the scatter comes first, everything beside it a frame later
  const later = useDeferredValue<Later | null>(
    useMemo(() => ({ data, view, lines }), [data, view, lines]),
    null,
  );
  const columns = later?.data.columns ?? null;
  const colour = later?.view.colour ?? null;
  const shade = useMemo(() => (columns ? shadeOf(columns, colour) : new Uint8Array()), [columns, colour]);
  return (
    <div className={classes.root}>
      <div className={classes.charts}>
        <ScatterControls
          view={later?.view ?? view}
          columns={columns ?? data.columns}
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
          <PicksBar frontier={frontier.spec} selectedId={selectedId} onSelect={onSelect} onHover={onHover} />
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
              onSelect={onSelect}
              onHover={onHover}
              onDragLimit={dragLimit}
            />
          </ChartFrame>
          <div className={classes.parallel}>
            <ChartFrame title="parallel axes" legend="[data-chart-legend=frontier]">
              {later ? (
                <ParallelAxes
                  columns={later.data.columns}
                  shade={shade}
                  lit={later.data === data ? lines : later.lines}
                  choice={state.parallel}
                  brushes={state.brushes}
                  selectedId={selectedId}
                  onBrush={onBrush}
                  onChoice={onChoice}
                  onSelect={onSelect}
                  onHover={onHover}
                />
              ) : null}
            </ChartFrame>
          </div>
        </div>
      </div>
      {panel}
      <PlanSummary data={later?.data ?? null} plan={plan} statistic={data.columns.statistic} onSelect={onSelect} pins={pins.ids} onTogglePin={pins.toggle} />
    </div>
  );
}
