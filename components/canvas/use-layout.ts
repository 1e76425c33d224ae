"use client";

import { notifications } from "@mantine/notifications";
import type { ElkNode } from "elkjs/lib/elk-api";
import { useEffect } from "react";
import { useEditorServices } from "@/components/editor/editor-services";
import { type EditorStore, useEditorStore } from "@/components/editor/editor-store";
import { anchored, layoutGraph } from "@/core/graph/edit-layout-input";
import { moveNodes } from "@/core/graph/edit-operations";

const DEADLINE_MS = 8_000;
/** Shorter layouts say nothing; longer ones can be cancelled. */
const QUIET_MS = 400;
const NOTICE = "layout";

/** Lays the graph out in a worker; one undo step, cancellable, given up after a deadline. */
export function useLayout(): void {
  const store = useEditorStore();
  const services = useEditorServices();
  useEffect(() => {
    let running: { stop: () => void } | null = null;
    services.layout = (ids) => {
      running?.stop();
      running = startLayout(store, ids, () => {
        running = null;
        services.canvas?.fitView(ids);
      });
    };
    return () => {
      running?.stop();
      services.layout = null;
    };
  }, [store, services]);
}

function startLayout(store: EditorStore, ids: readonly string[], done: () => void): { stop: () => void } {
  let finished = false;
  let terminate = () => {};
  const end = () => {
    finished = true;
    clearTimeout(notice);
    clearTimeout(deadline);
    notifications.hide(NOTICE);
    terminate();
  };
  const stop = () => {
    if (finished) return;
    end();
    store.getState().actions.announce("Arranging stopped; nothing was moved");
  };
  const notice = setTimeout(() => {
    notifications.show({
      id: NOTICE,
      loading: true,
      autoClose: false,
      title: "Arranging the graph",
      message: "Close this to stop; nothing moves until it is done.",
      onClose: stop,
    });
  }, QUIET_MS);
  const deadline = setTimeout(() => {
    if (finished) return;
    end();
    notifications.show({
      color: "gray",
      title: "Not arranged",
      message: `No layout was found in ${DEADLINE_MS / 1000} s. Nothing was moved. Select a part of the graph and arrange that.`,
    });
  }, DEADLINE_MS);

  void (async () => {
    try {
      const { default: Elk } = await import("elkjs/lib/elk-api");
      if (finished) return;
      const elk = new Elk({ workerFactory: () => new Worker(new URL("./elk.worker.ts", import.meta.url), { type: "module" }) });
      terminate = () => elk.terminateWorker();
      const graph = layoutGraph(store.getState().document.tables, ids);
      const result = await elk.layout(graph as ElkNode);
      if (finished) return;
      end();
      const places = Object.fromEntries((result.children ?? []).map((node) => [node.id, { x: node.x ?? 0, y: node.y ?? 0 }]));
      const { actions, document } = store.getState();
      const moved = actions.edit(ids.length > 0 ? `Arrange ${ids.length} nodes` : "Arrange the graph", (tx) =>
        moveNodes(tx, anchored(document.tables, places)),
      );
      actions.announce(moved ? "Graph arranged" : "The graph was in order already");
      requestAnimationFrame(done);
    } catch (error) {
      if (finished) return;
      end();
      notifications.show({ color: "red", title: "Not arranged", message: `${error instanceof Error ? error.message : String(error)} Nothing was moved.` });
    }
  })();
  return { stop };
}
