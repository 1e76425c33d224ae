"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { EVIDENCE } from "@/core/documents/common";
import { type CatalogueFilter, NO_FILTER } from "./catalogue-filter";

type View = "implementations" | "catalogues";

/** The filter as the address says it, so that it can be sent to somebody and survives going back. */
export function useCatalogueFilter(): { filter: CatalogueFilter; view: View; set: (patch: Partial<CatalogueFilter>) => void; setView: (view: View) => void } {
  const params = useSearchParams();
  const router = useRouter();
  const pathname = usePathname();
  const [state, setState] = useState<{ filter: CatalogueFilter; view: View }>(() => ({
    filter: {
      query: params.get("q") ?? "",
      task: params.get("task"),
      catalogue: params.get("catalogue"),
      device: params.get("device"),
      evidence: EVIDENCE.find((kind) => kind === params.get("evidence")) ?? null,
      runs: (["devices", "api"] as const).find((kind) => kind === params.get("runs")) ?? null,
    },
    view: params.get("view") === "catalogues" ? "catalogues" : "implementations",
  }));
  const write = useCallback(
    (next: { filter: CatalogueFilter; view: View }) => {
      setState(next);
      const search = new URLSearchParams();
      if (next.view === "catalogues") search.set("view", next.view);
      for (const [key, value] of Object.entries(next.filter)) if (value) search.set(key === "query" ? "q" : key, value);
      const text = search.toString();
      router.replace(text === "" ? pathname : `${pathname}?${text}`, { scroll: false });
    },
    [router, pathname],
  );
  const set = useCallback((patch: Partial<CatalogueFilter>) => write({ ...state, filter: { ...state.filter, ...patch } }), [write, state]);
  const setView = useCallback((view: View) => write({ ...state, view }), [write, state]);
  return useMemo(() => ({ ...state, filter: state.filter ?? NO_FILTER, set, setView }), [state, set, setView]);
}
