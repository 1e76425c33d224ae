"use client";

import { Switch, Tooltip } from "@mantine/core";
import { memo, type ReactNode } from "react";
import type { FrontierDocument } from "../../core/documents/frontier";
import type { DockTab, PlanRun } from "../editor/editor-state";
import { useEditorActions } from "../editor/editor-store";
import { formatCount, plural } from "../ui/format";
import { ArrivalsNotice } from "./arrivals-notice";
import classes from "./frontier-dock.module.css";
import { CertificateBadge, ExcludedButton, LiveNotice, StaleNotice, WhatIfNotice } from "./frontier-notices";
import { useLive, useLiveStatus } from "./live-frontier";
import { usePlanActions } from "./plan-run";
import { TakeAwayMenu } from "./take-away-menu";
import { isWhatIf, NO_WHAT_IF, type WhatIf, whatIfWords } from "./what-if";
import { progressWords } from "./words";

interface DockTabsProps {
  tabs: readonly { value: DockTab; label: string }[];
  active: DockTab;
  /** Beside the names of their tabs; null shows none. */
  plans: number | null;
  pins: number;
}

export const DockTabs = memo(function DockTabs({ tabs, active, plans, pins }: DockTabsProps) {
  const actions = useEditorActions();
  return (
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
          {item.value === "plans" && plans !== null ? <span className={classes.count}>{plans.toLocaleString("en")}</span> : null}
          {item.value === "compare" && pins > 0 ? <span className={classes.count}>{pins}</span> : null}
        </button>
      ))}
    </div>
  );
});

interface DockFactsProps {
  frontier: FrontierDocument | null;
  run: PlanRun | null;
  /** The plans on show are of other documents than those on the page. */
  stale: boolean;
  /** What is tried on the plans on show. */
  whatIf: WhatIf;
  onTry: (patch: { whatIf: WhatIf } | { trying: true }) => void;
  onCsv: (() => void) | null;
  /** How many meet every target, and of how many; null where nothing is to be met. */
  met: number | null;
  count: number;
  controls: ReactNode;
}

/** What is true of the plans on show, and what can be done with all of them. */
export function DockFacts({ frontier, run, stale, whatIf, onTry, onCsv, met, count, controls }: DockFactsProps) {
  const running = run?.status === "queued" || run?.status === "running";
  return (
    <div className={classes.facts}>
      <TrialNotice whatIf={whatIf} onTry={onTry} />
      <NewestNotice />
      {!running && stale && frontier ? <StaleNow /> : null}
      {running ? <span className={classes.progress}>{progressWords(run.progress)}</span> : null}
      {!running && met !== null ? (
        <span data-testid="met-count">
          {formatCount(met)} of {plural(count, "plan")} {(met || count) === 1 ? "meets" : "meet"} every target
        </span>
      ) : null}
      <Proven frontier={frontier} running={running} />
      <Besides onCsv={onCsv} />
      {controls}
    </div>
  );
}

const TrialNotice = memo(function TrialNotice({ whatIf, onTry }: Pick<DockFactsProps, "whatIf" | "onTry">) {
  const { actual } = useLive();
  const known = isWhatIf(whatIf) ? actual() : null;
  return known ? (
    <WhatIfNotice words={whatIfWords(whatIf, known)} onOpen={() => onTry({ trying: true })} onReset={() => onTry({ whatIf: NO_WHAT_IF })} />
  ) : null;
});

const NewestNotice = memo(function NewestNotice() {
  const { infeasible, error } = useLiveStatus();
  return infeasible || error ? <LiveNotice infeasible={infeasible} error={error} /> : null;
});

const StaleNow = memo(function StaleNow() {
  const { start } = usePlanActions();
  return <StaleNotice onPlan={() => void start()} />;
});

/** What was left out, what the waits rest on, what is proven. */
const Proven = memo(function Proven({ frontier, running }: { frontier: FrontierDocument | null; running: boolean }) {
  return (
    <>
      {frontier ? <ExcludedButton excluded={frontier.spec.excluded ?? []} /> : null}
      <ArrivalsNotice />
      {frontier && !running ? <CertificateBadge frontier={frontier} /> : null}
    </>
  );
});

const Besides = memo(function Besides({ onCsv }: Pick<DockFactsProps, "onCsv">) {
  const { on, setOn } = useLive();
  return (
    <>
      <Tooltip label="Plan again after every change, as long as that takes less than two seconds">
        <Switch label="Live" checked={on} onChange={(event) => setOn(event.currentTarget.checked)} />
      </Tooltip>
      <TakeAwayMenu onCsv={onCsv} />
    </>
  );
});
