"use client";

import { useQuery } from "@tanstack/react-query";
import { use } from "react";
import { NotLoaded } from "@/components/data/not-loaded";
import { isMissing, useTRPC } from "@/components/data/trpc";
import { TopBar } from "@/components/shell/top-bar";
import { EditorRoot } from "./editor-root";
import { EditorSkeleton } from "./editor-skeleton";
import { type FirstStudy, readStudy } from "./first-study";
import { useInBrowser } from "./use-in-browser";

interface PipelinePageProps {
  pipelineId: string;
  /** The study as the server read it while it sent the page; null when it could not. */
  first: Promise<FirstStudy | null>;
}

/** The page of one pipeline: takes its study from the page, or loads it, then hands over to the editor. */
export function PipelinePage({ pipelineId, first }: PipelinePageProps) {
  const inBrowser = useInBrowser();
  const given = use(first);
  return inBrowser ? <LoadedPage pipelineId={pipelineId} given={given} /> : <EditorSkeleton />;
}

function LoadedPage({ pipelineId, given }: { pipelineId: string; given: FirstStudy | null }) {
  const trpc = useTRPC();
  // The editor owns what it loaded: newer versions arrive through autosave, not by loading the page's data again.
  const study = useQuery({
    ...trpc.studies.get.queryOptions({ pipelineId }),
    ...(given ? { initialData: () => readStudy(given), initialDataUpdatedAt: given.loadedAt } : {}),
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
        <NotLoaded what="pipeline" all={{ label: "All pipelines", href: "/" }} missing={missing} query={study} />
      </main>
    </>
  );
}
