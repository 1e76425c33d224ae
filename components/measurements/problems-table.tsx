import { IconAlertTriangle, IconCircleX } from "@tabler/icons-react";
import type { ImportProblem } from "@/server/importers/measurements/problems";
import classes from "./measurements.module.css";

const MOST_SHOWN = 200;

/** What is wrong with a file: row, column, what, and what to do. */
export function ProblemsTable({ problems }: { problems: readonly ImportProblem[] }) {
  if (problems.length === 0) return null;
  const ordered = [...problems].sort((left, right) => (left.row ?? 0) - (right.row ?? 0));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable with the keyboard
    <section className={classes.scroll} tabIndex={0} aria-label="Problems of the file" data-testid="import-problems">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">
              <span className="t-visually-hidden">Severity</span>
            </th>
            <th scope="col" className="t-num">
              Row
            </th>
            <th scope="col">Column</th>
            <th scope="col">Problem</th>
          </tr>
        </thead>
        <tbody>
          {ordered.slice(0, MOST_SHOWN).map((problem, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two problems may be equal in every word
            <tr key={index} data-severity={problem.severity}>
              <td className={classes.severity}>
                {problem.severity === "error" ? <IconCircleX size={14} aria-label="error" /> : <IconAlertTriangle size={14} aria-label="warning" />}
              </td>
              <td className="t-num">{problem.row ?? ""}</td>
              <td className={classes.code}>{problem.column ?? ""}</td>
              <td>
                {problem.message} {problem.hint ? <span className={classes.dim}>{problem.hint}</span> : null}
              </td>
            </tr>
          ))}
          {ordered.length > MOST_SHOWN ? (
            <tr>
              <td colSpan={4} className={classes.dim}>
                and {ordered.length - MOST_SHOWN} more
              </td>
            </tr>
          ) : null}
        </tbody>
      </table>
    </section>
  );
}
