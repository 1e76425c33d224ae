"use client";

import { Button } from "@mantine/core";
import type { TargetPrice } from "../../core/documents/frontier";
import { useEditorActions } from "../editor/editor-store";
import { formatObjective, formatObjectiveExact, formatPercent } from "../ui/format";
import { metricColour, metricInfo } from "../ui/metrics";
import classes from "./explain-tab.module.css";
import { usePlannedClass } from "./frontier-data";
import { usePlanActions } from "./plan-run";
import { indexOfTarget, roundedToSafeSide, useSetTarget } from "./slo-edits";
import { sloWords } from "./words";

/** What each hard target costs, as the planner has proven it: also beyond the limit, where the frontier shows no plans. */
export function HardPrices({ prices }: { prices: readonly TargetPrice[] }) {
  const planned = usePlannedClass();
  const actions = useEditorActions();
  const setTarget = useSetTarget();
  const { start } = usePlanActions();
  if (prices.length === 0) return null;
  return (
    <ul className={classes.prices}>
      {prices.map((price) => {
        const step = price.ease[0];
        const value = step ? roundedToSafeSide(price.slo, step.value) : null;
        return (
          <li key={sloWords(price.slo)}>
            <span className={classes.swatch} style={{ background: metricColour(price.slo.metric) }} />
            <span>
              {sloWords(price.slo)}
              {step && value !== null
                ? ` → ${formatObjectiveExact(price.slo.metric, value)}: ${metricInfo(price.objective).noun} ${formatPercent(Math.abs(step.change))} ${step.change < 0 ? "lower" : "higher"} (${formatObjective(price.objective, step.best)})`
                : ": loosening it gains nothing"}
            </span>
            {step && value !== null && planned ? (
              <span className={classes.buttons}>
                <Button
                  variant="default"
                  size="compact-xs"
                  onClick={() => {
                    const changed = setTarget(indexOfTarget(planned.record.slos ?? [], price.slo), value, { label: "Relax target" });
                    actions.sealEdit();
                    if (changed) void start();
                  }}
                >
                  Set
                </Button>
              </span>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
