"use client";

import { createContext, useContext } from "react";
import type { RouterOutputs } from "@/server/trpc/router";

/** What the page loaded first: the documents, what could be chosen instead, and the latest runs. */
export const StudyContext = createContext<RouterOutputs["studies"]["get"] | null>(null);

export function useStudy(): RouterOutputs["studies"]["get"] {
  const study = useContext(StudyContext);
  if (!study) throw new Error("useStudy is used outside of a StudyContext");
  return study;
}
