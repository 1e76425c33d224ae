"use client";

import { useEffect, useMemo, useState } from "react";
import type { Statistic } from "../../core/documents/common";
import type { PlanBody } from "../../core/documents/plan";
import type { Objective } from "../../core/documents/workload";
import type { MadeFrom } from "../../core/metrics/made-from";
import type { PlanProvenance } from "../../core/metrics/made-from-plan";
import { useEditor, useEditorStore } from "../editor/editor-store";
import { useLiveIfAny } from "./live-frontier";
import { documentsOf } from "./preview";
import { whenIdle } from "./when-idle";

type Reader = (plan: PlanBody, statistic?: Statistic) => PlanProvenance;

/** The dock may show what is tried while the inspector shows what is. */
const MOST_REMEMBERED = 2;
let recent: { key: readonly unknown[]; read: Reader }[] = [];

/** Many numbers on a page ask at once about the same documents and plan: they are compiled once, and each plan is read once. */
function remembered(key: readonly unknown[], make: () => Reader): Reader {
  const same = recent.find((entry) => entry.key.every((part, index) => part === key[index]));
  if (same) return same.read;
  const fresh = make();
  const known = new WeakMap<PlanBody, Map<Statistic | undefined, PlanProvenance>>();
  const read: Reader = (plan, statistic) => {
    const ofPlan = known.get(plan) ?? new Map<Statistic | undefined, PlanProvenance>();
    known.set(plan, ofPlan);
    const found = ofPlan.get(statistic) ?? fresh(plan, statistic);
    ofPlan.set(statistic, found);
    return found;
  };
  recent = [{ key, read }, ...recent].slice(0, MOST_REMEMBERED);
  return read;
}

/** Says what any plan is made from, with the documents on the page; null until they make a problem that can be planned. */
export function useProvenanceReader(wanted = true): Reader | null {
  const store = useEditorStore();
  const revision = useEditor((state) => state.document.revision);
  const infrastructure = useEditor((state) => state.choice.infrastructure);
  const catalogues = useEditor((state) => state.choice.catalogues);
  const classId = useEditor((state) => state.choice.classId);
  const workload = useEditor((state) => state.choice.workload);
  const tried = useLiveIfAny()?.documents;
  const [reader, setReader] = useState<{ read: Reader } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision stands for the tables, which are read when the effect runs
  useEffect(() => {
    if (!wanted) {
      setReader(null);
      return;
    }
    let alive = true;
    const compile = async () => {
      const { provenanceOf } = await import("../../core/metrics/made-from-plan");
      if (!alive) return;
      try {
        const asked = tried ? tried() : documentsOf(store);
        if (!asked) {
          setReader(null);
          return;
        }
        const key = [store.getState().document.tables, infrastructure, workload, catalogues, classId, tried];
        const read = remembered(key, () =>
          provenanceOf({
            pipeline: asked.pipeline,
            infrastructure: asked.infrastructure,
            workload: asked.workload,
            catalogues: catalogues.map((catalogue) => catalogue.document),
            ...(classId ? { classId } : {}),
          }),
        );
        setReader({ read });
      } catch {
        // what is wrong with the documents is said by the list of problems
        setReader(null);
      }
    };
    // the plans come first, what they are made from after them
    const cancel = whenIdle(() => void compile());
    return () => {
      alive = false;
      cancel();
    };
  }, [wanted, infrastructure, workload, catalogues, classId, revision, tried, store]);
  return reader?.read ?? null;
}

/** What a plan is made from; null when it does not fit the documents on the page (they changed since it was planned). */
export function useProvenance(plan: PlanBody | null, statistic?: Statistic): PlanProvenance | null {
  const read = useProvenanceReader(plan !== null);
  return useMemo(() => {
    if (!read || !plan) return null;
    try {
      return read(plan, statistic);
    } catch {
      return null;
    }
  }, [read, plan, statistic]);
}

/** What the value of an objective is made from. */
export function nodeOfObjective(provenance: PlanProvenance | null, objective: Objective): MadeFrom | null {
  switch (objective) {
    case "latency":
      return provenance?.latencyMs ?? null;
    case "costPerThousand":
      return provenance?.costPerThousandUsd ?? null;
    case "costPerHour":
      return provenance?.costPerHourUsd ?? null;
    case "quality":
      return provenance?.quality ?? null;
    case "energy":
      return provenance?.energyJ ?? null;
    case "throughput":
      return provenance?.throughputRps ?? null;
  }
}
