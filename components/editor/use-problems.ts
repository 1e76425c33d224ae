"use client";

import { useEffect } from "react";
import { whenIdle } from "@/components/frontier/when-idle";
import { semanticKey } from "@/core/graph/edit-semantic-key";
import type { EditorState } from "./editor-state";
import { type EditorStore, useEditorStore } from "./editor-store";
import { type CheckInput, checkInput, problemsSlice } from "./problems";
import type { CheckAnswer, CheckRequest } from "./problems.worker";

function sameDocuments(state: EditorState, previous: EditorState): boolean {
  const tables = state.document.tables;
  const old = previous.document.tables;
  return (
    tables.operators === old.operators &&
    tables.inputs === old.inputs &&
    tables.edges === old.edges &&
    tables.routers === old.routers &&
    tables.meta === old.meta &&
    tables.classes === old.classes &&
    state.choice.infrastructure === previous.choice.infrastructure &&
    state.choice.workload === previous.choice.workload &&
    state.choice.catalogues === previous.choice.catalogues
  );
}

/** Checks the open documents after every change, in a worker, and puts what is wrong on the drawing. */
export function useProblems(): void {
  const store = useEditorStore();
  useEffect(() => {
    let stop = () => {};
    const cancel = whenIdle(() => {
      stop = startChecking(store);
    });
    return () => {
      cancel();
      stop();
    };
  }, [store]);
}

function startChecking(store: EditorStore): () => void {
  const worker = new Worker(new URL("./problems.worker.ts", import.meta.url), { type: "module" });
  let cancel = () => {};
  let number = 0;
  let sent: { number: number; state: EditorState } | null = null;
  let known: CheckInput["others"] = [];
  let here: Promise<typeof import("./check-problems")> | null = null;

  const check = () => {
    // One check at a time; what changed meanwhile is checked when it is done.
    if (sent) return;
    const state = store.getState();
    const { pipeline, workload, others } = checkInput(state);
    const isKnown = others.length === known.length && others.every((document, index) => document === known[index]);
    known = others;
    sent = { number: ++number, state };
    if (here) void here.then(({ checkProblems }) => sent && answered({ number: sent.number, problems: checkProblems(checkInput(sent.state)) }));
    else worker.postMessage({ number, pipeline, workload, ...(isKnown ? {} : { others }) } satisfies CheckRequest);
    const { choice, document, actions } = state;
    // Undo may have led back to what was planned.
    if (choice.stale && choice.plannedKey !== null && choice.plannedKey === semanticKey(document.tables, choice.workload?.id)) actions.setStale(false);
  };
  const answered = (answer: CheckAnswer) => {
    const checked = sent?.number === answer.number ? sent.state : null;
    sent = null;
    if (!checked) return;
    const state = store.getState();
    // What was found is told by its place in the lists as they were when they were sent.
    state.actions.setProblems(problemsSlice({ ...state, document: checked.document }, answer.problems));
    if (!sameDocuments(state, checked)) check();
  };
  worker.onmessage = (event: MessageEvent<CheckAnswer>) => answered(event.data);
  // Where the worker cannot be started the page checks by itself.
  worker.onerror = () => {
    here = import("./check-problems");
    if (sent) void here.then(({ checkProblems }) => sent && answered({ number: sent.number, problems: checkProblems(checkInput(sent.state)) }));
  };
  check();
  const unsubscribe = store.subscribe((state, previous) => {
    if (sameDocuments(state, previous)) return;
    // To hand the documents over takes longer than to draw a letter: not between two letters.
    cancel();
    cancel = whenIdle(check);
  });
  return () => {
    unsubscribe();
    cancel();
    worker.terminate();
  };
}
