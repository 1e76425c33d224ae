"use client";

import { Button, Kbd, Tooltip } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { useEffect } from "react";
import { useEditorServices } from "../editor/editor-services";
import { useEditor } from "../editor/editor-store";
import classes from "./plan-button.module.css";
import { usePlanActions, useWatchRun } from "./plan-run";
import { progressWords } from "./words";

/** Why nothing can be planned yet; null when it can. */
export function usePlanBlocker(): string | null {
  return useEditor((state) => {
    const { choice, document } = state;
    if (Object.keys(document.tables.operators).length === 0) return "Add an operator first";
    if (choice.catalogues.length === 0) return "Choose a catalogue first";
    if (!choice.infrastructure) return "Choose an infrastructure first";
    if (!choice.workload) return "Choose a workload first";
    return null;
  });
}

/** Plans what is on the page; while that runs, says how far it is and cancels. */
export function PlanButton() {
  const run = useEditor((state) => state.choice.run);
  const stale = useEditor((state) => state.choice.stale);
  const blocker = usePlanBlocker();
  const services = useEditorServices();
  const { start, cancel } = usePlanActions();
  useWatchRun();
  useHotkeys([["mod+Enter", () => void (blocker === null && start())]], []);
  useEffect(() => {
    services.plan = () => void start();
    return () => {
      services.plan = null;
    };
  }, [services, start]);

  const running = run?.status === "queued" || run?.status === "running";
  return (
    <div className={classes.root} data-testid="plan-control" data-status={run?.status ?? "none"}>
      {running ? (
        <>
          <span className={classes.progress} data-testid="plan-progress">
            {progressWords(run.progress)}
          </span>
          <Button variant="default" leftSection={<IconPlayerStop size={14} aria-hidden />} onClick={() => void cancel()} disabled={run.id === ""}>
            Cancel
          </Button>
        </>
      ) : (
        <Tooltip
          label={
            blocker ?? (
              <span className={classes.hint}>
                {stale ? "Plan again: something changed" : "Find every plan nobody can beat"} <Kbd size="xs">Ctrl</Kbd>
                <Kbd size="xs">Enter</Kbd>
              </span>
            )
          }
        >
          <Button
            data-testid="plan-button"
            data-disabled={blocker !== null || undefined}
            aria-disabled={blocker !== null}
            leftSection={<IconPlayerPlay size={14} aria-hidden />}
            onClick={() => void (blocker === null && start())}
          >
            {stale ? "Plan again" : "Plan"}
          </Button>
        </Tooltip>
      )}
    </div>
  );
}
