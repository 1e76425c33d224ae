"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import type { ComponentProps, ReactNode } from "react";
import { formatAgo } from "./format";
import classes from "./list-table.module.css";

interface ListColumn {
  title: string;
  /** A column of numbers. */
  numbers?: boolean;
  /** The title is for screen readers only. */
  untitled?: boolean;
}

/** A table whose rows lead to pages. On phones a row is its first cell, the cells marked `data-phone`, and the last cell at its side. */
export function ListTable({ columns, children }: { columns: readonly ListColumn[]; children: ReactNode }) {
  return (
    <div className={classes.scroller}>
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map(({ title, numbers, untitled }) => (
              <th key={title} scope="col" className={numbers ? "t-num" : undefined}>
                {untitled ? <span className="t-visually-hidden">{title}</span> : title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** The whole row leads to the page, except what is pressed by itself. */
export function ListRow({ href, children, ...others }: ComponentProps<"tr"> & { href: string }) {
  const router = useRouter();
  return (
    <tr
      {...others}
      className={classes.row}
      onClick={(event) => {
        if ((event.target as Element).closest("a, button, [role=menu]")) return;
        if (event.metaKey || event.ctrlKey) window.open(href, "_blank", "noopener");
        else router.push(href);
      }}
    >
      {children}
    </tr>
  );
}

interface NameCellProps {
  href: string;
  title: string;
  description?: string | null | undefined;
  /** Beside the title. */
  mark?: ReactNode;
}

export function NameCell({ href, title, description, mark }: NameCellProps) {
  return (
    <td>
      <Link href={href} className={classes.title}>
        {title}
      </Link>
      {mark ? <span className={classes.mark}>{mark}</span> : null}
      {description ? <span className={classes.description}>{description}</span> : null}
    </td>
  );
}

export function WhenCell({ when }: { when: Date }) {
  return (
    <td className={classes.dim}>
      <time dateTime={when.toISOString()} title={when.toLocaleString()} suppressHydrationWarning>
        {formatAgo(when, new Date())}
      </time>
    </td>
  );
}
