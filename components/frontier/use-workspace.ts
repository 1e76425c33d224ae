"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { EMPTY_WORKSPACE, MAX_PINS, readWorkspace, type WorkspaceState, writeWorkspace } from "./workspace-state";

const URL_DELAY_MS = 250;

type Change = Partial<WorkspaceState> | ((known: WorkspaceState) => Partial<WorkspaceState>);

export interface Workspace {
  state: WorkspaceState;
  change: (patch: Change) => void;
  togglePin: (id: string) => void;
}

/** The arrangement of the workspace; kept in the address, so that a copied link shows the same. */
export function useWorkspace(): Workspace {
  const [state, setState] = useState<WorkspaceState>(EMPTY_WORKSPACE);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  // read after mounting: the server renders without the arrangement
  useEffect(() => setState(readWorkspace(new URLSearchParams(window.location.search))), []);

  useEffect(() => {
    if (timer.current) clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const parameters = new URLSearchParams(window.location.search);
      writeWorkspace(state, parameters);
      const text = parameters.toString();
      const address = `${window.location.pathname}${text ? `?${text}` : ""}${window.location.hash}`;
      if (state !== EMPTY_WORKSPACE) window.history.replaceState(window.history.state, "", address);
    }, URL_DELAY_MS);
    return () => {
      if (timer.current) clearTimeout(timer.current);
    };
  }, [state]);

  const change = useCallback((patch: Change) => setState((known) => ({ ...known, ...(typeof patch === "function" ? patch(known) : patch) })), []);
  const togglePin = useCallback(
    (id: string) =>
      setState((known) => ({
        ...known,
        pins: known.pins.includes(id) ? known.pins.filter((pin) => pin !== id) : known.pins.length < MAX_PINS ? [...known.pins, id] : known.pins,
      })),
    [],
  );
  return { state, change, togglePin };
}
