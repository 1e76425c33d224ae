"use client";

import { useState } from "react";
import { EditorFrame } from "../editor-frame";
import type { EditorServices } from "../editor-services";
import { EditorSkeleton } from "../editor-skeleton";
import { createEditorStore } from "../editor-store";
import { useInBrowser } from "../use-in-browser";
import { STRESS_CATALOGUE, stressPipeline } from "./stress-pipeline";

const NOTHING = { available: { infrastructures: [], workloads: [], catalogues: [] }, runs: { active: null, newest: null, shown: null, stale: false } };

/** The editor on a made-up pipeline of any size; nothing is stored. */
export function StressEditor({ count }: { count: number }) {
  const inBrowser = useInBrowser();
  const [store] = useState(() => {
    const made = createEditorStore({ id: "stress", version: 1, document: stressPipeline(count) });
    made.getState().actions.setCatalogues([{ id: "stress", version: 1, document: STRESS_CATALOGUE }]);
    return made;
  });
  const [services] = useState<EditorServices>(() => ({ canvas: null, saver: null, layout: null, plan: null }));
  return inBrowser ? <EditorFrame store={store} services={services} study={NOTHING} /> : <EditorSkeleton />;
}
