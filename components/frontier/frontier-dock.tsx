"use client";

import { Button, Kbd, Switch, Tooltip } from "@mantine/core";
import { IconChartDots3 } from "@tabler/icons-react";
import { type ReactNode, useCallback, useEffect, useMemo, useRef } from "react";
import type { Certificate } from "../../core/documents/frontier";
import type { DockTab } from "../editor/editor-state";
import { useEditor, useEditorActions } from "../editor/editor-store";
import { formatCount, plural } from "../ui/format";
import { EmptyState, ErrorState } from "../ui/state-view";
import { ArrivalsNotice } from "./arrivals-notice";
import { CompareTab } from "./compare-tab";
import { ExplainTab } from "./explain-tab";
import { useFrontierData, useNothingYet } from "./frontier-data";
import classes from "./frontier-dock.module.css";
import { CertificateBadge, ExcludedButton, LiveNotice, RunProgress, StaleNotice, WhatIfNotice } from "./frontier-notices";
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
import { TakeAwayMenu } from "./take-away-menu";
import { usePins } from "./use-pins";
import { useWorkspace, type Workspace } from "./use-workspace";
import { isWhatIf, NO_WHAT_IF, type WhatIf, whatIfWords } from "./what-if";
import { progressWords } from "./words";
import { bothMasks, filterMask } from "./workspace-state";

interface ExtraTab {
  value: DockTab;
  label: string;
  content: ReactNode;
}

