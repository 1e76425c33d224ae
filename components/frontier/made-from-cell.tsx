"use client";

import type { ReactNode } from "react";
import type { Statistic } from "../../core/documents/common";
import type { PlanBody } from "../../core/documents/plan";
import type { Objective } from "../../core/documents/workload";
import { metricInfo } from "../ui/metrics";
import { MadeFromNumber } from "./made-from-number";
import { planValue } from "./plan-values";
import { nodeOfObjective, useProvenance } from "./use-provenance";

/** A figure of the chosen plan's row, which opens to what it is made from. */
export function MadeFromCell({ plan, objective, statistic, children }: { plan: PlanBody; objective: Objective; statistic: Statistic; children: ReactNode }) {
  const provenance = useProvenance(plan, statistic);
  const value = planValue(plan, objective, statistic);
  return (
    <MadeFromNumber label={metricInfo(objective).title} node={nodeOfObjective(provenance, objective)} planned={Number.isFinite(value) ? value : null}>
      {children}
    </MadeFromNumber>
  );
}
