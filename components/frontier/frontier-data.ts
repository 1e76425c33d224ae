"use client";

import { useMemo } from "react";
import type { FrontierDocument } from "../../core/documents/frontier";
import type { PlanBody } from "../../core/documents/plan";
import { OBJECTIVES, type Objective } from "../../core/documents/vocabulary";
import type { Settings } from "../../core/documents/workload";
import type { ClassRecord } from "../../core/graph/edit-tables";
import { classKey } from "../../core/graph/edit-tables";
import { useEditor } from "../editor/editor-store";
import { countOf, type Limit, limitsOf, metMask } from "./limits";
import { columnsOf, columnsOfPlans, type PlanColumns } from "./plan-values";
import { targetsOf, type WhatIf } from "./what-if";

/** The query class that is planned, as it is edited now; null when no workload is open. */
export function usePlannedClass(): { key: string; record: ClassRecord } | null {
  const key = useEditor((state) => (state.choice.workload && state.choice.classId ? classKey(state.choice.workload.id, state.choice.classId) : null));
  const record = useEditor((state) => (key ? (state.document.tables.classes[key] ?? null) : null));
  return useMemo(() => (key && record ? { key, record } : null), [key, record]);
}

export interface FrontierData {
  columns: PlanColumns;
  ghost: PlanColumns | null;
  limits: readonly Limit[];
  met: Uint8Array;
  /** Number of plans that meet every target. */
  metCount: number;
  rateRps: number | null;
  /** These plans come from a search that is still running. */
  refining: boolean;
}

const ALIAS = { cost: "costPerThousand" } as const;
const DEFAULT_OBJECTIVES: Objective[] = ["costPerThousand", "latency", "quality"];

/** Plans as columns, by the settings that they are planned with. */
function columnsOfSettings(plans: readonly PlanBody[], settings: Settings | undefined): PlanColumns {
  const objectives = settings?.objectives?.map((name) => (name === "cost" ? ALIAS.cost : name)) ?? DEFAULT_OBJECTIVES;
  return columnsOfPlans(
    plans,
    objectives.filter((name) => OBJECTIVES.includes(name)),
    settings?.statistic ?? "p95",
  );
}

/** What the views show before the first plan: the frame of the picture is there before its points. */
export function useNothingYet(): FrontierData {
  const settings = useEditor((state) => state.choice.workload?.document.spec.settings);
  return useMemo(
    () => ({ columns: columnsOfSettings([], settings), ghost: null, limits: [], met: new Uint8Array(), metCount: 0, rateRps: null, refining: true }),
    [settings],
  );
}

/**
 * Everything the views of the frontier share; null when there is no plan to show. `drawn` is shown before the frontier of the store, `behind` is the ghost
 * instead of the frontier before the last; `trial` moves targets and rate.
 */
export function useFrontierData(behind?: FrontierDocument | null, trial?: WhatIf, drawn?: FrontierDocument | null): FrontierData | null {
  const stored = useEditor((state) => state.choice.frontier);
  const frontier = drawn ?? stored;
  const previous = useEditor((state) => state.choice.previousFrontier);
  const run = useEditor((state) => state.choice.run);
  const settings = useEditor((state) => state.choice.workload?.document.spec.settings);
  const planned = usePlannedClass();

  const running = run?.status === "queued" || run?.status === "running";
  const partial = running ? run.progress?.plans : undefined;
  const statistic = frontier?.spec.statistic ?? settings?.statistic ?? "p95";
  const columns = useMemo(() => {
    if (partial && partial.length > 0) return columnsOfSettings(partial, settings);
    return frontier && frontier.spec.plans.length > 0 ? columnsOf(frontier) : null;
  }, [partial, frontier, settings]);
  const ghostSource = partial && partial.length > 0 ? frontier : behind === undefined ? previous : behind;
  const ghost = useMemo(
    () => (ghostSource && ghostSource.spec.plans.length > 0 && ghostSource.spec.statistic === statistic ? columnsOf(ghostSource) : null),
    [ghostSource, statistic],
  );

  const own = planned?.record.slos;
  const moved = trial?.targets;
  const slos = useMemo(() => (own && moved ? targetsOf(moved, own) : own), [own, moved]);
  const limits = useMemo(() => limitsOf(slos, statistic), [slos, statistic]);
  // while another rate is tried, costs per hour and per request go by the rate of the plans on show; they follow with the answer
  const rateRps = ((trial?.rateRps ?? null) === null ? planned?.record.rateRps : null) ?? frontier?.spec.rateRps ?? null;
  return useMemo(() => {
    if (!columns) return null;
    const met = metMask(columns, limits);
    return { columns, ghost, limits, met, metCount: countOf(met), rateRps, refining: partial !== undefined && partial.length > 0 };
  }, [columns, ghost, limits, rateRps, partial]);
}
