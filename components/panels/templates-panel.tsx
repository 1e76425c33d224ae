"use client";

import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPC, useTRPCClient } from "@/components/data/trpc";
import { insertPipeline } from "@/components/editor/clipboard";
import { useEditorServices } from "@/components/editor/editor-services";
import { useEditor, useEditorStore } from "@/components/editor/editor-store";
import { plural } from "@/components/ui/format";
import { ErrorState, TableSkeleton } from "@/components/ui/state-view";
import type { PipelineDocument } from "@/core/documents/pipeline";
import type { StudySummary } from "@/server/use-cases/list-studies";
import { PanelFrame } from "./panel-frame";
import classes from "./panels.module.css";

function failed(error: unknown): void {
  notifications.show({ color: "red", title: "Not done", message: error instanceof Error ? error.message : "The server does not answer. Try again." });
}

function AboutTemplate({ study }: { study: StudySummary | undefined }) {
  if (!study) return null;
  return (
    <>
      {study.description ? <p className={classes.templateText}>{study.description}</p> : null}
      <p className={classes.templateText}>{[plural(study.operators, "operator"), study.infrastructure?.title].filter(Boolean).join(" · ")}</p>
    </>
  );
}

/** The examples of this workspace: opened as a pipeline of one's own with all they are planned against, or drawn into this one. */
export function TemplatesPanel() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const router = useRouter();
  const store = useEditorStore();
  const services = useEditorServices();
  const own = useEditor((state) => state.document.documentId);
  const readOnly = useEditor((state) => state.document.readOnly);
  const [busy, setBusy] = useState<string | null>(null);
  const { data, isPending, error, refetch } = useQuery(trpc.documents.list.queryOptions({ kind: "Pipeline" }));
  // What is said about each takes longer to gather than the list.
  const { data: studies } = useQuery({ ...trpc.studies.list.queryOptions(), staleTime: 60_000 });
  const about = new Map(studies?.map((study) => [study.pipeline.id, study]));
  const examples = (data ?? []).filter((item) => item.origin !== null && !item.archivedAt && item.id !== own);

  const run = async (id: string, work: () => Promise<void>) => {
    setBusy(id);
    try {
      await work();
    } catch (cause) {
      failed(cause);
    } finally {
      setBusy(null);
    }
  };
  const use = (id: string, title: string) =>
    run(id, async () => {
      const copy = await client.documents.duplicate.mutate({ id, title });
      router.push(`/pipelines/${copy.id}`);
    });
  const insert = (id: string, title: string) =>
    run(id, async () => {
      const view = await client.documents.get.query({ id });
      const added = insertPipeline(store, view.document as PipelineDocument, `Insert ${title}`);
      requestAnimationFrame(() => services.canvas?.fitView(added));
    });

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
            <Link href={`/pipelines/${item.id}`} className={classes.templateTitle}>
              {item.title}
            </Link>
            <AboutTemplate study={about.get(item.id)} />
            <div className={classes.templateTools}>
              <Button variant="default" size="compact-xs" loading={busy === item.id} onClick={() => void use(item.id, item.title)}>
                Use as a new pipeline
              </Button>
              <Button variant="subtle" size="compact-xs" disabled={readOnly || busy !== null} onClick={() => void insert(item.id, item.title)}>
                Insert here
              </Button>
            </div>
          </div>
        </div>
      ))}
      {data && examples.length === 0 ? <p className={classes.nothing}>No other examples are installed.</p> : null}
    </PanelFrame>
  );
}
