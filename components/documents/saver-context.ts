"use client";

import { createContext, useContext } from "react";
import type { DocumentSaver } from "./document-saver";

export const SaverContext = createContext<{ current: DocumentSaver | null }>({ current: null });

/** Autosave of the open document; null while it is read only. */
export function useSaver(): { current: DocumentSaver | null } {
  return useContext(SaverContext);
}
