"use client";

import { useLocalStorage } from "@mantine/hooks";
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import type { FrontierDocument, Infeasible } from "../../core/documents/frontier";
import { useEditor, useEditorActions, useEditorStore } from "../editor/editor-store";
import { useStudyAlternatives } from "./other-documents";
import { usePlanActions } from "./plan-run";
import { documentsOf, usePreviews } from "./preview";
import { applyWhatIf, isWhatIf, type PlannedDocuments, type WhatIf } from "./what-if";

/** After this long without another edit the plans are planned for good, so that they are there when the page is opened again. */
const QUIET_MS = 700;
/** Planning that takes longer than this is not repeated at every change. */
const MOST_MS = 2_000;

export interface LiveFrontier {
  /** Whether changes are planned as they are made. */
  on: boolean;
  setOn: (on: boolean) => void;
  whatIf: WhatIf;
  setWhatIf: (whatIf: WhatIf) => void;
  /** The documents with what is tried; null while something is not chosen. */
  documents: () => PlannedDocuments | null;
  /** The same without what is tried. */
  actual: () => PlannedDocuments | null;
  /** The frontier of the documents as they are, while something is tried. */
  baseline: FrontierDocument | null;
  /** What is drawn faintly behind: the frontier before the change. Undefined leaves it to the store. */
  ghost: FrontierDocument | null | undefined;
  /** What is asked for now cannot be done; the plans on show are those of before. */
  infeasible: Infeasible | null;
  error: string | null;
  busy: boolean;
  /** From the change to the answer, ms; null before the first. */
  answeredInMs: number | null;
}

const LiveContext = createContext<LiveFrontier | null>(null);
export const LiveProvider = LiveContext.Provider;

export function useLive(): LiveFrontier {
  const live = useContext(LiveContext);
  if (!live) throw new Error("useLive is used outside of a LiveProvider");
  return live;
}

/** The same where a page may have no live frontier (the inspector stands outside of the dock). */
export function useLiveIfAny(): LiveFrontier | null {
  return useContext(LiveContext);
}

const PREVIEWS = new WeakSet<FrontierDocument>();

/** Whether a frontier was planned in passing: for a slider, and not kept. */
export function isPreview(frontier: FrontierDocument): boolean {
  return PREVIEWS.has(frontier);
}

