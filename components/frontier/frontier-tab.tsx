"use client";

import { useComputedColorScheme } from "@mantine/core";
import { useCallback } from "react";
import { useEditor, useEditorActions } from "../editor/editor-store";
import type { FrontierData } from "./frontier-data";
import { FrontierScatter } from "./frontier-scatter";
import classes from "./frontier-tab.module.css";
import type { FrontierView, FrontierViewChoice } from "./frontier-view";
import { PlanSummary } from "./plan-summary";
import { ScatterControls } from "./scatter-controls";

interface FrontierTabProps {
  data: FrontierData;
  view: FrontierView;
  lit: Uint8Array | null;
  onChangeView: (patch: Partial<FrontierViewChoice>) => void;
}

/** The frontier as a picture, with the chosen plan in figures beside it. */
export function FrontierTab({ data, view, lit, onChangeView }: FrontierTabProps) {
  const selectedId = useEditor((state) => state.choice.selectedPlanId);
  const plan = useEditor((state) => state.choice.plan);
  const hoveredIds = useEditor((state) => state.choice.hoveredPlanIds);
  const actions = useEditorActions();
  const theme = useComputedColorScheme("light", { getInitialValueInEffect: true });
  const select = useCallback((id: string | null) => actions.selectPlan(id), [actions]);
  const hover = useCallback((id: string | null) => actions.hoverPlan(id), [actions]);
  return (
    <div className={classes.root}>
      <div className={classes.chart}>
        <ScatterControls view={view} columns={data.columns} theme={theme} onChange={onChangeView} />
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
          hoveredIds={hoveredIds}
          onSelect={select}
          onHover={hover}
        />
      </div>
      <PlanSummary data={data} plan={plan} statistic={data.columns.statistic} onSelect={select} />
    </div>
  );
}
