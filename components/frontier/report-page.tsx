"use client";

import { Button } from "@mantine/core";
import { IconArrowLeft, IconPrinter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useLayoutEffect, useMemo, useState } from "react";
import { NotLoaded } from "../data/not-loaded";
import { isMissing, useTRPC } from "../data/trpc";
import { type EditorServices, EditorServicesContext } from "../editor/editor-services";
import { createEditorStore, EditorStoreContext } from "../editor/editor-store";
import { Report, type ReportStudy } from "./report";
import classes from "./report.module.css";

/** A decision on paper: everything that led to the chosen plan, for printing or saving as PDF. */
export function ReportPage({ pipelineId }: { pipelineId: string }) {
  const trpc = useTRPC();
  const study = useQuery({ ...trpc.studies.get.queryOptions({ pipelineId }), staleTime: Number.POSITIVE_INFINITY });
  if (study.data) return <Loaded study={study.data} />;
  return (
    <main id="main">
      <NotLoaded what="pipeline" all={{ label: "All pipelines", href: "/" }} missing={isMissing(study.error)} query={study}>
        <p className={classes.page} aria-busy>
          Loading the report
        </p>
      </NotLoaded>
    </main>
  );
}

function Loaded({ study }: { study: ReportStudy }) {
  const [store] = useState(() => {
    const made = createEditorStore({ id: study.pipeline.id, version: study.pipeline.version, document: study.pipeline.document }, { readOnly: true });
    const { actions } = made.getState();
    if (study.infrastructure) actions.setInfrastructure(study.infrastructure);
    if (study.workload) actions.setWorkload(study.workload, study.runs.shown?.classId);
    actions.setCatalogues(study.catalogues);
    if (study.runs.shown?.frontier) actions.setFrontier(study.runs.shown.frontier, { stale: study.runs.stale });
    return made;
  });
  const services = useMemo<EditorServices>(() => ({ canvas: null, saver: null, layout: null, plan: null }), []);
  // paper is white, whatever the screen's theme; before the picture on it takes its colours
  useLayoutEffect(() => {
    const root = document.documentElement;
    const before = root.getAttribute("data-mantine-color-scheme");
    root.setAttribute("data-mantine-color-scheme", "light");
    return () => {
      if (before) root.setAttribute("data-mantine-color-scheme", before);
    };
  }, []);
  return (
    <EditorStoreContext.Provider value={store}>
      <EditorServicesContext.Provider value={services}>
        <div className={classes.bar}>
          <Button component={Link} href={`/pipelines/${study.pipeline.id}`} variant="subtle" color="gray" leftSection={<IconArrowLeft size={14} aria-hidden />}>
            Back to the pipeline
          </Button>
          <Button leftSection={<IconPrinter size={14} aria-hidden />} onClick={() => window.print()}>
            Print or save as PDF
          </Button>
        </div>
        <Report study={study} />
      </EditorServicesContext.Provider>
    </EditorStoreContext.Provider>
  );
}
