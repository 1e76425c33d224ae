import type { WorkloadDocument } from "@/core/documents/workload";

/**
 * A copy of a workload for another pipeline: the same rates and limits on the whole request. Targets on operators and paths stay behind, as
 * they name operators that the other pipeline has not.
 */
export function workloadFor(source: WorkloadDocument, pipeline: string, title: string): WorkloadDocument {
  const { labels: _labels, ...metadata } = source.metadata;
  return {
    ...source,
    metadata: {
      ...metadata,
      name: `${source.metadata.name.slice(0, 60)}-for-${pipeline.slice(0, 50)}`,
      title: `${source.metadata.title ?? source.metadata.name} for ${title}`,
    },
    spec: {
      ...source.spec,
      classes: source.spec.classes.map((entry) => {
        const { slos, ...rest } = entry;
        const kept = slos?.filter((slo) => !slo.operator && !slo.path) ?? [];
        return { ...rest, pipeline, ...(kept.length > 0 ? { slos: kept } : {}) };
      }),
    },
  };
}
