"use client";

import { notifications } from "@mantine/notifications";
import { useCallback, useEffect, useMemo, useRef } from "react";
import type { FrontierDocument } from "../../core/documents/frontier";
import type { PlanBody } from "../../core/documents/plan";
import { findSameDecisions } from "../../core/frontier/same-decisions";
import { plural } from "../ui/format";
import { carryPins } from "./carry-pins";
import { isPreview } from "./live-frontier";
import type { Workspace } from "./use-workspace";

export interface Pins {
  /** Ids in the frontier on show, in the order of pinning; "" for a pinned plan that it does not hold. */
  ids: readonly string[];
  /** The pinned plans as they were pinned. */
  plans: readonly PlanBody[];
  toggle: (id: string) => void;
}

function planOf(frontier: FrontierDocument, id: string): PlanBody | undefined {
  return frontier.spec.plans.find((plan) => plan.id === id);
}

/** Pins stay with what a plan decides: ids are given anew by every planning. `frontier` is the one that the charts show. */
export function usePins({ state, change, togglePin }: Workspace, frontier: FrontierDocument | null): Pins {
  const shown = useRef(frontier);
  shown.current = frontier;
  /** The frontier that the ids in the state belong to. */
  const home = useRef<FrontierDocument | null>(null);
  /** Pinned plans that a new frontier did not hold; pinned again when they come back, until pins are changed by hand. */
  const lost = useRef<readonly PlanBody[]>([]);
  const { pins } = state;

  useEffect(() => {
    if (!frontier || isPreview(frontier) || frontier.spec.plans.length === 0) return;
    const before = home.current;
    home.current = frontier;
    if (!before || before === frontier || pins.length + lost.current.length === 0) return;
    const carried = carryPins([...pins.flatMap((id) => planOf(before, id) ?? []), ...lost.current], frontier.spec.plans);
    const gone = carried.lost.length - lost.current.length;
    lost.current = carried.lost;
    if (carried.ids.join() !== pins.join()) change({ pins: carried.ids });
    if (gone > 0)
      notifications.show({
        message: `${plural(gone, "pinned plan")} ${gone === 1 ? "is" : "are"} not on the new frontier; ${gone === 1 ? "it is" : "they are"} unpinned until a frontier has ${gone === 1 ? "it" : "them"} again.`,
        color: "gray",
        // beside the buttons of what is tried, not over them
        position: "bottom-center",
      });
  }, [frontier, pins, change]);

  const plans = useMemo(() => {
    const source = home.current ?? frontier;
    return source ? pins.flatMap((id) => planOf(source, id) ?? []) : [];
  }, [pins, frontier]);
  const ids = useMemo(() => {
    const source = home.current;
    if (pins.length === 0 || !frontier || !source || source === frontier) return pins;
    return pins.map((id) => {
      const plan = planOf(source, id);
      return (plan && findSameDecisions(frontier.spec.plans, plan)?.id) ?? "";
    });
  }, [pins, frontier]);

  const toggle = useCallback(
    (id: string) => {
      lost.current = [];
      const source = home.current;
      if (!shown.current || !source || shown.current === source) {
        togglePin(id);
        return;
      }
      const plan = planOf(shown.current, id);
      const same = plan && findSameDecisions(source.spec.plans, plan);
      if (same) togglePin(same.id);
      else notifications.show({ message: "This plan exists only in what is tried. Apply it, then pin the plan.", color: "gray", position: "bottom-center" });
    },
    [togglePin],
  );
  return useMemo(() => ({ ids, plans, toggle }), [ids, plans, toggle]);
}
