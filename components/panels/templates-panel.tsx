"use client";

import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "@/components/data/trpc";
import { ErrorState, TableSkeleton } from "@/components/ui/state-view";
import { PanelFrame } from "./panel-frame";
import classes from "./panels.module.css";

/** The other pipelines of this workspace, examples first: opened to read, or to copy from. */
export function TemplatesPanel() {
  const trpc = useTRPC();
  const { data, isPending, error, refetch } = useQuery(trpc.documents.list.queryOptions({ kind: "Pipeline" }));
  const examples = (data ?? []).filter((item) => item.origin !== null && !item.archivedAt);
  return (
    <PanelFrame title="Templates">
      {isPending ? <TableSkeleton rows={4} label="Loading templates" /> : null}
      {error ? (
        <ErrorState compact title="Templates could not be loaded" onRetry={() => void refetch()}>
          The server does not answer.
        </ErrorState>
      ) : null}
      {examples.map((item) => (
        <div key={item.id} className={classes.problem}>
          <div className={classes.problemBody}>
            <div>{item.title}</div>
            <div className={classes.problemHint}>{item.name}</div>
            <Button component={Link} href={`/pipelines/${item.id}`} variant="default" size="compact-xs" mt={4}>
              Open
            </Button>
          </div>
        </div>
      ))}
      {data && examples.length === 0 ? <p className={classes.nothing}>No examples are installed.</p> : null}
    </PanelFrame>
  );
}
