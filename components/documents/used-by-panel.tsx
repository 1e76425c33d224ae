"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { LoadError } from "../data/load-error";
import { useTRPC } from "../data/trpc";
import { plural } from "../ui/format";
import { TableSkeleton } from "../ui/state-view";
import classes from "./documents.module.css";

/** Pipelines that are planned against a document: a change of it makes their frontiers stale. */
export function UsedByPanel({ id, noun }: { id: string; noun: string }) {
  const trpc = useTRPC();
  const usages = useQuery(trpc.documents.usedBy.queryOptions({ id }));
  if (usages.isPending) return <TableSkeleton rows={3} label="Loading pipelines" />;
  if (usages.isError) {
    return <LoadError compact what="What uses it" query={usages} />;
  }
  if (usages.data.length === 0) {
    return <p className={classes.pad}>No pipeline is planned against this {noun}. Choose it at the top of a pipeline’s page.</p>;
  }
  return (
    <>
      <p className={classes.pad}>A change makes the frontiers of these pipelines stale until they are planned again.</p>
      <ul className={classes.usages}>
        {usages.data.map((usage) => (
          <li key={`${usage.pipelineId} ${usage.as}`} className={classes.usage}>
            <Link href={`/pipelines/${usage.pipelineId}`}>{usage.title}</Link>
            <span className={classes.usageInfo}>
              {usage.archived ? "archived, " : ""}
              {usage.runs > 0 ? plural(usage.runs, "run") : "not planned with it yet"}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
