"use client";

import { useEffect } from "react";
import { useTRPCClient } from "@/components/data/trpc";
import type { CatalogueDocument } from "@/core/documents/catalogue";
import type { InfrastructureDocument } from "@/core/documents/infrastructure";
import { useEditorStore } from "./editor-store";

const CHANNEL = "trilemma-saves";

/** Takes in what was saved of the infrastructure or a catalogue on another page, so that the frontier is known to be stale. */
export function StudyWatch() {
  const store = useEditorStore();
  const client = useTRPCClient();
  useEffect(() => {
    if (typeof BroadcastChannel === "undefined") return;
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = async ({ data }: MessageEvent<{ id: string; version: number }>) => {
      const { choice, interaction } = store.getState();
      const open = [choice.infrastructure, ...choice.catalogues].find((item) => item?.id === data.id);
      // A panel that edits the document hears of it by itself, and merges.
      if (!open || open.version >= data.version || interaction.resource) return;
      try {
        const view = await client.documents.get.query({ id: data.id });
        const { choice: now, actions } = store.getState();
        if (view.kind === "Infrastructure" && now.infrastructure?.id === view.id && now.infrastructure.version < view.version) {
          actions.setInfrastructure({ id: view.id, version: view.version, document: view.document as InfrastructureDocument });
        } else if (view.kind === "Catalogue") {
          const newer = { id: view.id, version: view.version, document: view.document as CatalogueDocument };
          actions.setCatalogues(now.catalogues.map((item) => (item.id === view.id && item.version < view.version ? newer : item)));
          actions.setStale(now.frontier !== null);
        }
      } catch {
        // Not reached: planning asks the server, which has the newest version anyway.
      }
    };
    return () => channel.close();
  }, [store, client]);
  return null;
}
