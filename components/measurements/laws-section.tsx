"use client";

import { useState } from "react";
import { formatPercent } from "@/components/ui/format";
import { LAW_TITLES, LawPanel, type ProfileLaw } from "./law-panel";
import classes from "./measurements.module.css";

function keyOf(law: ProfileLaw): string {
  return `${law.law} ${law.device} ${law.devices} ${law.source}`;
}

/** The laws of a model: one drawn, all in a table with their errors, to choose from. */
export function LawsSection({ laws }: { laws: readonly ProfileLaw[] }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = laws.find((law) => keyOf(law) === chosen) ?? laws[0];
  if (!shown) return null;
  return (
    <>
      <LawPanel key={keyOf(shown)} law={shown} />
      {laws.length > 1 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable with the keyboard
        <section className={classes.scroll} tabIndex={0} aria-label="All laws">
          <table className={classes.table} data-testid="laws-table">
            <thead>
              <tr>
                <th scope="col">Law</th>
                <th scope="col">Device</th>
                <th scope="col" className="t-num">
                  Points
                </th>
                <th scope="col" className="t-num">
                  R²
                </th>
                <th scope="col" className="t-num">
                  Typical error
                </th>
                <th scope="col" className="t-num">
                  Held out
                </th>
                <th scope="col" className="t-num">
                  Largest load held out
                </th>
                <th scope="col">Source</th>
              </tr>
            </thead>
            <tbody>
              {laws.map((law) => (
                <tr key={keyOf(law)} data-chosen={law === shown || undefined}>
                  <th scope="row">
                    <button type="button" className={classes.pick} aria-pressed={law === shown} onClick={() => setChosen(keyOf(law))}>
                      {LAW_TITLES[law.law]}
                    </button>
                  </th>
                  <td>
                    {law.devices > 1 ? `${law.devices} × ` : ""}
                    {law.device}
                  </td>
                  <td className="t-num">{law.samples}</td>
                  <td className="t-num">{law.rSquared.toFixed(3)}</td>
                  <td className="t-num">{formatPercent(law.relativeSd)}</td>
                  <td className="t-num">{law.chart.heldOutInside ? formatPercent(law.chart.heldOutInside.median) : ""}</td>
                  <td className="t-num">{law.chart.heldOutBeyond ? formatPercent(law.chart.heldOutBeyond.median) : ""}</td>
                  <td className={classes.source} title={law.source}>
                    {law.source}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
    </>
  );
}
