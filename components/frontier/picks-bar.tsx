"use client";

import { Tooltip } from "@mantine/core";
import { memo, useEffect, useMemo, useState } from "react";
import type { FrontierSpec } from "../../core/documents/frontier";
import { namedPicks, type Pick } from "../../core/frontier/picks";
import { formatJoules, formatMs, formatQuality, formatUsdPerThousand, plural } from "../ui/format";
import classes from "./picks-bar.module.css";
import { whenIdle } from "./when-idle";

const TITLES: Record<Pick["name"], string> = {
  "cheapest-within-targets": "Cheapest within targets",
  "fastest-within-budget": "Fastest within budget",
  "best-quality": "Best quality",
  knee: "Knee",
  "least-energy": "Least energy",
  closest: "Least change",
};

/** Why a plan is the pick, from computed facts. */
export function reasonOf(pick: Pick, plans: number): string {
  const { value, limit } = pick.because;
  switch (pick.name) {
    case "cheapest-within-targets":
      return `Of the plans that meet every target, none costs less than its ${formatUsdPerThousand(value)}.`;
    case "fastest-within-budget":
      return limit === undefined
        ? `None of the ${plural(plans, "plan")} is faster than its ${formatMs(value)}.`
        : `Of the plans within ${formatUsdPerThousand(limit)}, none is faster than its ${formatMs(value)}.`;
    case "best-quality":
      return `No plan has a higher quality than its ${formatQuality(value)}.`;
    case "knee":
      return "The plan nearest to the ideal of all objectives at once, each scaled to its range on the frontier: beyond it, a little more of one costs much of the others.";
    case "least-energy":
      return `No plan uses less energy per request than its ${formatJoules(value)}.`;
    case "closest":
      return value === 0 ? "It changes nothing of what runs today." : `It changes ${plural(value, "operator")} of what runs today, the fewest of all.`;
  }
}

/** Above this many plans the picks come after the picture. */
const AT_ONCE = 5_000;

function usePicks(frontier: FrontierSpec): readonly Pick[] {
  const atOnce = useMemo(() => (frontier.plans.length <= AT_ONCE ? namedPicks(frontier) : null), [frontier]);
  const [later, setLater] = useState<{ frontier: FrontierSpec; picks: readonly Pick[] } | null>(null);
  useEffect(() => {
    if (atOnce) return;
    return whenIdle(() => setLater({ frontier, picks: namedPicks(frontier) }));
  }, [frontier, atOnce]);
  return atOnce ?? (later?.frontier === frontier ? later.picks : []);
}

interface PicksBarProps {
  frontier: FrontierSpec;
  selectedId: string | null;
  onSelect: (id: string) => void;
  onHover: (id: string | null) => void;
}

/** Plans with a name: where to begin. */
export const PicksBar = memo(function PicksBar({ frontier, selectedId, onSelect, onHover }: PicksBarProps) {
  const picks = usePicks(frontier);
  if (picks.length === 0) return null;
  return (
    <section className={classes.bar} aria-label="Named picks" data-testid="picks">
      {picks.map((pick) => (
        <Tooltip key={pick.name} label={reasonOf(pick, frontier.plans.length)} multiline w={280}>
          <button
            type="button"
            className={classes.pick}
            aria-pressed={pick.planId === selectedId}
            onClick={() => onSelect(pick.planId)}
            onPointerEnter={() => onHover(pick.planId)}
            onPointerLeave={() => onHover(null)}
          >
            {TITLES[pick.name]} <span>{pick.planId}</span>
          </button>
        </Tooltip>
      ))}
    </section>
  );
});
