"use client";

import { Badge, Tooltip } from "@mantine/core";
import { useMemo } from "react";
import { classKey } from "../../core/graph/edit-tables";
import { arrivalWarning } from "../../core/metrics/arrivals";
import { useEditor } from "../editor/editor-store";

/** What to know about the arrivals of the planned class before trusting computed waits; null when they are close to Poisson. */
export function useArrivalWarning(): string | null {
  const workload = useEditor((state) => state.choice.workload);
  const classId = useEditor((state) => state.choice.classId);
  const key = workload && classId ? classKey(workload.id, classId) : "";
  const record = useEditor((state) => state.document.tables.classes[key]);
  const settings = workload?.document.spec.settings;
  return useMemo(() => (record ? arrivalWarning(record, settings) : null), [record, settings]);
}

/** Beside the frontier: its waits are computed for arrivals that are far from Poisson. */
export function ArrivalsNotice() {
  const warning = useArrivalWarning();
  if (!warning) return null;
  return (
    <Tooltip label={warning} multiline w={340}>
      <Badge component="button" type="button" variant="light" color="yellow" aria-label={warning} data-testid="arrivals-notice" style={{ cursor: "help" }}>
        Bursty arrivals
      </Badge>
    </Tooltip>
  );
}
