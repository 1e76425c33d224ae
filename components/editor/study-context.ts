"use client";

import { createContext, useContext } from "react";
import type { RouterOutputs } from "@/server/trpc/router";

type Study = RouterOutputs["studies"]["get"];

/** What the page loaded first beside the documents: what could be chosen instead, and the latest runs. */
export type StudyExtras = Pick<Study, "available" | "runs">;

export const StudyContext = createContext<StudyExtras | null>(null);

export function useStudy(): StudyExtras {
  const study = useContext(StudyContext);
  if (!study) throw new Error("useStudy is used outside of a StudyContext");
  return study;
}
