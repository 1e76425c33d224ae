"use client";

import { Popover } from "@mantine/core";
import type { ReactNode } from "react";
import { useState } from "react";
import type { MadeFrom } from "../../core/metrics/made-from";
import { basisShares } from "../../core/metrics/made-from";
import classes from "./made-from.module.css";
import { formatUnit, sharesInWords } from "./made-from-format";
import { MadeFromTree } from "./made-from-tree";

/** How far a number made from today's documents may be from the plan's before it is called another one. */
const SAME = 1e-9;

interface MadeFromNumberProps {
  /** What the number is, for the button's name. */
  label: string;
  node: MadeFrom | null | undefined;
  /** The number as the plan has it. */
  planned: number | null | undefined;
  children: ReactNode;
}

/** A number that opens to what it is made from. Without a derivation it is shown as it is. */
export function MadeFromNumber({ label, node, planned, children }: MadeFromNumberProps) {
  const [open, setOpen] = useState(false);
  if (!node) return children;
  const moved = planned !== null && planned !== undefined && Math.abs(node.value - planned) > SAME * Math.max(Math.abs(planned), Math.abs(node.value));
  return (
    <Popover width={560} position="bottom-end" opened={open} onChange={setOpen} withinPortal trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.number}
          aria-expanded={open}
          onClick={(event) => {
            event.stopPropagation();
            setOpen(!open);
          }}
        >
          <span className="t-visually-hidden">{label}: made from </span>
          {children}
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown} onClick={(event) => event.stopPropagation()} data-testid="made-from">
        <p className={classes.title}>
          {label}: {formatUnit(node.value, node.unit)} <span className={classes.dim}>made from</span>
        </p>
        {moved ? (
          <p className={classes.moved}>The documents changed since this plan was made; these are their figures now. Plan again to have both agree.</p>
        ) : null}
        <MadeFromTree node={node} />
        <p className={classes.dim}>{sharesInWords(basisShares(node))}</p>
      </Popover.Dropdown>
    </Popover>
  );
}
