"use client";

import { useHotkeys } from "@mantine/hooks";
import { createSpotlight } from "@mantine/spotlight";

export const [paletteStore, palette] = createSpotlight();

/** The key of the palette, also while something is written: heard from the beginning, though the palette itself is drawn after the canvas. */
export function usePaletteKey(): void {
  useHotkeys([["mod+K", palette.toggle]], [], true);
}

/** Writes a letter into the search of the palette that was opened but has not got the focus yet: its first letters must not run as actions. */
export function typeIntoPalette(event: KeyboardEvent): void {
  if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  paletteStore.updateState((state) => ({ ...state, query: state.query + event.key }));
}
