"use client";

import { IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import type { Basis, MadeFrom } from "../../core/metrics/made-from";
import { EvidenceTag } from "../documents/evidence-mark";
import { formatPercent } from "../ui/format";
import classes from "./made-from.module.css";
import { formatUnit, formatUnitExact } from "./made-from-format";

export function BasisTag({ basis }: { basis: Basis }) {
  if (basis !== "given") return <EvidenceTag kind={basis} />;
  return (
    <span className={classes.given} title="decided by people: a rate, a graph, a number of replicas">
      decided
    </span>
  );
}

/** A number with its formula and inputs; each input that is computed itself opens further. */
export function MadeFromTree({ node }: { node: MadeFrom }) {
  return (
    <div className={classes.tree}>
      {node.formula ? (
        <p className={classes.formula}>
          {node.label} = {node.formula}
          {node.assumedFormula ? <span className={classes.assumption}> (that itself is an assumption)</span> : null}
        </p>
      ) : null}
      <table className={classes.inputs}>
        <thead className="t-visually-hidden">
          <tr>
            <th scope="col">Input</th>
            <th scope="col">Value</th>
            <th scope="col">Share</th>
            <th scope="col">Evidence</th>
            <th scope="col">Source</th>
          </tr>
        </thead>
        <tbody>
          {(node.inputs.length > 0 ? node.inputs : [node]).map((input, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two inputs may have one label
            <InputRows key={`${index} ${input.label}`} node={input} parent={node} depth={0} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function InputRows({ node, parent, depth }: { node: MadeFrom; parent: MadeFrom; depth: number }) {
  const [open, setOpen] = useState(false);
  const opens = node.inputs.length > 0;
  const share = node.contribution !== null && parent.value > 0 && node !== parent ? node.contribution / parent.value : null;
  return (
    <>
      <tr data-idle={share === 0 || undefined}>
        <th scope="row" style={{ paddingLeft: depth * 14 }}>
          {opens ? (
            <button type="button" className={classes.opener} aria-expanded={open} onClick={() => setOpen(!open)}>
              <IconChevronRight size={12} stroke={2} aria-hidden data-open={open || undefined} />
              {node.label}
            </button>
          ) : (
            <span className={classes.leaf}>{node.label}</span>
          )}
        </th>
        <td className="t-num" title={formatUnitExact(node)}>
          {formatUnit(node.value, node.unit)}
        </td>
        <td className="t-num">{share === null ? "" : share === 0 && node.value !== 0 ? "not on the path" : formatPercent(share)}</td>
        <td>
          <BasisTag basis={node.basis} />
        </td>
        <td className={classes.source} title={node.source ?? undefined}>
          {node.source ?? ""}
          {node.samples ? ` (${node.samples.toLocaleString("en-US")} samples)` : ""}
        </td>
      </tr>
      {open && node.formula ? (
        <tr className={classes.formulaRow}>
          <td colSpan={5} style={{ paddingLeft: depth * 14 + 16 }}>
            = {node.formula}
            {node.assumedFormula ? <span className={classes.assumption}> (that itself is an assumption)</span> : null}
          </td>
        </tr>
      ) : null}
      {open
        ? node.inputs.map((input, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two inputs may have one label
            <InputRows key={`${index} ${input.label}`} node={input} parent={node} depth={depth + 1} />
          ))
        : null}
    </>
  );
}
