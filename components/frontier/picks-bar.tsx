"use client";

import { Tooltip } from "@mantine/core";
import { memo, useEffect, useMemo, useRef, useState } from "react";
import type { FrontierSpec } from "../../core/documents/frontier";
import { namedPicks, type Pick } from "../../core/frontier/picks";
import type { SituationPick } from "../../core/frontier/situation-picks";
import { formatJoules, formatMs, formatQuality, formatUsdPerThousand, plural } from "../ui/format";
import classes from "./picks-bar.module.css";
import { useSituationPicks } from "./situation-picks";
import { whenIdle } from "./when-idle";

const PICK_TITLES: Record<Pick["name"], string> = {
  "cheapest-within-targets": "Cheapest within targets",
  "fastest-within-budget": "Fastest within budget",
  "best-quality": "Best quality",
  knee: "Knee",
  "least-energy": "Least energy",
  closest: "Least change",
};

/** No plan is within targets that none meets: the cheapest of those that miss least is called what it is. */
function titleOf({ name, because }: Pick): string {
  return name === "cheapest-within-targets" && because.missesTargets ? "Misses the least" : PICK_TITLES[name];
}

/** Why a plan is the pick, from computed facts. */
export function reasonOf(pick: Pick): string {
  const { value, limit, unknownOperators, leftOut, missesTargets } = pick.because;
  switch (pick.name) {
    case "cheapest-within-targets":
      return missesTargets
        ? `No plan meets every target. Of those whose missed targets weigh least, none costs less than its ${formatUsdPerThousand(value)}.`
        : `Of the plans that meet every target, none costs less than its ${formatUsdPerThousand(value)}.`;
    case "fastest-within-budget":
      return `Of the plans within ${formatUsdPerThousand(limit)}${missesTargets ? "" : " that meet every target"}, none is faster than its ${formatMs(value)}.${missesTargets ? " It misses another target, as every plan within the budget does; what it misses weighs least." : ""}`;
    case "best-quality":
      return `No plan has a higher quality than its ${formatQuality(value)}.`;
    case "knee":
      return "The plan nearest to the ideal of all objectives at once, each scaled to its range on the frontier: beyond it, a little more of one costs much of the others.";
    case "least-energy":
      if (unknownOperators !== undefined)
        return `The energy of ${plural(unknownOperators, "operator")} of this plan is not known and counts as 0 J; no plan has fewer of these, and of those with as few none uses less than its ${formatJoules(value)}.`;
      return leftOut
        ? `Of the plans whose energy is known in full, none uses less per request than its ${formatJoules(value)}; of ${plural(leftOut, "plan")} it is incomplete.`
        : `No plan uses less energy per request than its ${formatJoules(value)}.`;
    case "closest":
      return value === 0 ? "It changes nothing of what runs today." : `It changes ${plural(value, "operator")} of what runs today, the fewest of all.`;
  }
}

/** A pick as it is shown. */
interface PickWords {
  name: string;
  planId: string;
  title: string;
  reason: string;
}

/** All picks in words, the same in the bar and on paper. */
export function pickWords(own: readonly Pick[], situations: readonly SituationPick[]): PickWords[] {
  return [
    ...own.map((pick) => ({ name: pick.name, planId: pick.planId, title: titleOf(pick), reason: reasonOf(pick) })),
    ...situations.map((pick) => ({ ...pick, title: pick.name === "most-robust" ? "Most robust" : "Least change" })),
  ];
}

/** Above this many plans the picks come after the picture. */
const AT_ONCE = 1_000;

/** Null until they are found. */
function usePicks(frontier: FrontierSpec): readonly Pick[] | null {
  const atOnce = useMemo(() => (frontier.plans.length <= AT_ONCE ? namedPicks(frontier) : null), [frontier]);
  const [later, setLater] = useState<{ frontier: FrontierSpec; picks: readonly Pick[] } | null>(null);
  useEffect(() => {
    if (atOnce) return;
    return whenIdle(() => setLater({ frontier, picks: namedPicks(frontier) }));
  }, [frontier, atOnce]);
  return atOnce ?? (later?.frontier === frontier ? later.picks : null);
}

interface PicksBarProps {
  frontier: FrontierSpec;
  selectedId: string | null;
  onSelect: (id: string) => void;
  onHover: (id: string | null) => void;
}

/** Plans with a name: where to begin. While the picks of new plans are worked out, those of before keep their places, without a plan. */
export const PicksBar = memo(function PicksBar({ frontier, selectedId, onSelect, onHover }: PicksBarProps) {
  const own = usePicks(frontier);
  const situations = useSituationPicks(frontier);
  const known = pickWords(own ?? [], situations ?? []);
  const busy = own === null || situations === null;
  const before = useRef(known);
  useEffect(() => {
    if (!busy) before.current = known;
  });
  const pending = busy ? before.current.filter(({ name }) => !known.some((pick) => pick.name === name)) : [];
  if (own && known.length + pending.length === 0) return null;
  return (
    <section className={classes.bar} aria-label="Named picks" aria-busy={own === null} data-testid="picks">
      {known.map((pick) => (
        <Tooltip key={pick.name} label={pick.reason} multiline w={280}>
          <button
            type="button"
            className={classes.pick}
            aria-pressed={pick.planId === selectedId}
            onClick={() => onSelect(pick.planId)}
            onPointerEnter={() => onHover(pick.planId)}
            onPointerLeave={() => onHover(null)}
          >
            {pick.title} <span>{pick.planId}</span>
          </button>
        </Tooltip>
      ))}
      {pending.map(({ name, planId, title }) => (
        <button key={name} type="button" className={classes.pick} disabled>
          {title} <span className={classes.pending}>{planId}</span>
        </button>
      ))}
    </section>
  );
});
