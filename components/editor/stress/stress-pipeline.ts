import type { CatalogueDocument } from "@/core/documents/catalogue";
import type { PipelineDocument } from "@/core/documents/pipeline";

const WIDTH = 25;
const TASK = "text-generation";

/** A made-up pipeline of so many operators in layers, each fed by up to three of the layer before: to see how the editor bears size. */
export function stressPipeline(count: number): PipelineDocument {
  const operators: PipelineDocument["spec"]["operators"] = [];
  const edges: PipelineDocument["spec"]["edges"] = [];
  const nodes: Record<string, { x: number; y: number }> = { question: { x: -240, y: 0 } };
  for (let index = 0; index < count; index++) {
    const layer = Math.floor(index / WIDTH);
    const row = index % WIDTH;
    const id = `op-${index}`;
    operators.push({ id, task: TASK, ...(index % 17 === 0 ? { iterations: { mean: 1.5, max: 3 } } : {}), ...(index % 23 === 0 ? { fanOut: 4 } : {}) });
    nodes[id] = { x: layer * 280, y: row * 124 };
    if (layer === 0) edges.push({ from: "question", to: id, bytes: 2_000 });
    else {
      const before = (layer - 1) * WIDTH;
      for (const shift of [0, 7, 13].slice(0, 1 + (index % 3))) edges.push({ from: `op-${before + ((row + shift) % WIDTH)}`, to: id, bytes: 1_000 });
    }
  }
  return {
    apiVersion: "trilemma/v1",
    kind: "Pipeline",
    metadata: { name: `stress-${count}`, title: `Stress, ${count} operators`, layout: { nodes } },
    spec: { inputs: [{ id: "question", type: "text" }], operators, edges },
  };
}

/** The least catalogue that leaves no operator without a candidate. */
export const STRESS_CATALOGUE: CatalogueDocument = {
  apiVersion: "trilemma/v1",
  kind: "Catalogue",
  metadata: { name: "stress" },
  spec: {
    implementations: [
      {
        name: "small",
        task: TASK,
        quality: [{ value: 0.7 }],
        profiles: [{ device: "gpu", latencyMs: { mean: 10 } }],
        source: "assumed: made up for the stress page",
      },
    ],
  },
};
