"use client";

import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { use } from "react";
import superjson from "superjson";
import { LoadError } from "@/components/data/load-error";
import { isMissing, useTRPC } from "@/components/data/trpc";
import { TopBar } from "@/components/shell/top-bar";
import { EmptyState } from "@/components/ui/state-view";
import { EditorRoot, type StudyView } from "./editor-root";
import { EditorSkeleton } from "./editor-skeleton";
import { useInBrowser } from "./use-in-browser";

interface PipelinePageProps {
  pipelineId: string;
  /** The study as the server read it while it sent the page; null when it could not. */
  first: Promise<{ text: string; loadedAt: number } | null>;
}

/** The page of one pipeline: takes its study from the page, or loads it, then hands over to the editor. */
export function PipelinePage({ pipelineId, first }: PipelinePageProps) {
  const inBrowser = useInBrowser();
  const given = use(first);
  return inBrowser ? <LoadedPage pipelineId={pipelineId} given={given} /> : <EditorSkeleton />;
}

function LoadedPage({ pipelineId, given }: { pipelineId: string; given: { text: string; loadedAt: number } | null }) {
  const trpc = useTRPC();
  // The editor owns what it loaded: newer versions arrive through autosave, not by loading the page's data again.
  const study = useQuery({
    ...trpc.studies.get.queryOptions({ pipelineId }),
    ...(given ? { initialData: () => superjson.parse<StudyView>(given.text), initialDataUpdatedAt: given.loadedAt } : {}),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  if (study.data) return <EditorRoot key={pipelineId} study={study.data} loadedAt={study.dataUpdatedAt} />;
  if (study.isPending) return <EditorSkeleton />;
  const missing = isMissing(study.error);
  return (
    <>
      <TopBar title={missing ? "Not found" : "Pipeline"} />
      <main id="main">
        {missing ? (
          <EmptyState
            title="There is no such pipeline"
            action={
              <Button component={Link} href="/">
                All pipelines
              </Button>
            }
          >
            It may have been removed, or the address is not complete.
          </EmptyState>
        ) : (
          <LoadError what="The pipeline" query={study} />
        )}
      </main>
    </>
  );
}
