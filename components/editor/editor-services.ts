"use client";

import { createContext, useContext } from "react";

/** What the mounted canvas lets others do with it. */
export interface CanvasHandle {
  fitView(nodeIds?: readonly string[]): void;
  zoomBy(factor: number): void;
  zoomTo(zoom: number): void;
  /** Brings a node into view and moves the keyboard focus to it. */
  reveal(nodeId: string, options?: { focus?: boolean }): void;
  /** Moves and zooms out as far as it takes to see all of these. */
  show(ids: readonly string[]): void;
  /** The middle of what is visible, in flow coordinates. */
  centre(): { x: number; y: number };
  toFlow(point: { x: number; y: number }): { x: number; y: number };
  toScreen(point: { x: number; y: number }): { x: number; y: number };
  focus(): void;
}

/** What autosave lets others do with it. */
export interface SaverHandle {
  /** Saves what is unsaved, now; resolves to whether the server has acknowledged everything. Planning waits for it. */
  flush(): Promise<boolean>;
  saveNow(): void;
  keepMine(): void;
  takeTheirs(): void;
  keepBoth(): Promise<string>;
}

/** Parts of the mounted editor that actions reach: they exist while their component is mounted. */
export interface EditorServices {
  canvas: CanvasHandle | null;
  saver: SaverHandle | null;
  /** Saves what is edited beside the pipeline (its infrastructure, a catalogue); planning waits for these too. */
  besides?: Set<() => Promise<boolean>>;
  /** Starts an automatic layout of these nodes (all when empty). */
  layout: ((ids: readonly string[]) => void) | null;
  plan: (() => void) | null;
}

export const EditorServicesContext = createContext<EditorServices | null>(null);

export function useEditorServices(): EditorServices {
  const services = useContext(EditorServicesContext);
  if (!services) throw new Error("useEditorServices is used outside of an EditorServicesContext");
  return services;
}
