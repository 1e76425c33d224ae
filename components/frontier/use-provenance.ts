"use client";

import { useEffect, useMemo, useState } from "react";
import type { Statistic } from "../../core/documents/common";
import type { PlanBody } from "../../core/documents/plan";
import type { Objective } from "../../core/documents/workload";
import { pipelineOfTables } from "../../core/graph/edit-tables";
import type { MadeFrom } from "../../core/metrics/made-from";
import type { PlanProvenance } from "../../core/metrics/made-from-plan";
import { useEditor, useEditorStore } from "../editor/editor-store";

type Reader = (plan: PlanBody, statistic?: Statistic) => PlanProvenance;

/** Says what any plan is made from, with the documents on the page; null until they make a problem that can be planned. */
export function useProvenanceReader(wanted = true): Reader | null {
  const store = useEditorStore();
  const revision = useEditor((state) => state.document.revision);
  const infrastructure = useEditor((state) => state.choice.infrastructure);
  const catalogues = useEditor((state) => state.choice.catalogues);
  const classId = useEditor((state) => state.choice.classId);
  const settings = useEditor((state) => state.choice.workload?.document.spec.settings);
  const [reader, setReader] = useState<{ read: Reader } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision stands for the tables, which are read when the effect runs
  useEffect(() => {
    const { choice, document } = store.getState();
    if (!wanted || !choice.workload || !infrastructure) {
      setReader(null);
      return;
    }
    const { workload } = choice;
    let alive = true;
    void import("../../core/metrics/made-from-plan").then(({ provenanceOf }) => {
      if (!alive) return;
      try {
        const read = provenanceOf({
          pipeline: pipelineOfTables(document.tables),
          infrastructure: infrastructure.document,
          workload: workload.document,
          catalogues: catalogues.map((catalogue) => catalogue.document),
          ...(classId ? { classId } : {}),
        });
        setReader({ read });
      } catch {
        // what is wrong with the documents is said by the list of problems
        setReader(null);
      }
    });
    return () => {
      alive = false;
    };
  }, [wanted, infrastructure, catalogues, classId, settings, revision, store]);
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
