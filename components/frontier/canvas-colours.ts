"use client";

import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useState } from "react";
import type { Theme } from "./colour-scale";

/** Colours a canvas needs as plain values, since it cannot read CSS variables. */
export interface CanvasColours {
  theme: Theme;
  surface: string;
  text: string;
  dim: string;
  hairline: string;
  ghost: string;
  hatch: string;
  /** What lies outside of a soft limit. */
  beyond: string;
  accent: string;
}

export function readCanvasColours(element: Element, theme: Theme): CanvasColours {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    theme,
    surface: read("--t-surface"),
    text: read("--t-text"),
    dim: read("--t-text-faint"),
    hairline: read("--t-hairline-strong"),
    ghost: read("--t-ghost"),
    hatch: read("--t-hatch"),
    beyond: read("--t-beyond"),
    accent: read("--t-accent"),
  };
}

/** The canvas colours of the theme in use; null until the page is mounted. */
export function useCanvasColours(): CanvasColours | null {
  const theme = useComputedColorScheme("light", { getInitialValueInEffect: true });
  const [colours, setColours] = useState<CanvasColours | null>(null);
  // what the page shows, which on paper is not what the person chose
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of theme changes the attribute
  useEffect(() => {
    const root = document.documentElement;
    setColours(readCanvasColours(root, root.getAttribute("data-mantine-color-scheme") === "dark" ? "dark" : "light"));
  }, [theme]);
  return colours;
}
