"use client";

import { useEffect, useState } from "react";
import type { PlanBody } from "../../core/documents/plan";
import type { Swap } from "../../core/frontier/swaps";
import { useEditor, useEditorStore } from "../editor/editor-store";
import { useLiveIfAny } from "./live-frontier";
import { documentsOf, planningInputOf } from "./preview";

/** For every plan after the first: what each of its differences does by itself in the first. Null until known, or where the plans are of other documents. */
export function useSwaps(plans: readonly PlanBody[]): readonly (ReadonlyMap<string, Swap> | null)[] | null {
  const store = useEditorStore();
  const documents = useLiveIfAny()?.documents;
  const catalogues = useEditor((state) => state.choice.catalogues);
  const [found, setFound] = useState<{ plans: readonly PlanBody[]; swaps: readonly (ReadonlyMap<string, Swap> | null)[] } | null>(null);
  useEffect(() => {
    let alive = true;
    void import("../../core/frontier/swaps").then(({ swapsOf }) => {
      const asked = documents ? documents() : documentsOf(store);
      const [base] = plans;
      if (!alive || !asked || !base) return;
      try {
        const swapsBetween = swapsOf(planningInputOf(asked, catalogues));
        setFound({ plans, swaps: plans.map((plan) => (plan === base ? null : swapsBetween(base, plan))) });
      } catch {
        // what is wrong with the documents is said by the list of problems
        setFound(null);
      }
    });
    return () => {
      alive = false;
    };
  }, [plans, documents, catalogues, store]);
  return found?.plans === plans ? found.swaps : null;
}
