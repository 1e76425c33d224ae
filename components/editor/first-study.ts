import superjson from "superjson";
import type { StudyView } from "@/server/use-cases/get-study";

/** A study on its way from the server to the page. */
export interface FirstStudy {
  /** Everything but the documents, as the transformer writes it. */
  views: string;
  /** The documents in the order of `documentsOf`: plain JSON, through which the transformer need not look for dates. */
  documents: string;
  loadedAt: number;
}

function viewsOf({ pipeline, infrastructure, workload, catalogues }: StudyView): { document: unknown }[] {
  return [pipeline, infrastructure, workload, ...catalogues].filter((view) => view !== null);
}

function without<V extends { document: unknown }>(view: V): V {
  return { ...view, document: null };
}

export function writeStudy(study: StudyView): FirstStudy {
  const { pipeline, infrastructure, workload, catalogues } = study;
  return {
    views: superjson.stringify({
      ...study,
      pipeline: without(pipeline),
      infrastructure: infrastructure && without(infrastructure),
      workload: workload && without(workload),
      catalogues: catalogues.map(without),
    }),
    documents: JSON.stringify(viewsOf(study).map(({ document }) => document)),
    loadedAt: Date.now(),
  };
}

export function readStudy({ views, documents }: FirstStudy): StudyView {
  const study = superjson.parse<StudyView>(views);
  const read = JSON.parse(documents) as unknown[];
  viewsOf(study).forEach((view, index) => {
    view.document = read[index];
  });
  return study;
}
