"use client";

import { useHotkeys } from "@mantine/hooks";
import { createSpotlight } from "@mantine/spotlight";

export const [paletteStore, palette] = createSpotlight();

/** The key of the palette, also while something is written: heard from the beginning, though the palette itself is drawn after the canvas. */
export function usePaletteKey(): void {
  useHotkeys([["mod+K", palette.toggle]], [], true);
}
