"use client";

import { Button, Kbd } from "@mantine/core";
import { IconChartDots3 } from "@tabler/icons-react";
import { type ReactNode, useCallback, useDeferredValue, useMemo, useRef } from "react";
import { useShallow } from "zustand/react/shallow";
import type { Certificate } from "../../core/documents/frontier";
import { planToShow } from "../editor/choice-actions";
import type { DockTab } from "../editor/editor-state";
import { useEditor, useEditorActions } from "../editor/editor-store";
import { EmptyState, ErrorState } from "../ui/state-view";
import { CompareTab } from "./compare-tab";
import { DockFacts, DockTabs } from "./dock-header";
import { ExplainTab } from "./explain-tab";
import { useFrontierData, useNothingYet } from "./frontier-data";
import classes from "./frontier-dock.module.css";
import { RunProgress } from "./frontier-notices";
import { FrontierTab } from "./frontier-tab";
import { resolveView } from "./frontier-view";
import { InfeasibleView } from "./infeasible-view";
import { countOf } from "./limits";
import { LiveProvider, useLiveFrontier } from "./live-frontier";
import { usePlanBlocker } from "./plan-button";
import { usePlanActions } from "./plan-run";
import { PlansTable } from "./plans-table";
import { SimulateTab } from "./simulate-tab";
import { TableFilters } from "./table-filters";
import { download, plansCsv } from "./take-away";
import { usePins } from "./use-pins";
import { useSharedLink } from "./use-shared-link";
import { useWorkspace } from "./use-workspace";
import { isWhatIf, type WhatIf } from "./what-if";
import { WhatIfPanel } from "./what-if-panel";
import { bothMasks, filterMask } from "./workspace-state";

const TABS: { value: DockTab; label: string }[] = [
  { value: "frontier", label: "Frontier" },
  { value: "plans", label: "Plans" },
  { value: "compare", label: "Compare" },
  { value: "explain", label: "Explain" },
  { value: "simulate", label: "Simulate" },
];

