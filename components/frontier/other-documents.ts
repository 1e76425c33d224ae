"use client";

import { useQuery } from "@tanstack/react-query";
import { useContext, useMemo } from "react";
import type { InfrastructureDocument } from "../../core/documents/infrastructure";
import type { PipelineDocument } from "../../core/documents/pipeline";
import { useTRPC } from "../data/trpc";
import { useEditor } from "../editor/editor-store";
import { StudyContext } from "../editor/study-context";
import type { WhatIf } from "./what-if";

export interface OtherDocuments {
  infrastructure: InfrastructureDocument | null;
  pipeline: PipelineDocument | null;
  /** False while something that is tried is still being loaded. */
  ready: boolean;
}

const ALONE: OtherDocuments = { infrastructure: null, pipeline: null, ready: true };

/** Another infrastructure and another version of the pipeline, when they are tried. */
export function useStudyAlternatives(whatIf: Pick<WhatIf, "infrastructureId" | "pipelineVersion">): OtherDocuments {
  const trpc = useTRPC();
  const pipelineId = useEditor((state) => state.document.documentId);
  const infrastructure = useQuery({
    ...trpc.documents.get.queryOptions({ id: whatIf.infrastructureId ?? pipelineId }),
    enabled: whatIf.infrastructureId !== null,
  });
  const pipeline = useQuery({
    ...trpc.documents.get.queryOptions({ id: pipelineId, version: whatIf.pipelineVersion ?? 1 }),
    enabled: whatIf.pipelineVersion !== null,
  });
  const wantsInfrastructure = whatIf.infrastructureId !== null;
  const wantsPipeline = whatIf.pipelineVersion !== null;
  return useMemo(() => {
    if (!wantsInfrastructure && !wantsPipeline) return ALONE;
    const place = wantsInfrastructure && infrastructure.data?.kind === "Infrastructure" ? infrastructure.data.document : null;
    const drawing = wantsPipeline && pipeline.data?.kind === "Pipeline" ? pipeline.data.document : null;
    return { infrastructure: place, pipeline: drawing, ready: (!wantsInfrastructure || place !== null) && (!wantsPipeline || drawing !== null) };
  }, [wantsInfrastructure, wantsPipeline, infrastructure.data, pipeline.data]);
}

/** Infrastructures that could be tried instead, and versions of the pipeline. */
export function useAlternativeLists(): {
  infrastructures: { id: string; title: string }[];
  versions: { version: number; label: string | null; savedAt: Date }[];
} {
  const trpc = useTRPC();
  const study = useContext(StudyContext);
  const pipelineId = useEditor((state) => state.document.documentId);
  const own = useEditor((state) => state.choice.infrastructure?.id ?? null);
  const head = useEditor((state) => state.saving.version);
  const versions = useQuery({ ...trpc.documents.versions.queryOptions({ id: pipelineId, limit: 50 }), enabled: study !== null });
  return useMemo(
    () => ({
      infrastructures: (study?.available.infrastructures ?? []).filter((entry) => entry.id !== own).map(({ id, title }) => ({ id, title })),
      versions: (versions.data ?? []).filter((entry) => entry.version !== head),
    }),
    [study, own, head, versions.data],
  );
}
