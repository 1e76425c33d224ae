"use client";

import { notifications } from "@mantine/notifications";
import { useEffect, useMemo, useRef } from "react";
import type { FrontierDocument } from "../../core/documents/frontier";
import { useEditor } from "../editor/editor-store";
import { isPreview } from "./live-frontier";
import { columnsOf, type PlanColumns } from "./plan-values";
import type { Workspace } from "./use-workspace";
import { isWhatIf } from "./what-if";
import { EMPTY_WORKSPACE } from "./workspace-state";

/** Tells lists of plans apart by their figures (FNV-1a over 32-bit words): ids of one list mean other plans in another. */
export function fingerprintOf({ count, values, latency, statistic }: PlanColumns): string {
  let hash = Math.imul(0x811c9dc5 ^ count, 0x01000193);
  for (const { buffer, byteOffset, byteLength } of [values.costPerThousand, latency[statistic], values.quality]) {
    const words = new Uint32Array(buffer, byteOffset, byteLength / 4);
    for (let i = 0; i < words.length; i += 1) hash = Math.imul(hash ^ (words[i] as number), 0x01000193);
  }
  return (hash >>> 0).toString(36);
}

/**
 * What an address says besides the arrangement: the chosen plan, and which plans its ids are of. Both are taken from it once, then written to it. Where the
 * pipeline was planned anew since, ids would name other plans: none is chosen then, and that is said. A plan of what is tried is chosen when its plans are there.
 */
export function useSharedLink({ state, change }: Workspace, shown: FrontierDocument | null, onSelect: (id: string) => void): void {
  const selectedId = useEditor((editor) => editor.choice.selectedPlanId);
  const tab = useEditor((editor) => editor.panels.dockTab);
  const checked = useRef(false);
  const taken = useRef(false);
  const first = useRef(selectedId);
  const kept = shown && !isPreview(shown) && shown.spec.plans.length > 0 ? shown : null;

  const of = useMemo(() => kept && fingerprintOf(columnsOf(kept)), [kept]);
  const isRead = state !== EMPTY_WORKSPACE;

  useEffect(() => {
    if (of === null || !isRead) return;
    if (!checked.current && state.of !== null && state.of !== of) {
      taken.current = true;
      change({ pins: [], plan: null });
      notifications.show({
        message: "The pipeline was planned anew since this link was made, so its chosen and pinned plans are not shown.",
        color: "gray",
        position: "bottom-center",
        autoClose: 10_000,
      });
    }
    checked.current = true;
    if (state.of !== of) change({ of });
  }, [of, isRead, state.of, change]);

  const ready = shown !== null && checked.current && (!isWhatIf(state.whatIf) || isPreview(shown));
  useEffect(() => {
    if (!isRead) return;
    if (!taken.current) {
      const chosenMeanwhile = selectedId !== first.current;
      if (!ready && !chosenMeanwhile) return;
      taken.current = true;
      if (!chosenMeanwhile && state.plan && state.plan !== selectedId) {
        onSelect(state.plan);
        return;
      }
    }
    if (state.plan !== selectedId) change({ plan: selectedId });
  }, [isRead, ready, selectedId, state.plan, onSelect, change]);

  useEffect(() => {
    if (isRead && state.tab !== tab) change({ tab });
  }, [isRead, tab, state.tab, change]);
}
