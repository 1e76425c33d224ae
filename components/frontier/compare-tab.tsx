"use client";
import { IconPinFilled } from "@tabler/icons-react";
import { useMemo } from "react";
import { EmptyState } from "../ui/state-view";
import classes from "./compare-tab.module.css";
import { ComparisonTable } from "./comparison-table";
import { type FrontierData, usePlannedClass } from "./frontier-data";
import { limitsOf } from "./limits";
import type { Pins } from "./use-pins";
import { WhatIfComparison } from "./what-if-compare";

interface CompareTabProps {
  data: FrontierData;
  pins: Pins;
  /** Something is tried: what it does to the pinned plans comes first. */
  trying: boolean;
  selectedId: string | null;
  onSelect: (id: string | null) => void;
}

/** Pinned plans side by side: what differs, operator by operator, and what that costs or gains. The first is the baseline. */
export function CompareTab({ data, pins: allPins, trying, selectedId, onSelect }: CompareTabProps) {
  const onTogglePin = allPins.toggle;
  const pins = useMemo(() => allPins.ids.filter(Boolean), [allPins]);
  const slos = usePlannedClass()?.record.slos;
  const limitsBefore = useMemo(() => limitsOf(slos, data.columns.statistic), [slos, data.columns.statistic]);
  const { columns } = data;
  const plans = useMemo(() => {
    const ids = pins.length === 0 ? [] : [...new Set([...pins, ...(selectedId && !pins.includes(selectedId) ? [selectedId] : [])])];
    return ids.flatMap((id) => {
      const index = columns.indexOfId.get(id);
      const plan = index === undefined ? undefined : columns.plans[index];
      return plan ? [plan] : [];
    });
  }, [columns, pins, selectedId]);
  const tried = trying ? <WhatIfComparison data={data} plans={allPins.plans.length > 0 ? allPins.plans : plans} limitsBefore={limitsBefore} /> : null;
  if (plans.length < 2) {
    if (tried) return <div className={classes.scroller}>{tried}</div>;
    return (
      <EmptyState compact icon={<IconPinFilled size={20} aria-hidden />} title={plans.length === 0 ? "Nothing pinned" : "Pin or choose one more plan"}>
        Pin up to six plans in the table or beside the scatter; they are set side by side here, with what each difference costs or gains.
      </EmptyState>
    );
  }
  return (
    <div className={classes.scroller} data-testid="compare">
      {tried}
      <ComparisonTable data={data} plans={plans} pins={pins} selectedId={selectedId} onSelect={onSelect} onTogglePin={onTogglePin} />
    </div>
  );
}
