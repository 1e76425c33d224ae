"use client";

import { useLocalStorage } from "@mantine/hooks";
import { useEffect, useState } from "react";
import type { FrontierSpec } from "../../core/documents/frontier";
import type { PlanBody } from "../../core/documents/plan";
import type { SituationPick } from "../../core/frontier/situation-picks";
import { useEditor, useEditorStore } from "../editor/editor-store";
import { useLiveIfAny } from "./live-frontier";
import { documentsOf, planningInputOf } from "./preview";
import { whenIdle } from "./when-idle";

/** The plan that runs today, as far as somebody has said so in this browser. */
export function useRunningPlan(): [PlanBody | null, (plan: PlanBody | null) => void] {
  const pipelineId = useEditor((state) => state.document.documentId);
  const [running, setRunning] = useLocalStorage<PlanBody | null>({ key: `trilemma-running-${pipelineId}`, defaultValue: null });
  return [running, setRunning];
}

/** Picks that need more than the frontier: the plan that bears most, and the one nearest to what runs today. Worked out when the page is idle; null until then. */
export function useSituationPicks(frontier: FrontierSpec): readonly SituationPick[] | null {
  const store = useEditorStore();
  const documents = useLiveIfAny()?.documents;
  const catalogues = useEditor((state) => state.choice.catalogues);
  const [running] = useRunningPlan();
  const [found, setFound] = useState<{ frontier: FrontierSpec; picks: readonly SituationPick[] } | null>(null);
  useEffect(() => {
    let alive = true;
    const cancel = whenIdle(() => {
      void Promise.all([import("../../core/frontier/robustness"), import("../../core/frontier/situation-picks")]).then(
        ([{ robustnessOf }, { leastChange, mostRobust }]) => {
          if (!alive) return;
          const asked = documents ? documents() : documentsOf(store);
          const picks: SituationPick[] = [];
          if (asked && frontier.plans.length > 0) {
            try {
              const robust = mostRobust(frontier, robustnessOf(planningInputOf(asked, catalogues), frontier));
              if (robust) picks.push(robust);
            } catch {
              // plans of before an edit do not fit the documents of now; the next frontier will
            }
            const near = running && leastChange(frontier, running);
            if (near) picks.push(near);
          }
          setFound({ frontier, picks });
        },
      );
    });
    return () => {
      alive = false;
      cancel();
    };
  }, [frontier, documents, store, catalogues, running]);
  return found?.frontier === frontier ? found.picks : null;
}