/** Everything about the plans, under the canvas. `extra` adds tabs of others after its own. */
export function FrontierDock({ extra = [], controls }: { extra?: readonly ExtraTab[]; controls?: ReactNode }) {
  const tab = useEditor((state) => state.panels.dockTab);
  const frontier = useEditor((state) => state.choice.frontier);
  const run = useEditor((state) => state.choice.run);
  const stale = useEditor((state) => state.choice.stale);
  const selectedId = useEditor((state) => state.choice.selectedPlanId);
  const hoveredChoice = useEditor((state) => state.choice.hoveredOperatorChoice);
  const actions = useEditorActions();
  const { start } = usePlanActions();
  const workspace = useWorkspace();
  const { state, change } = workspace;
  const setWhatIf = useCallback((whatIf: WhatIf) => change({ whatIf }), [change]);
  const live = useLiveFrontier(state.whatIf, setWhatIf);
  const data = useFrontierData(live.ghost, state.whatIf);
  const pins = usePins(workspace);
  useSharedPlan(workspace, data !== null);
  const nothingYet = useNothingYet();
  const view = useMemo(() => resolveView(state.view, (data ?? nothingYet).columns), [state.view, data, nothingYet]);
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

  const exportCsv = useCallback(() => {
    if (!data) return;
    const rows = tab === "plans" && listed.current ? listed.current : data.columns.plans.keys();
    download("plans.csv", new Blob([plansCsv(data.columns, rows, data.limits)], { type: "text/csv;charset=utf-8" }));
  }, [data, tab]);

  const running = run?.status === "queued" || run?.status === "running";
  const infeasible = !running && frontier?.spec.infeasible ? frontier.spec.infeasible : null;
  const tabs: { value: DockTab; label: string }[] = [
    { value: "frontier", label: "Frontier" },
    { value: "plans", label: "Plans" },
    { value: "compare", label: "Compare" },
    { value: "explain", label: "Explain" },
    { value: "simulate", label: "Simulate" },
    ...extra.map(({ value, label }) => ({ value, label })),
  ];
  const active = tabs.some((item) => item.value === tab) ? tab : "frontier";
  const own = extra.find((item) => item.value === active);

  let body: ReactNode;
  if (own) body = own.content;
  else if (!running && run?.status === "failed")
    body = (
      <ErrorState compact title="Planning failed" onRetry={() => void start()} retryLabel="Plan again">
        {run.error ?? "The planner failed without saying why. The server's log has more."}
      </ErrorState>
    );
  else if (infeasible) body = <InfeasibleView infeasible={infeasible} />;
  else if (!data && frontier && !running) body = <NothingFound certificate={frontier.spec.certificate} />;
  else if (!data && !running) body = <NeverPlanned cancelled={run?.status === "cancelled"} />;
  else if (active === "frontier") body = <FrontierTab data={data ?? nothingYet} view={view} lit={lit} passed={passed} workspace={workspace} pins={pins} />;
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
          onSelect={actions.selectPlan}
          onHover={actions.hoverPlan}
          pins={pins.ids}
          onTogglePin={pins.toggle}
          onRows={onRows}
        />
      </>
    );
  else if (active === "compare")
    body = <CompareTab data={data} pins={pins} trying={isWhatIf(state.whatIf)} selectedId={selectedId} onSelect={actions.selectPlan} />;
  else if (active === "explain") body = <ExplainTab data={data} />;
  else body = <SimulateTab />;

  const actual = isWhatIf(state.whatIf) ? live.actual() : null;
  return (
    <LiveProvider value={live}>
      <section className={classes.root} aria-label="Plans" data-testid="frontier-dock">
        <header className={classes.header}>
          <div role="tablist" aria-label="Views of the plans" className={classes.tabs}>
            {tabs.map((item) => (
              <button
                key={item.value}
                type="button"
                role="tab"
                id={`dock-tab-${item.value}`}
                aria-selected={item.value === active}
                aria-controls="dock-panel"
                tabIndex={item.value === active ? 0 : -1}
                className={classes.tab}
                onClick={() => actions.setPanels({ dockTab: item.value, dockOpen: true })}
                onKeyDown={(event) => {
                  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
                  if (step === 0) return;
                  event.preventDefault();
                  const next = tabs[(tabs.findIndex((candidate) => candidate.value === active) + step + tabs.length) % tabs.length];
                  if (!next) return;
                  actions.setPanels({ dockTab: next.value, dockOpen: true });
                  document.getElementById(`dock-tab-${next.value}`)?.focus();
                }}
              >
                {item.label}
                {item.value === "plans" && data ? <span className={classes.count}>{data.columns.count.toLocaleString("en")}</span> : null}
                {item.value === "compare" && state.pins.length > 0 ? <span className={classes.count}>{state.pins.length}</span> : null}
              </button>
            ))}
          </div>
          <div className={classes.facts}>
            {actual ? (
              <WhatIfNotice words={whatIfWords(state.whatIf, actual)} onOpen={() => change({ trying: true })} onReset={() => change({ whatIf: NO_WHAT_IF })} />
            ) : null}
            {live.infeasible || live.error ? <LiveNotice infeasible={live.infeasible} error={live.error} /> : null}
            {!running && stale && frontier ? <StaleNotice onPlan={() => void start()} /> : null}
            {running ? <span className={classes.progress}>{progressWords(run.progress)}</span> : null}
            {!running && data && data.limits.length > 0 ? (
              <span data-testid="met-count">
                {formatCount(data.metCount)} of {plural(data.columns.count, "plan")} {(data.metCount || data.columns.count) === 1 ? "meets" : "meet"} every
                target
              </span>
            ) : null}
            {frontier ? <ExcludedButton excluded={frontier.spec.excluded ?? []} /> : null}
            <ArrivalsNotice />
            {frontier && !running ? <CertificateBadge frontier={frontier} /> : null}
            <Tooltip label="Plan again after every change, as long as that takes less than two seconds">
              <Switch label="Live" checked={live.on} onChange={(event) => live.setOn(event.currentTarget.checked)} />
            </Tooltip>
            <TakeAwayMenu onCsv={data ? exportCsv : null} />
            {controls}
          </div>
          {running ? <RunProgress run={run} /> : null}
        </header>
        <div role="tabpanel" id="dock-panel" aria-labelledby={`dock-tab-${active}`} className={classes.panel}>
          {body}
        </div>
      </section>
    </LiveProvider>
  );
}

/** The chosen plan travels in the address: taken from it once, then written to it. */
function useSharedPlan({ state, change }: Workspace, ready: boolean) {
  const actions = useEditorActions();
  const selectedId = useEditor((editor) => editor.choice.selectedPlanId);
  const taken = useRef(false);
  useEffect(() => {
    if (!ready) return;
    if (!taken.current) {
      taken.current = true;
      const wanted = new URLSearchParams(window.location.search).get("plan");
      if (wanted && wanted !== selectedId) {
        actions.selectPlan(wanted);
        return;
      }
    }
    if (state.plan !== selectedId) change({ plan: selectedId });
  }, [ready, selectedId, state.plan, actions, change]);
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
