"use client";

import { notifications } from "@mantine/notifications";
import type { ElkNode } from "elkjs/lib/elk-api";
import { useEffect } from "react";
import { useEditorServices } from "@/components/editor/editor-services";
import { type EditorStore, useEditorStore } from "@/components/editor/editor-store";
import { anchored, type LayoutGraph, layoutGraph } from "@/core/graph/edit-layout-input";
import { moveNodes } from "@/core/graph/edit-operations";
import { isLarge } from "./flow-view";

const DEADLINE_MS = 15_000;
/** Shorter layouts say nothing; longer ones can be cancelled. */
const QUIET_MS = 400;
const NOTICE = "layout";

/** For a large pipeline the worker is started once the page has come to rest: reading its program and compiling it takes longer than a layout. */
const WARM_AFTER_MS = 4_000;
/** So much of the graph is laid out to nobody's eyes, that its program is compiled. */
const WARM_NODES = 400;

type Elk = import("elkjs/lib/elk-api").ELK;

/** One worker for all layouts of a mounted canvas; a layout that is stopped takes it down. */
class LayoutWorker {
  private elk: Promise<Elk> | null = null;

  get(): Promise<Elk> {
    this.elk ??= import("elkjs/lib/elk-api").then(
      ({ default: Elk }) => new Elk({ workerFactory: () => new Worker(new URL("./elk.worker.ts", import.meta.url), { type: "module" }) }),
    );
    return this.elk;
  }

  /** Runs once for nothing; what goes wrong is told when it is asked for. */
  async warm(graph: LayoutGraph): Promise<void> {
    if (this.elk) return;
    await this.get()
      .then((elk) => elk.layout(graph as ElkNode))
      .catch(() => {});
  }

  end(): void {
    void this.elk?.then((elk) => elk.terminateWorker()).catch(() => {});
    this.elk = null;
  }
}

/** Lays the graph out in a worker; one undo step, cancellable, given up after a deadline. */
export function useLayout(): void {
  const store = useEditorStore();
  const services = useEditorServices();
  useEffect(() => {
    const worker = new LayoutWorker();
    let running: Running | null = null;
    services.layout = (ids) => {
      running?.stop();
      running = startLayout(store, worker, ids, () => {
        running = null;
        services.canvas?.fitView(ids);
      });
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && running?.stop()) event.stopPropagation();
    };
    window.addEventListener("keydown", onKey, true);
    const warm = setTimeout(() => {
      const { tables } = store.getState().document;
      if (isLarge(tables)) void worker.warm(layoutGraph(tables, Object.keys(tables.operators).slice(0, WARM_NODES)));
    }, WARM_AFTER_MS);
    return () => {
      clearTimeout(warm);
      window.removeEventListener("keydown", onKey, true);
      running?.stop();
      worker.end();
      services.layout = null;
    };
  }, [store, services]);
}

interface Running {
  /** Whether there was something to stop. */
  stop(): boolean;
}

function startLayout(store: EditorStore, worker: LayoutWorker, ids: readonly string[], done: () => void): Running {
  let finished = false;
  const end = () => {
    finished = true;
    clearTimeout(notice);
    clearTimeout(deadline);
    notifications.hide(NOTICE);
  };
  const stop = () => {
    if (finished) return false;
    end();
    worker.end();
    store.getState().actions.announce("Arranging stopped; nothing was moved");
    return true;
  };
  const notice = setTimeout(() => {
    notifications.show({
      id: NOTICE,
      loading: true,
      autoClose: false,
      title: "Arranging the graph",
      message: "Escape stops it; nothing moves until it is done.",
      onClose: stop,
    });
  }, QUIET_MS);
  const deadline = setTimeout(() => {
    if (finished) return;
    end();
    worker.end();
    notifications.show({
      color: "gray",
      title: "Not arranged",
      message: `No layout was found in ${DEADLINE_MS / 1000} s. Nothing was moved. Select a part of the graph and arrange that.`,
    });
  }, DEADLINE_MS);

  void (async () => {
    try {
      const elk = await worker.get();
      if (finished) return;
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
      worker.end();
      notifications.show({ color: "red", title: "Not arranged", message: `${error instanceof Error ? error.message : String(error)} Nothing was moved.` });
    }
  })();
  return { stop };
}
