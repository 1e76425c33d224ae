"use client";

import { useCallback } from "react";
import type { Slo } from "../../core/documents/workload";
import { useEditorActions } from "../editor/editor-store";
import { usePlannedClass } from "./frontier-data";

function sameTarget(a: Slo, b: Slo): boolean {
  return (
    a.metric === b.metric &&
    a.op === b.op &&
    a.operator === b.operator &&
    a.path?.from === b.path?.from &&
    a.path?.to === b.path?.to &&
    (a.statistic ?? null) === (b.statistic ?? null)
  );
}

/** Position of a target in a class; the value decides between two that are otherwise alike. -1 when it is gone. */
export function indexOfTarget(slos: readonly Slo[], slo: Slo): number {
  const exact = slos.findIndex((candidate) => sameTarget(candidate, slo) && candidate.value === slo.value);
  return exact >= 0 ? exact : slos.findIndex((candidate) => sameTarget(candidate, slo));
}

/** The nearest feasible value, moved to the safe side so that a rounded figure is still feasible. */
export function roundedToSafeSide(slo: Pick<Slo, "metric" | "op">, value: number): number {
  const digits = 4;
  if (value === 0 || !Number.isFinite(value)) return value;
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - digits + 1);
  const steps = value / unit;
  const nearest = Math.round(steps);
  const whole = Math.abs(steps - nearest) < 1e-9 ? nearest : slo.op === "<=" || slo.op === "<" ? Math.ceil(steps) : Math.floor(steps);
  const rounded = Number((whole * unit).toPrecision(digits));
  return slo.metric === "quality" ? Math.min(1, rounded) : rounded;
}

/** Sets a target of the planned class to another value; an undo step like any other. Returns whether anything changed. */
export function useSetTarget(): (index: number, value: number, options?: { label?: string; coalesce?: string }) => boolean {
  const planned = usePlannedClass();
  const actions = useEditorActions();
  return useCallback(
    (index, value, options) => {
      if (!planned || index < 0) return false;
      return actions.edit(
        options?.label ?? "Change a target",
        (tx) => {
          const slos = tx.get("classes", planned.key)?.slos ?? [];
          tx.update("classes", planned.key, { slos: slos.map((slo, place) => (place === index ? { ...slo, value } : slo)) });
        },
        options?.coalesce ? { coalesce: options.coalesce } : undefined,
      );
    },
    [planned, actions],
  );
}
