"use client";

import { ConnectDialog } from "@/components/canvas/connect-dialog";
import { QuickAdd } from "@/components/canvas/quick-add";
import { CommandPalette } from "./actions/command-palette";
import { ContextMenu } from "./actions/context-menu";
import { HelpDialog } from "./actions/help-dialog";
import { ConflictDialog } from "./conflict-dialog";

/** What opens over the editor; each part draws nothing until the store says that it is open. */
export function Overlays() {
  return (
    <>
      <QuickAdd />
      <ConnectDialog />
      <ContextMenu />
      <CommandPalette />
      <HelpDialog />
      <ConflictDialog />
    </>
  );
}
