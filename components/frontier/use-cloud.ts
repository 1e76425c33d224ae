"use client";

import { useEffect, useState } from "react";
import { useEditor } from "../editor/editor-store";
import { useLive } from "./live-frontier";
import { columnsOfPlans, type PlanColumns } from "./plan-values";

/** A sample of plans that can run, whether they are any good or not; null until it is asked for and made. */
export function useCloud(wanted: boolean, columns: PlanColumns): { cloud: PlanColumns | null; problem: string | null } {
  const live = useLive();
  const { documents } = live;
  const catalogues = useEditor((state) => state.choice.catalogues);
  const [result, setResult] = useState<{ cloud: PlanColumns | null; problem: string | null }>({ cloud: null, problem: null });
  const { objectives, statistic } = columns;
  useEffect(() => {
    if (!wanted) {
      setResult({ cloud: null, problem: null });
      return;
    }
    let alive = true;
    const timer = setTimeout(() => {
      void import("../../core/frontier/sample-plans").then(({ samplePlans }) => {
        const asked = documents();
        if (!alive || !asked) return;
        try {
          const { classId, ...rest } = asked;
          const plans = samplePlans({ ...rest, catalogues: catalogues.map((entry) => entry.document), ...(classId ? { classId } : {}) });
          setResult({ cloud: columnsOfPlans(plans, objectives, statistic), problem: plans.length === 0 ? "No plan that can run was drawn." : null });
        } catch (error) {
          setResult({ cloud: null, problem: error instanceof Error ? error.message : String(error) });
        }
      });
    }, 250);
    return () => {
      alive = false;
      clearTimeout(timer);
    };
  }, [wanted, documents, catalogues, objectives, statistic]);
  return result;
}