/** Plans anew as things move, with the frontier of before behind; and plans what is only tried. */
export function useLiveFrontier(whatIf: WhatIf, setWhatIf: (whatIf: WhatIf) => void): LiveFrontier {
  const [on, setOn] = useLocalStorage({ key: "trilemma-live", defaultValue: true });
  const store = useEditorStore();
  const actions = useEditorActions();
  const previews = usePreviews();
  const { start } = usePlanActions();
  const stale = useEditor((state) => state.choice.stale);
  const status = useEditor((state) => state.choice.run?.status ?? null);
  const revision = useEditor((state) => state.document.revision);
  const frontier = useEditor((state) => state.choice.frontier);
  const infrastructure = useEditor((state) => state.choice.infrastructure);
  const others = useStudyAlternatives(whatIf);
  const [baseline, setBaseline] = useState<FrontierDocument | null>(null);
  const [ghost, setGhost] = useState<FrontierDocument | null | undefined>(undefined);
  const [answer, setAnswer] = useState<{ infeasible: Infeasible | null; error: string | null }>({ infeasible: null, error: null });
  const [busy, setBusy] = useState(false);
  const [answeredInMs, setAnsweredInMs] = useState<number | null>(null);
  const running = status === "queued" || status === "running";
  const trying = isWhatIf(whatIf);
  const base = useRef<FrontierDocument | null>(null);
  const slow = useRef(false);

  const actual = useCallback(() => documentsOf(store), [store]);
  const documents = useCallback(() => {
    const known = documentsOf(store);
    if (!known) return null;
    return applyWhatIf(whatIf, {
      ...known,
      ...(others.infrastructure ? { infrastructure: others.infrastructure } : {}),
      ...(others.pipeline ? { pipeline: others.pipeline } : {}),
    });
  }, [store, whatIf, others]);

  const show = useCallback(
    (found: FrontierDocument) => {
      const { choice } = store.getState();
      if (choice.frontier && !PREVIEWS.has(choice.frontier)) setGhost(choice.frontier);
      PREVIEWS.add(found);
      actions.setFrontier(found, { stale: false });
    },
    [store, actions],
  );

  const ask = useCallback(() => {
    const asked = documents();
    const { catalogues } = store.getState().choice;
    if (!asked || catalogues.length === 0) return;
    const began = performance.now();
    setBusy(true);
    previews.ask(
      { documents: asked, catalogues },
      {
        onFrontier: (found) => {
          const took = performance.now() - began;
          slow.current = took > MOST_MS;
          setBusy(false);
          setAnsweredInMs(took);
          // half an answer must not take the place of a whole one: the plans stay, marked as out of date
          if (!isWhatIf(whatIf) && found.spec.certificate.kind === "partial") {
            slow.current = true;
            return;
          }
          if (found.spec.plans.length === 0) {
            setAnswer({ infeasible: found.spec.infeasible, error: null });
            return;
          }
          setAnswer({ infeasible: null, error: null });
          show(found);
        },
        onError: (error) => {
          setBusy(false);
          setAnswer({ infeasible: null, error });
        },
      },
    );
  }, [documents, store, previews, show, whatIf]);

  // what is tried: the frontier of before is the baseline, and comes back when nothing is tried any more
  useEffect(() => {
    if (trying) {
      if (base.current === null) {
        const known = store.getState().choice.frontier;
        if (!known) return;
        base.current = known;
        setBaseline(known);
      }
      if (others.ready) ask();
      return;
    }
    if (base.current === null) return;
    const known = base.current;
    base.current = null;
    previews.stop();
    setBaseline(null);
    setBusy(false);
    setGhost(null);
    setAnswer({ infeasible: null, error: null });
    actions.setFrontier(known, { stale: store.getState().choice.stale });
  }, [trying, others.ready, ask, store, previews, actions]);

  // a change of the documents themselves: drawn at once, planned for good when it is quiet
  const seen = useRef({ revision, infrastructure });
  useEffect(() => {
    const changed = seen.current.revision !== revision || seen.current.infrastructure !== infrastructure;
    seen.current = { revision, infrastructure };
    if (!changed || !on || !stale || trying || running || slow.current || !store.getState().choice.frontier) return;
    ask();
  }, [revision, infrastructure, on, stale, trying, running, ask, store]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: every further edit starts the quiet time anew
  useEffect(() => {
    const shown = store.getState().choice.frontier;
    if (!on || trying || running || status === "failed" || slow.current || !shown || !(stale || PREVIEWS.has(shown))) return;
    const timer = setTimeout(() => {
      setAnswer({ infeasible: null, error: null });
      void start();
    }, QUIET_MS);
    return () => clearTimeout(timer);
  }, [on, stale, trying, running, status, revision, frontier, start, store]);

  // a run that was quick makes later changes live again
  const began = useRef<number | null>(null);
  useEffect(() => {
    if (running) began.current ??= performance.now();
    else if (began.current !== null) {
      slow.current = performance.now() - began.current > MOST_MS;
      began.current = null;
    }
  }, [running]);

  // the ghost stays while the last edit is planned for good, and goes with the next plans that were asked for by hand
  const last = useRef(frontier);
  useEffect(() => {
    const before = last.current;
    last.current = frontier;
    if (frontier && before && before !== frontier && !PREVIEWS.has(frontier) && !PREVIEWS.has(before)) setGhost(undefined);
  }, [frontier]);

  return useMemo(
    () => ({
      on,
      setOn,
      whatIf,
      setWhatIf,
      documents,
      actual,
      baseline,
      ghost: trying ? baseline : ghost,
      ...answer,
      busy: busy || (trying && !others.ready),
      answeredInMs,
    }),
    [on, setOn, whatIf, setWhatIf, documents, actual, baseline, trying, ghost, answer, busy, others.ready, answeredInMs],
  );
}
