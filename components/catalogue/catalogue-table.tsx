"use client";

import { EVIDENCE } from "@/core/documents/common";
import { taskInfo } from "@/core/graph/task-ports";
import type { RouterOutputs } from "@/server/trpc/router";
import { DocumentMenu } from "../documents/document-menu";
import { EvidenceDots } from "../documents/evidence-mark";
import classes from "../documents/list-page.module.css";
import { OriginMark } from "../documents/origin-mark";
import { formatCount, plural } from "../ui/format";
import { ListRow, ListTable, NameCell, WhenCell } from "../ui/list-table";
import { hasWords, searchWords } from "../ui/search-words";
import { EmptyState } from "../ui/state-view";

type Summary = RouterOutputs["library"]["catalogues"][number];

const MOST_TASKS = 4;

const COLUMNS = [
  { title: "Catalogue" },
  { title: "Tasks" },
  { title: "Implementations", numbers: true },
  { title: "Models", numbers: true },
  { title: "Evidence" },
  { title: "Used by" },
  { title: "Updated" },
  { title: "Actions", untitled: true },
];

/** The catalogues themselves: whose they are, what they cover, who uses them. */
export function CatalogueTable({ list, query }: { list: readonly Summary[]; query: string }) {
  const words = searchWords(query);
  const found = list.filter(({ title, name, description, implementations }) =>
    hasWords(words, title, name, description, ...implementations.flatMap((item) => [item.name, item.task])),
  );
  if (found.length === 0) {
    return (
      <div className={classes.card}>
        <EmptyState title="No catalogue matches">Nothing in any catalogue is called anything like “{query}”.</EmptyState>
      </div>
    );
  }
  return (
    <div className={classes.card}>
      <ListTable columns={COLUMNS}>
        {found.map((entry) => (
          <Row key={entry.id} entry={entry} />
        ))}
      </ListTable>
    </div>
  );
}

function Row({ entry }: { entry: Summary }) {
  const href = `/catalogue/${entry.id}`;
  const tasks = [...new Set(entry.implementations.map((item) => item.task))].map((task) => taskInfo(task).title);
  const evidence = EVIDENCE.flatMap((kind) => {
    const figures = entry.implementations.reduce((sum, item) => sum + (item.evidence.find((known) => known.kind === kind)?.figures ?? 0), 0);
    return figures > 0 ? [{ kind, figures }] : [];
  });
  return (
    <ListRow href={href}>
      <NameCell href={href} title={entry.title} description={entry.description} mark={<OriginMark document={entry} />} />
      <td title={tasks.join(", ")} data-phone>
        {tasks.slice(0, MOST_TASKS).join(", ")}
        {tasks.length > MOST_TASKS ? ` and ${tasks.length - MOST_TASKS} more` : ""}
      </td>
      <td className="t-num">{formatCount(entry.implementations.length)}</td>
      <td className="t-num">{formatCount(entry.models)}</td>
      <td>
        <EvidenceDots kinds={evidence} />
      </td>
      <td className={classes.dim}>{entry.usedBy > 0 ? plural(entry.usedBy, "pipeline") : "–"}</td>
      <WhenCell when={entry.updatedAt} />
      <td>
        <DocumentMenu document={entry} list="/catalogue" />
      </td>
    </ListRow>
  );
}
