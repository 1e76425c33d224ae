"use client";

import { useEffect } from "react";
import { semanticKey } from "@/core/graph/edit-semantic-key";
import { useEditorStore } from "./editor-store";
import { problemsOf } from "./problems";

const DEBOUNCE_MS = 120;

/** Checks the open documents after every change and puts what is wrong on the drawing. */
export function useProblems(): void {
  const store = useEditorStore();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const check = () => {
      timer = null;
      const { actions, choice, document } = store.getState();
      actions.setProblems(problemsOf(store.getState()));
      // Undo may have led back to what was planned.
      if (choice.stale && choice.plannedKey !== null && choice.plannedKey === semanticKey(document.tables, choice.workload?.id)) actions.setStale(false);
    };
    check();
    const unsubscribe = store.subscribe((state, previous) => {
      const tables = state.document.tables;
      const old = previous.document.tables;
      const same =
        tables.operators === old.operators &&
        tables.inputs === old.inputs &&
        tables.edges === old.edges &&
        tables.routers === old.routers &&
        tables.meta === old.meta &&
        tables.classes === old.classes &&
        state.choice.infrastructure === previous.choice.infrastructure &&
        state.choice.workload === previous.choice.workload &&
        state.choice.catalogues === previous.choice.catalogues;
      if (same) return;
      if (timer) clearTimeout(timer);
      timer = setTimeout(check, DEBOUNCE_MS);
    });
    return () => {
      unsubscribe();
      if (timer) clearTimeout(timer);
    };
  }, [store]);
}
