"use client";

import { type KeyboardEvent, useCallback, useMemo, useState } from "react";
import type { Objective } from "../../core/documents/workload";
import { useEditorStore } from "../editor/editor-store";
import { planSentence } from "./plan-sentence";
import type { PlanColumns } from "./plan-values";
import type { ScatterLayout } from "./scatter-layout";

interface Options {
  columns: PlanColumns;
  cloud: PlanColumns | null;
  layout: ScatterLayout | null;
  xObjective: Objective;
  yObjective: Objective;
  colourObjective: Objective | null;
  selectedId: string | null;
  onSelect: (id: string | null) => void;
  pointTo: (index: number | null) => void;
  /** The sampled plan that is pointed at. */
  sample: number | null;
  setSample: (index: number | null) => void;
  /** Moves what is shown until a pixel is inside. */
  reveal: (x: number, y: number) => void;
}

/** Goes from point to point of a scatter with the arrow keys, along the axis of the arrow, and says where one is. */
export function usePointKeys(options: Options) {
  const { columns, cloud, layout, xObjective, yObjective, colourObjective, selectedId, onSelect, pointTo, sample, setSample, reveal } = options;
  const store = useEditorStore();
  const [announcement, setAnnouncement] = useState("");
  const [wantsCloud, setWantsCloud] = useState(false);
  const inCloud = wantsCloud && cloud !== null && layout?.cloud !== null;
  const walked = inCloud && cloud ? cloud : columns;
  const places = inCloud && layout ? layout.cloud : layout;

  /** Order of the points along one axis, made when a key is first pressed. */
  const order = useMemo(() => {
    const cache = new Map<Objective, Int32Array>();
    return (objective: Objective) => {
      let known = cache.get(objective);
      if (!known) {
        const values = walked.values[objective];
        known = Int32Array.from({ length: walked.count }, (_, index) => index)
          .filter((index) => places !== null && !Number.isNaN(places.px[index] as number) && !Number.isNaN(places.py[index] as number))
          .sort((a, b) => (values[a] as number) - (values[b] as number) || a - b);
        cache.set(objective, known);
      }
      return known;
    };
  }, [walked, places]);

  const sentence = useCallback(
    (of: PlanColumns, index: number) => {
      const plan = of.plans[index];
      return plan ? planSentence(plan, [xObjective, yObjective, ...(colourObjective ? [colourObjective] : [])], of.statistic) : "";
    },
    [xObjective, yObjective, colourObjective],
  );
  const say = useCallback((index: number) => setAnnouncement(sentence(columns, index)), [columns, sentence]);

  /** Read when a key needs it: subscribing would redraw the whole picture at every move of the pointer. */
  const current = (): number | null => {
    if (inCloud) return sample;
    const id = store.getState().choice.hoveredPlanIds[0] ?? selectedId;
    return id === null ? null : (columns.indexOfId.get(id) ?? null);
  };

  /** Whether the key was one of these. */
  const onPointKey = (event: KeyboardEvent): boolean => {
    if (cloud && event.key.toLowerCase() === "s" && !event.metaKey && !event.ctrlKey && !event.altKey) {
      setWantsCloud(!inCloud);
      setSample(null);
      pointTo(null);
      setAnnouncement(inCloud ? "Plans of the frontier" : `Among ${cloud.count} sampled plans`);
      return true;
    }
    const list = order(event.key === "ArrowUp" || event.key === "ArrowDown" ? yObjective : xObjective);
    if (list.length === 0) return false;
    const here = current();
    const place = here === null ? -1 : list.indexOf(here);
    const stride = event.shiftKey ? 10 : 1;
    let next: number;
    switch (event.key) {
      case "ArrowRight":
      case "ArrowUp":
        next = Math.min(list.length - 1, place + (place < 0 ? 1 : stride));
        break;
      case "ArrowLeft":
      case "ArrowDown":
        next = Math.max(0, place < 0 ? 0 : place - stride);
        break;
      case "Home":
        next = 0;
        break;
      case "End":
        next = list.length - 1;
        break;
      case "Enter":
      case " ":
        if (event.metaKey || event.ctrlKey || here === null || inCloud) return false;
        onSelect(columns.plans[here]?.id ?? null);
        setAnnouncement(`${columns.plans[here]?.id ?? ""} chosen`);
        return true;
      case "Escape":
        if (selectedId === null && here === null) return false;
        setSample(null);
        pointTo(null);
        onSelect(null);
        setAnnouncement("No plan chosen");
        return true;
      default:
        return false;
    }
    const target = list[next] as number;
    if (inCloud) setSample(target);
    else pointTo(target);
    if (places) reveal(places.px[target] as number, places.py[target] as number);
    setAnnouncement(inCloud ? `Sampled plan: ${sentence(walked, target).replace(/^[^:]*: /, "")}` : sentence(walked, target));
    return true;
  };

  return { onPointKey, say, announcement };
}