/** Everything about the plans, under the canvas. */
export function FrontierDock({ controls }: { controls?: ReactNode }) {
  const tab = useEditor((state) => state.panels.dockTab);
  const frontier = useEditor((state) => state.choice.frontier);
  const run = useEditor((state) => state.choice.run);
  const stale = useEditor((state) => state.choice.stale);
  const stored = useEditor((state) => state.choice.selectedPlanId);
  const plan = useEditor((state) => state.choice.plan);
  const hoveredChoice = useEditor((state) => state.choice.hoveredOperatorChoice);
  const actions = useEditorActions();
  const { start } = usePlanActions();
  const workspace = useWorkspace();
  const { state, change } = workspace;
  const { live, drawn, told, settle } = useLiveFrontier(
    state.whatIf,
    useCallback((whatIf: WhatIf) => change({ whatIf }), [change]),
  );
  const data = useFrontierData(live.ghost, told, drawn);
  const shownFrontier = drawn ?? frontier;
  const proven = useDeferredValue(shownFrontier);
  const pins = usePins(workspace, shownFrontier);
  const selectedId = useMemo(() => (drawn && stored ? planToShow(drawn, plan) : stored), [drawn, stored, plan]);
  const select = useCallback(
    (id: string | null) => {
      settle();
      actions.selectPlan(id);
    },
    [settle, actions],
  );
  const hover = useCallback(
    (id: string | null) => {
      if (id !== null) settle();
      actions.hoverPlan(id);
    },
    [settle, actions],
  );
  useSharedLink(workspace, shownFrontier, select);
  const nothingYet = useNothingYet();
  // other plans are mostly seen in the same way
  const view = useShallow(() => resolveView(state.view, (data ?? nothingYet).columns))(null);
  const listed = useRef<Int32Array | null>(null);
  const onRows = useCallback((rows: Int32Array) => {
    listed.current = rows;
  }, []);

  const passed = useMemo(
    () => (data ? filterMask(data.columns, { brushes: state.brushes, search: state.search, onlyMet: state.onlyMet }, data.met) : null),
    [data, state.brushes, state.search, state.onlyMet],
  );
  const shown = useMemo(() => (passed ? countOf(passed) : (data?.columns.count ?? 0)), [passed, data]);
  const lit = useMemo(() => {
    if (!data) return null;
    if (!hoveredChoice) return bothMasks(data.limits.length > 0 ? data.met : null, passed);
    // an implementation hovered in the inspector lights the plans that use it
    return data.columns.whichHave(
      (operator) =>
        operator.id === hoveredChoice.operatorId &&
        operator.configuration.implementation === hoveredChoice.implementation &&
        (!hoveredChoice.pools || operator.parts.some((part) => hoveredChoice.pools?.includes(part.pool))),
    );
  }, [data, hoveredChoice, passed]);

  const newest = useRef(data);
  newest.current = data;
  const exportCsv = useCallback(() => {
    if (!newest.current) return;
    const { columns, limits } = newest.current;
    const rows = tab === "plans" && listed.current ? listed.current : columns.plans.keys();
    download("plans.csv", new Blob([plansCsv(columns, rows, limits)], { type: "text/csv;charset=utf-8" }));
  }, [tab]);

  const running = run?.status === "queued" || run?.status === "running";
  const infeasible = !running && frontier?.spec.infeasible ? frontier.spec.infeasible : null;
  const active = TABS.some((item) => item.value === tab) ? tab : "frontier";

  let body: ReactNode;
  if (!running && run?.status === "failed")
    body = (
      <ErrorState compact title="Planning failed" onRetry={() => void start()} retryLabel="Plan again">
        {run.error ?? "The planner failed without saying why. The server's log has more."}
      </ErrorState>
    );
  else if (infeasible) body = <InfeasibleView infeasible={infeasible} />;
  else if (!data && frontier && !running) body = <NothingFound certificate={frontier.spec.certificate} />;
  else if (!data && !running) body = <NeverPlanned cancelled={run?.status === "cancelled"} />;
  else if (active === "frontier")
    body = (
      <FrontierTab
        data={data ?? nothingYet}
        view={view}
        lit={lit}
        passed={passed}
        workspace={workspace}
        pins={pins}
        selectedId={selectedId}
        onSelect={select}
        onHover={hover}
        panel={state.trying ? <WhatIfPanel whatIf={state.whatIf} /> : null}
      />
    );
  else if (!data) body = <Refining />;
  else if (active === "plans")
    body = (
      <>
        <TableFilters columns={data.columns} state={state} shown={shown} hasTargets={data.limits.length > 0} onChange={workspace.change} onExport={exportCsv} />
        <PlansTable
          columns={data.columns}
          mask={hoveredChoice ? lit : passed}
          met={data.met}
          hasTargets={data.limits.length > 0}
          selectedId={selectedId}
          onSelect={select}
          onHover={hover}
          pins={pins.ids}
          onTogglePin={pins.toggle}
          onRows={onRows}
        />
      </>
    );
  else if (active === "compare") body = <CompareTab data={data} pins={pins} trying={isWhatIf(state.whatIf)} selectedId={selectedId} onSelect={select} />;
  else if (active === "explain") body = <ExplainTab data={data} />;
  else body = <SimulateTab />;

  return (
    <LiveProvider value={live}>
      <section className={classes.root} aria-label="Plans" data-testid="frontier-dock">
        <header className={classes.header}>
          <DockTabs tabs={TABS} active={active} plans={data?.columns.count ?? null} pins={state.pins.length} />
          <DockFacts
            frontier={proven}
            run={run}
            stale={stale && drawn === null}
            whatIf={told}
            onTry={change}
            onCsv={data ? exportCsv : null}
            met={data && data.limits.length > 0 ? data.metCount : null}
            count={data?.columns.count ?? 0}
            controls={controls}
          />
          {running ? <RunProgress run={run} /> : null}
        </header>
        <div role="tabpanel" id="dock-panel" aria-labelledby={`dock-tab-${active}`} className={classes.panel}>
          {body}
        </div>
      </section>
    </LiveProvider>
  );
}

function Refining() {
  return (
    <EmptyState compact title="Planning">
      Plans are drawn as soon as the first are found.
    </EmptyState>
  );
}

/** A search that ended early, before its first plan: nothing is proven, so it is neither a frontier nor infeasible. */
function NothingFound({ certificate }: { certificate: Certificate }) {
  const { start } = usePlanActions();
  return (
    <EmptyState
      compact
      icon={<IconChartDots3 size={24} stroke={1.4} aria-hidden />}
      title="No plan was found before the search ended"
      action={
        <Button variant="default" onClick={() => void start()}>
          Plan again
        </Button>
      }
    >
      {certificate?.kind === "partial" ? certificate.reason : null} A longer time limit, or fewer parts per operator, lets it find some.
    </EmptyState>
  );
}

function NeverPlanned({ cancelled }: { cancelled: boolean }) {
  const blocker = usePlanBlocker();
  const { start } = usePlanActions();
  return (
    <EmptyState
      compact
      icon={<IconChartDots3 size={24} stroke={1.4} aria-hidden />}
      title={cancelled ? "Cancelled before a plan was found" : "No plans yet"}
      action={
        <Button variant="default" disabled={blocker !== null} onClick={() => void start()}>
          Plan
        </Button>
      }
    >
      {blocker ?? (
        <>
          Planning finds every plan that no other beats on all objectives. <Kbd size="xs">Ctrl</Kbd> <Kbd size="xs">Enter</Kbd> does it from anywhere.
        </>
      )}
    </EmptyState>
  );
}
