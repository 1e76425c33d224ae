"use client";

import { Fragment, memo, useMemo } from "react";
import type { Statistic } from "../../core/documents/common";
import type { PlanBody } from "../../core/documents/plan";
import { BASES, type BasisShares, type MadeFrom } from "../../core/metrics/made-from";
import type { PlanProvenance } from "../../core/metrics/made-from-plan";
import { formatPercent, NO_DATA_SHORT } from "../ui/format";
import classes from "./made-from.module.css";
import { basisWord, sharesInWords } from "./made-from-format";
import { MadeFromNumber } from "./made-from-number";
import { useProvenanceReader } from "./use-provenance";

type Metric = keyof PlanProvenance["shares"];
const METRICS: readonly { metric: Metric; title: string; node: (provenance: PlanProvenance) => MadeFrom | null }[] = [
  { metric: "latency", title: "Latency", node: (provenance) => provenance.latencyMs },
  { metric: "cost", title: "Cost", node: (provenance) => provenance.costPerThousandUsd },
  { metric: "quality", title: "Quality", node: (provenance) => provenance.quality },
];

function plannedOf(plan: PlanBody, metric: Metric, statistic: Statistic): number | null {
  if (metric === "latency") return plan.metrics.latencyMs?.[statistic] ?? null;
  if (metric === "cost") return plan.metrics.costPerThousandUsd;
  return metric === "quality" ? (plan.metrics.quality?.value ?? null) : plan.metrics.energyJ;
}

function SharesBar({ shares, title }: { shares: BasisShares; title: string }) {
  return (
    <span className={classes.bar} role="img" aria-label={`${title}: ${sharesInWords(shares)}`}>
      {BASES.map((basis) =>
        shares[basis] > 0.0005 ? (
          <span key={basis} data-basis={basis} style={{ width: `${shares[basis] * 100}%` }} title={`${formatPercent(shares[basis])} ${basisWord(basis)}`} />
        ) : null,
      )}
    </span>
  );
}

interface MadeFromSharesProps {
  plan: PlanBody;
  provenance: PlanProvenance | null;
  /** Every share in words, for paper, where nothing opens. */
  inFull?: boolean;
}

/** Which share of a plan's latency, cost and quality rests on what; each opens to its figures. */
export const MadeFromShares = memo(function MadeFromShares({ plan, provenance, inFull = false }: MadeFromSharesProps) {
  if (!provenance) return null;
  return (
    <ul className={classes.shares} aria-label="What it rests on" data-testid="made-from-shares">
      {METRICS.map(({ metric, title, node }) => {
        const shares = provenance.shares[metric];
        if (!shares) return null;
        const found = node(provenance);
        return (
          <li key={metric}>
            <span className={classes.shareTitle}>{title}</span>
            <SharesBar shares={shares} title={title} />
            <MadeFromNumber label={title} node={found} planned={plannedOf(plan, metric, provenance.statistic)}>
              <span className={classes.shareText} title={found?.assumedFormula ? `${found.formula}: that itself is an assumption` : undefined}>
                {inFull
                  ? `${sharesInWords(shares)}${found?.assumedFormula ? "; the formula is an assumption" : ""}`
                  : `${formatPercent(shares.assumed)} assumed${found?.assumedFormula ? ", formula too" : ""}`}
              </span>
            </MadeFromNumber>
          </li>
        );
      })}
    </ul>
  );
});

/** The same for several plans side by side, as a row of a comparison. */
export function MadeFromCompareRow({ plans, statistic }: { plans: readonly PlanBody[]; statistic: Statistic }) {
  const read = useProvenanceReader(plans.length > 0);
  const found = useMemo(
    () =>
      plans.map((plan) => {
        try {
          return read ? read(plan, statistic) : null;
        } catch {
          return null;
        }
      }),
    [plans, read, statistic],
  );
  if (found.every((entry) => entry === null)) return null;
  return (
    <tr data-testid="compare-assumed">
      <th scope="row">Rests on assumptions</th>
      {found.map((provenance, index) => (
        <td key={plans[index]?.id}>
          {provenance
            ? METRICS.map(({ metric, title }) => {
                const shares = provenance.shares[metric];
                return shares ? (
                  <Fragment key={metric}>
                    <span className={classes.compare} title={sharesInWords(shares)}>
                      <span className={classes.dim}>{title.toLowerCase()}</span> {formatPercent(shares.assumed)}
                    </span>{" "}
                  </Fragment>
                ) : null;
              })
            : NO_DATA_SHORT}
        </td>
      ))}
    </tr>
  );
}
