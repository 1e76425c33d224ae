import { authorise } from "../auth/gate";
import { MEASUREMENT_FORMATS, type MeasurementFormat } from "../importers/measurements/formats";
import { meanings } from "../importers/measurements/read-measurements";
import { isBuiltin } from "./builtin";
import type { Context } from "./context";
import { listDocuments } from "./list-documents";
import type { StoredByKind } from "./stored-document";

export interface ImportTargets {
  formats: { id: MeasurementFormat; title: string }[];
  meanings: ReturnType<typeof meanings>;
  catalogues: {
    id: string;
    title: string;
    version: number;
    builtin: boolean;
    /** Models, and implementations that carry their own figures. */
    entries: { name: string; title: string | null; kind: "model" | "implementation"; task: string | null }[];
  }[];
  pipelines: { id: string; title: string; catalogueIds: string[] }[];
  devices: string[];
  tasks: string[];
}

/** Everything a person chooses from when measurements are imported. */
export async function getImportTargets(context: Context): Promise<ImportTargets> {
  authorise(context.principal, "document:read");
  const listed = await listDocuments(context);
  const studied = listed.filter((entry) => entry.kind === "Catalogue" || entry.kind === "Infrastructure");
  const versions = await context.db.documentVersion.findMany({
    where: { OR: studied.map((entry) => ({ documentId: entry.id, version: entry.version })) },
    select: { documentId: true, content: true },
  });
  const contents = new Map(versions.map((version) => [version.documentId, version.content as unknown]));
  const studies = await context.db.studyCatalogue.findMany({ select: { studyId: true, catalogueId: true }, orderBy: { position: "asc" } });
  const devices = new Set<string>();
  const tasks = new Set<string>();
  const catalogues: ImportTargets["catalogues"] = [];
  for (const entry of studied) {
    if (entry.kind === "Infrastructure") {
      for (const pool of (contents.get(entry.id) as StoredByKind["Infrastructure"] | undefined)?.spec.pools ?? []) devices.add(pool.device);
      continue;
    }
    const document = contents.get(entry.id) as StoredByKind["Catalogue"] | undefined;
    if (!document) continue;
    for (const implementation of document.spec.implementations) tasks.add(implementation.task);
    catalogues.push({
      id: entry.id,
      title: entry.title,
      version: entry.version,
      builtin: isBuiltin(entry),
      entries: [
        ...(document.spec.models ?? []).map((model) => ({ name: model.name, title: model.title ?? null, kind: "model" as const, task: null })),
        ...document.spec.implementations
          .filter((implementation) => implementation.model === undefined || implementation.profiles !== undefined)
          .map((implementation) => ({
            name: implementation.name,
            title: implementation.title ?? null,
            kind: "implementation" as const,
            task: implementation.task,
          })),
      ],
    });
  }
  return {
    formats: [...MEASUREMENT_FORMATS],
    meanings: meanings(),
    catalogues,
    pipelines: listed
      .filter((entry) => entry.kind === "Pipeline")
      .map(({ id, title }) => ({ id, title, catalogueIds: studies.filter((study) => study.studyId === id).map((study) => study.catalogueId) })),
    devices: [...devices].sort(),
    tasks: [...tasks].sort(),
  };
}
