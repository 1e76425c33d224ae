import { formatExact } from "@/components/ui/format";
import type { DocumentChange } from "@/core/diff/document-diff";
import classes from "./documents.module.css";

const MOST_SHOWN = 200;

function valueText(value: unknown): string {
  if (typeof value === "number") return formatExact(value);
  if (typeof value === "string") return value.length > 120 ? `${value.slice(0, 119)}…` : value;
  const text = JSON.stringify(value) ?? "";
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

function signOf(change: DocumentChange): "+" | "−" | "~" {
  return change.before === undefined ? "+" : change.after === undefined ? "−" : "~";
}

interface ChangeListProps {
  changes: readonly DocumentChange[];
  /** Labels that both sides changed. */
  both?: ReadonlySet<string>;
  none?: string;
}

/** What changed in meaning, one line for each value: what it was and what it is. */
export function ChangeList({ changes, both, none = "Nothing that changes a plan: only titles, descriptions or the order of keys." }: ChangeListProps) {
  if (changes.length === 0) return <p className={classes.hint}>{none}</p>;
  return (
    <ul className={classes.changes}>
      {changes.slice(0, MOST_SHOWN).map((change) => (
        <li key={change.path.join("\n")} className={classes.change} data-both={both?.has(change.label) || undefined}>
          <span className={classes.sign} data-sign={signOf(change)}>
            {signOf(change)}
          </span>
          <span className={classes.changeText}>
            <span className={classes.changeLabel}>{change.label}</span>
            {change.before === undefined ? null : <del>{change.shown?.before ?? valueText(change.before)}</del>}
            {change.before === undefined || change.after === undefined ? null : <span aria-hidden> → </span>}
            {change.after === undefined ? null : <ins>{change.shown?.after ?? valueText(change.after)}</ins>}
          </span>
        </li>
      ))}
      {changes.length > MOST_SHOWN ? <li className={classes.hint}>and {changes.length - MOST_SHOWN} more</li> : null}
    </ul>
  );
}
