"use client";

import { Badge } from "@mantine/core";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { EVIDENCE } from "@/core/documents/common";
import { taskInfo } from "@/core/graph/task-ports";
import type { RouterOutputs } from "@/server/trpc/router";
import { DocumentMenu } from "../documents/document-menu";
import { EvidenceDots } from "../documents/evidence-mark";
import classes from "../documents/list-page.module.css";
import { formatAgo, formatCount, plural } from "../ui/format";
import { EmptyState } from "../ui/state-view";

type Summary = RouterOutputs["library"]["catalogues"][number];

const MOST_TASKS = 4;

/** The catalogues themselves: whose they are, what they cover, who uses them. */
export function CatalogueTable({ list, query }: { list: readonly Summary[]; query: string }) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = list.filter((entry) => {
    const text = [entry.title, entry.name, entry.description, ...entry.implementations.flatMap((item) => [item.name, item.task])].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
  if (found.length === 0) {
    return (
      <div className={classes.card}>
        <EmptyState title="No catalogue matches">Nothing in any catalogue is called anything like “{query}”.</EmptyState>
      </div>
    );
  }
  return (
    <div className={classes.card}>
      <div className={classes.scroller}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Catalogue</th>
              <th scope="col">Tasks</th>
              <th scope="col" className="t-num">
                Implementations
              </th>
              <th scope="col" className="t-num">
                Models
              </th>
              <th scope="col">Evidence</th>
              <th scope="col">Used by</th>
              <th scope="col">Updated</th>
              <th scope="col">
                <span className="t-visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {found.map((entry) => (
              <Row key={entry.id} entry={entry} />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Row({ entry }: { entry: Summary }) {
  const router = useRouter();
  const href = `/catalogue/${entry.id}`;
  const tasks = [...new Set(entry.implementations.map((item) => item.task))].map((task) => taskInfo(task).title);
  const evidence = EVIDENCE.flatMap((kind) => {
    const figures = entry.implementations.reduce((sum, item) => sum + (item.evidence.find((known) => known.kind === kind)?.figures ?? 0), 0);
    return figures > 0 ? [{ kind, figures }] : [];
  });
  return (
    <tr
      className={classes.row}
      onClick={(event) => {
        if ((event.target as Element).closest("a, button, [role=menu]")) return;
        if (event.metaKey || event.ctrlKey) window.open(href, "_blank", "noopener");
        else router.push(href);
      }}
    >
      <td>
        <Link href={href} className={classes.title}>
          {entry.title}
        </Link>
        {entry.builtin ? (
          <Badge color="gray" className={classes.badge}>
            Built in
          </Badge>
        ) : (
          <span className={classes.own}>{entry.name}</span>
        )}
        {entry.description ? <span className={classes.description}>{entry.description}</span> : null}
      </td>
      <td title={tasks.join(", ")}>
        {tasks.slice(0, MOST_TASKS).join(", ")}
        {tasks.length > MOST_TASKS ? ` and ${tasks.length - MOST_TASKS} more` : ""}
      </td>
      <td className="t-num">{formatCount(entry.implementations.length)}</td>
      <td className="t-num">{formatCount(entry.models)}</td>
      <td>
        <EvidenceDots kinds={evidence} />
      </td>
      <td className={classes.dim}>{entry.usedBy > 0 ? plural(entry.usedBy, "pipeline") : "–"}</td>
      <td className={classes.dim}>
        <time dateTime={entry.updatedAt.toISOString()} suppressHydrationWarning>
          {formatAgo(entry.updatedAt, new Date())}
        </time>
      </td>
      <td>
        <DocumentMenu document={entry} list="/catalogue" />
      </td>
    </tr>
  );
}
