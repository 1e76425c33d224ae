import { Document, isCollection, isMap, isScalar, visit, type YAMLMap } from "yaml";
import type { PipelineDocument } from "@/core/documents/pipeline";

const FLOW_LISTS = new Set(["inputs", "edges", "values", "choose", "slos", "notes", "ci95"]);
const FLOW_MAPS = new Set(["when", "placement", "iterations", "knobs", "labels"]);

function keyOf(path: readonly unknown[]): string | null {
  const pair = path[path.length - 1];
  const key = (pair as { key?: unknown } | undefined)?.key;
  return isScalar(key) ? String(key.value) : null;
}

/** The document as YAML as a person would write it: short records on one line, long ones as blocks. */
export function pipelineYaml(document: PipelineDocument): string {
  const plain = JSON.parse(JSON.stringify(document)) as object;
  const yaml = new Document(plain);
  visit(yaml, {
    Seq(_index, node, path) {
      const key = keyOf(path);
      if (key && FLOW_LISTS.has(key)) for (const item of node.items) if (isCollection(item)) item.flow = true;
      if (node.items.every(isScalar)) node.flow = true;
    },
    Map(_index, node, path) {
      const key = keyOf(path);
      if (key && FLOW_MAPS.has(key)) node.flow = true;
      if (key === "nodes") for (const pair of node.items) if (isMap(pair.value)) (pair.value as YAMLMap).flow = true;
    },
  });
  return yaml.toString({ lineWidth: 0, flowCollectionPadding: true });
}
