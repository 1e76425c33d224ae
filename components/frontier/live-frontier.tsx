"use client";

import { useLocalStorage } from "@mantine/hooks";
import { createContext, startTransition, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { createStore, type StoreApi, useStore } from "zustand";
import type { FrontierDocument, Infeasible } from "../../core/documents/frontier";
import type { InfrastructureDocument } from "../../core/documents/infrastructure";
import { useEditor, useEditorActions, useEditorStore } from "../editor/editor-store";
import { useStudyAlternatives } from "./other-documents";
import { usePlanActions } from "./plan-run";
import { documentsOf, usePreviews } from "./preview";
import { applyWhatIf, isWhatIf, type PlannedDocuments, type SetWhatIf, type WhatIf } from "./what-if";

/** After this long without another edit the plans are planned for good, so that they are there when the page is opened again. */
const QUIET_MS = 700;
/** Planning that takes longer than this is not repeated at every change. */
const MOST_MS = 2_000;

/** After this long without another answer the whole page follows what the chart shows: the chosen plan, the canvas, picks. */
const SETTLED_MS = 150;

/** What is said and drawn of what is tried comes with its answer, so that nothing is drawn twice; with an answer that takes longer than this it comes before. */
const LATE_MS = 200;

/** How the newest question is doing. Apart from the rest, so that what only tells it is all that is rendered anew while a slider moves. */
interface LiveStatus {
  /** What is asked for now cannot be done; the plans on show are those of before. */
  infeasible: Infeasible | null;
  error: string | null;
  busy: boolean;
  /** From the change to the drawn answer, ms; null before the first. */
  answeredInMs: number | null;
}

export interface LiveFrontier {
  /** Whether changes are planned as they are made. */
  on: boolean;
  setOn: (on: boolean) => void;
  /** What is tried on the frontier that the page has settled on; a slider that moves is ahead of it. */
  whatIf: WhatIf;
  /** What is tried, as far as a slider has moved by now. */
  newest: () => WhatIf;
  setWhatIf: SetWhatIf;
  /** The documents with it; null while something is not chosen. */
  documents: () => PlannedDocuments | null;
  /** The same without what is tried. */
  actual: () => PlannedDocuments | null;
  /** Another infrastructure that is tried, as it is stored. */
  elsewhere: InfrastructureDocument | null;
  /** The frontier of the documents as they are, while something is tried. */
  baseline: FrontierDocument | null;
  /** What is drawn faintly behind: the frontier before the change. Undefined leaves it to the store. */
  ghost: FrontierDocument | null | undefined;
  status: StoreApi<LiveStatus>;
}

/** What the dock has besides, which changes with every answer. */
interface LiveAnswer {
  live: LiveFrontier;
  /** The newest answer while the page has not followed it yet: the chart shows it, the store still has the one before. */
  drawn: FrontierDocument | null;
  /** What is tried as far as the page says it. */
  told: WhatIf;
  /** Lets the page follow at once, before anything is done with a plan that the chart shows. */
  settle: () => void;
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

export function useLiveStatus(): LiveStatus {
  return useStore(useLive().status);
}

const PREVIEWS = new WeakSet<FrontierDocument>();

/** Whether a frontier was planned in passing: for a slider, and not kept. */
export function isPreview(frontier: FrontierDocument): boolean {
  return PREVIEWS.has(frontier);
}

/** An answer that the page has not followed yet, and what it answers. */
interface Ahead {
  found: FrontierDocument;
  whatIf: WhatIf;
  /** Of the documents that were asked about. */
  revision: number;
  /** What the store had; when that changes, a run has put its own frontier there. */
  over: FrontierDocument | null;
}

/** Plans anew as things move, with the frontier of before behind; and plans what is only tried. `change` keeps what is tried, and gives it back as `whatIf`. */
export function useLiveFrontier(whatIf: WhatIf, change: (whatIf: WhatIf) => void): LiveAnswer {
  const [on, setOn] = useLocalStorage({ key: "trilemma-live", defaultValue: true });
  const store = useEditorStore();
  const actions = useEditorActions();
  const previews = usePreviews();
  const { start } = usePlanActions();
  const stale = useEditor((state) => state.choice.stale);
  const runStatus = useEditor((state) => state.choice.run?.status ?? null);
  const revision = useEditor((state) => state.document.revision);
  const frontier = useEditor((state) => state.choice.frontier);
  const infrastructure = useEditor((state) => state.choice.infrastructure);
  const others = useStudyAlternatives(whatIf);
  const [baseline, setBaseline] = useState<FrontierDocument | null>(null);
  const [ghost, setGhost] = useState<FrontierDocument | null | undefined>(undefined);
  const [status] = useState(() => createStore<LiveStatus>(() => ({ infeasible: null, error: null, busy: false, answeredInMs: null })));
  const [settled, setSettled] = useState(whatIf);
  const [told, setTold] = useState(whatIf);
  const [ahead, setAhead] = useState<Ahead | null>(null);
  const running = runStatus === "queued" || runStatus === "running";
  const trying = isWhatIf(whatIf);
  const base = useRef<FrontierDocument | null>(null);
  const slow = useRef(false);
  /** How many were asked: only the newest ends the planning. */
  const questions = useRef(0);
  const tried = useRef(whatIf);
  useEffect(() => {
    tried.current = whatIf;
  }, [whatIf]);

  const newest = useCallback(() => tried.current, []);
  const actual = useCallback(() => documentsOf(store), [store]);
  const documentsWith = useCallback(
    (tried: WhatIf) => {
      const known = documentsOf(store);
      if (!known) return null;
      return applyWhatIf(tried, {
        ...known,
        ...(others.infrastructure ? { infrastructure: others.infrastructure } : {}),
        ...(others.pipeline ? { pipeline: others.pipeline } : {}),
      });
    },
    [store, others],
  );
  const documents = useCallback(() => documentsWith(settled), [documentsWith, settled]);

  const drawn = ahead !== null && ahead.over === frontier ? ahead.found : null;
  const settle = useCallback(() => {
    if (!drawn || !ahead) return;
    setAhead(null);
    setSettled(ahead.whatIf);
    actions.setFrontier(drawn, { stale: store.getState().document.revision !== ahead.revision });
  }, [drawn, ahead, store, actions]);
  useEffect(() => {
    if (!drawn) return;
    const timer = setInterval(() => {
      if (!status.getState().busy) settle();
    }, SETTLED_MS);
    return () => clearInterval(timer);
  }, [drawn, settle, status]);

  const ask = useCallback(
    (whatIf: WhatIf) => {
      const question = documentsWith(whatIf);
      const { choice, document } = store.getState();
      const { catalogues } = choice;
      if (!question || catalogues.length === 0) return;
      const began = performance.now();
      questions.current += 1;
      const number = questions.current;
      status.setState({ busy: true });
      previews.ask(
        { documents: question, catalogues },
        {
          onFrontier: (found) => {
            slow.current = performance.now() - began > MOST_MS;
            const partial = found.spec.certificate.kind === "partial";
            const answered = () => ({ busy: number !== questions.current, answeredInMs: performance.now() - began });
            // half an answer must not take the place of a whole one: the plans stay, marked as out of date
            if (!isWhatIf(whatIf) && partial) {
              slow.current = true;
              status.setState(answered());
            } else if (found.spec.plans.length === 0) {
              setSettled(whatIf);
              setTold(whatIf);
              status.setState({ ...answered(), infeasible: found.spec.infeasible, error: null });
            } else {
              const over = store.getState().choice.frontier;
              PREVIEWS.add(found);
              // on the screen before anything says that it is
              flushSync(() => {
                if (over && !PREVIEWS.has(over)) setGhost(over);
                setAhead({ found, whatIf, revision: document.revision, over });
                setTold(whatIf);
              });
              status.setState({ ...answered(), infeasible: null, error: null });
            }
          },
          onError: (error) => {
            setSettled(whatIf);
            setTold(whatIf);
            status.setState({ busy: number !== questions.current, infeasible: null, error });
          },
        },
      );
    },
    [documentsWith, store, previews, status],
  );

  // what a slider asks goes out before the page draws where it stands: the answer is worked out meanwhile
  const asked = useRef<{ whatIf: WhatIf; by: typeof ask } | null>(null);
  const setWhatIf = useCallback<SetWhatIf>(
    (next) => {
      const made = typeof next === "function" ? next(tried.current) : next;
      const before = tried.current;
      tried.current = made;
      change(made);
      const elsewhere = made.infrastructureId !== before.infrastructureId || made.pipelineVersion !== before.pipelineVersion;
      if (base.current === null || elsewhere || !others.ready || !isWhatIf(made)) return;
      asked.current = { whatIf: made, by: ask };
      ask(made);
    },
    [change, others.ready, ask],
  );

  const behind = told !== whatIf;
  // biome-ignore lint/correctness/useExhaustiveDependencies: every answer starts the time anew, a slider that moves on does not
  useEffect(() => {
    if (!behind) return;
    const timer = setTimeout(() => startTransition(() => setTold(tried.current)), LATE_MS);
    return () => clearTimeout(timer);
  }, [behind, told]);

  // what is tried: the frontier of before is the baseline, and comes back when nothing is tried any more
  useEffect(() => {
    if (trying) {
      if (base.current === null) {
        const known = store.getState().choice.frontier;
        if (!known) return;
        base.current = known;
        setBaseline(known);
      }
      if (!others.ready) status.setState({ busy: true });
      else if (asked.current?.whatIf !== whatIf || asked.current.by !== ask) ask(whatIf);
      return;
    }
    if (base.current === null) return;
    const known = base.current;
    base.current = null;
    previews.stop();
    setBaseline(null);
    setAhead(null);
    setSettled(whatIf);
    setTold(whatIf);
    setGhost(null);
    status.setState({ busy: false, infeasible: null, error: null, answeredInMs: null });
    actions.setFrontier(known, { stale: store.getState().choice.stale });
  }, [trying, others.ready, ask, store, previews, actions, status, whatIf]);

  // a change of the documents themselves: drawn at once, planned for good when it is quiet
  const seen = useRef({ revision, infrastructure });
  useEffect(() => {
    const changed = seen.current.revision !== revision || seen.current.infrastructure !== infrastructure;
    seen.current = { revision, infrastructure };
    if (!changed || !on || !stale || trying || running || slow.current || !store.getState().choice.frontier) return;
    ask(whatIf);
  }, [revision, infrastructure, on, stale, trying, running, ask, store, whatIf]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: every further edit starts the quiet time anew
  useEffect(() => {
    const shown = store.getState().choice.frontier;
    if (!on || trying || running || runStatus === "failed" || slow.current || !shown || !(stale || PREVIEWS.has(shown))) return;
    const timer = setTimeout(() => void start(), QUIET_MS);
    return () => clearTimeout(timer);
  }, [on, stale, trying, running, runStatus, revision, frontier, start, store]);

  // what the newest question met is said of plans that are not shown for it; a run, and the frontier it brings, is shown itself
  useEffect(() => {
    if (!trying && (running || (frontier && !PREVIEWS.has(frontier)))) status.setState({ infeasible: null, error: null });
  }, [running, frontier, trying, status]);

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

  const live = useMemo(
    () => ({
      on,
      setOn,
      whatIf: settled,
      newest,
      setWhatIf,
      documents,
      actual,
      elsewhere: others.infrastructure,
      baseline,
      ghost: trying ? baseline : ghost,
      status,
    }),
    [on, setOn, settled, newest, setWhatIf, documents, actual, others.infrastructure, baseline, trying, ghost, status],
  );
  const latest = useRef(settle);
  latest.current = settle;
  return { live, drawn, told, settle: useCallback(() => latest.current(), []) };
}
