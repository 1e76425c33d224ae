"use client";

import { useLocalStorage } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import { useEditor } from "../editor/editor-store";
import { usePlanActions } from "./plan-run";

const QUIET_MS = 120;
/** Planning that takes longer than this is not repeated at every change. */
const MOST_MS = 2_000;

/** Plans again whenever something changed, while that is quick; a change during a run is planned after it. */
export function useLivePlanning(): { on: boolean; set: (on: boolean) => void } {
  const [on, set] = useLocalStorage({ key: "trilemma-live", defaultValue: true });
  const stale = useEditor((state) => state.choice.stale);
  const status = useEditor((state) => state.choice.run?.status ?? null);
  const revision = useEditor((state) => state.document.revision);
  const { start } = usePlanActions();
  const began = useRef<number | null>(null);
  const lasted = useRef<number | null>(null);
  const running = status === "queued" || status === "running";

  useEffect(() => {
    if (running) began.current ??= performance.now();
    else if (began.current !== null) {
      lasted.current = performance.now() - began.current;
      began.current = null;
    }
  }, [running]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: every further edit starts the quiet time anew
  useEffect(() => {
    if (!on || !stale || running || status === "failed" || lasted.current === null || lasted.current > MOST_MS) return;
    const timer = setTimeout(() => void start(), QUIET_MS);
    return () => clearTimeout(timer);
  }, [on, stale, running, status, revision, start]);

  return { on, set };
}
