"use client";

import { useEffect } from "react";
import { catalogueIndex } from "@/components/editor/catalogue-index";
import type { EditorState, InteractionSlice } from "@/components/editor/editor-state";
import { useEditorStore } from "@/components/editor/editor-store";
import { criticalPath } from "@/core/graph/edit-critical";
import { edgeId } from "@/core/graph/edit-tables";

type Critical = Pick<InteractionSlice, "criticalNodes" | "criticalEdges" | "budgetMs">;

const NONE: Critical = { criticalNodes: new Set(), criticalEdges: new Set(), budgetMs: {} };

/** The tightest latency limit on the whole pipeline at the statistic of the plan, ms. */
function latencyLimit(state: EditorState, statistic: string): number | null {
  const slos = state.choice.workload?.document.spec.classes.find((item) => item.id === state.choice.classId)?.slos ?? [];
  const limits = slos.filter(
    (slo) => slo.metric === "latency" && !slo.operator && !slo.path && (slo.statistic ?? statistic) === statistic && (slo.op === "<=" || slo.op === "<"),
  );
  return limits.length > 0 ? Math.min(...limits.map((slo) => slo.value)) : null;
}

function criticalOf(state: EditorState): Critical {
  const { plan, frontier, infrastructure, catalogues, planOperators } = state.choice;
  if (!plan || !frontier) return NONE;
  const { tables } = state.document;
  const { statistic } = frontier.spec;
  const { implementations } = catalogueIndex(catalogues);
  const bytesOf = (from: string, to: string) =>
    implementations.get(planOperators[from]?.configuration.implementation ?? "")?.outputBytes ?? tables.edges[edgeId(from, to)]?.bytes ?? 0;
  const path = criticalPath(tables, plan, statistic, infrastructure?.document.spec.links ?? [], bytesOf);
  const limit = latencyLimit(state, statistic);
  const budgetMs = limit === null ? {} : Object.fromEntries(path.nodes.map((id) => [id, limit - (path.passedMs[id] ?? 0)]));
  return { criticalNodes: new Set(path.nodes), criticalEdges: new Set(path.edges), budgetMs };
}

/** Keeps the critical path of the chosen plan, and what is left of the latency target after each of its operators, in the store. */
export function useCritical(): void {
  const store = useEditorStore();
  useEffect(() => {
    const update = () => store.getState().actions.setInteraction(criticalOf(store.getState()));
    update();
    return store.subscribe((state, previous) => {
      const same =
        state.choice.plan === previous.choice.plan &&
        state.choice.workload === previous.choice.workload &&
        state.choice.classId === previous.choice.classId &&
        state.choice.infrastructure === previous.choice.infrastructure &&
        state.document.revision === previous.document.revision;
      if (!same) update();
    });
  }, [store]);
}
