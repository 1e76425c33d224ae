"use client";

import type { LeftPanel } from "@/components/editor/editor-state";
import { HistoryPanel } from "./history-panel";
import { OutlinePanel } from "./outline-panel";
import { Palette } from "./palette";
import { ProblemsPanel } from "./problems-panel";
import { TemplatesPanel } from "./templates-panel";

export function LeftPanels({ panel }: { panel: Exclude<LeftPanel, null> }) {
  switch (panel) {
    case "palette":
      return <Palette />;
    case "outline":
      return <OutlinePanel />;
    case "problems":
      return <ProblemsPanel />;
    case "history":
      return <HistoryPanel />;
    case "templates":
      return <TemplatesPanel />;
  }
}
