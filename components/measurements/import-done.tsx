"use client";

import { Button } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "@/components/data/trpc";
import type { RouterOutputs } from "@/server/trpc/router";
import { ChangesTable } from "./changes-table";
import { LawPanel } from "./law-panel";
import classes from "./measurements.module.css";

export function profilesHref(documentId: string, name: string): string {
  return `/catalogue/${documentId}/profiles/${encodeURIComponent(name)}`;
}

/** What an import did, the laws that came of it, and where to see it work. */
export function ImportDone({ result, onAnother }: { result: RouterOutputs["measurements"]["import"]; onAnother: () => void }) {
  return (
    <div data-testid="import-done">
      <h2 className={classes.doneTitle}>
        <IconCircleCheck size={20} stroke={1.6} aria-hidden />
        {result.changes
          ? result.previousVersion === null
            ? `The catalogue “${result.title}” was made`
            : `${result.title} is now at version ${result.version}`
          : "Nothing changed: every figure was there already"}
      </h2>
      <div className={classes.row}>
        {result.pipelines.map((pipeline) => (
          <Button key={pipeline.id} component={Link} href={`/pipelines/${pipeline.id}`}>
            Plan {pipeline.title} again
          </Button>
        ))}
        <Button variant="default" component={Link} href={`/catalogue/${result.documentId}`}>
          Open the catalogue
        </Button>
        <Button variant="default" onClick={onAnother}>
          Import another file
        </Button>
      </div>
      {result.outcomes.map((outcome) => (
        <section key={outcome.name} className={classes.outcome}>
          <ChangesTable outcome={outcome} />
          <Fits documentId={result.documentId} name={outcome.name} />
        </section>
      ))}
    </div>
  );
}

function Fits({ documentId, name }: { documentId: string; name: string }) {
  const trpc = useTRPC();
  const page = useQuery(trpc.measurements.profiles.queryOptions({ documentId, name }));
  return (
    <>
      <p>
        <Link href={profilesHref(documentId, name)} className={classes.link}>
          All profiles of {name}
        </Link>
      </p>
      {page.data?.laws.map((law) => (
        <LawPanel key={`${law.law} ${law.device} ${law.devices} ${law.source}`} law={law} />
      ))}
    </>
  );
}
