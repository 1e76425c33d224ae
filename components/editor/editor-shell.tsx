"use client";

import { useMediaQuery } from "@mantine/hooks";
import { IconChevronUp } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { startTransition, useDeferredValue, useEffect, useState } from "react";
import { Group, Panel, Separator, useDefaultLayout } from "react-resizable-panels";
import { Canvas } from "@/components/canvas/canvas";
import { isLarge } from "@/components/canvas/flow-view";
import { whenConnected } from "@/components/data/when-connected";
import { whenIdle } from "@/components/frontier/when-idle";
import { Rail } from "@/components/panels/rail";
import { usePaletteKey } from "./actions/palette-key";
import { Shortcuts } from "./actions/shortcuts";
import { Announcer } from "./announcer";
import { DockSlot } from "./dock-slot";
import classes from "./editor-shell.module.css";
import { SkeletonPanel } from "./editor-skeleton";
import { useEditor, useEditorActions, useEditorStore } from "./editor-store";
import { EditorTopBar } from "./editor-top-bar";
import { LazyInspector, LazyLeftPanels, LazyOverlays, LazyResource } from "./lazy-parts";
import { usePanelMemory } from "./panel-memory";
import { StudyWatch } from "./study-watch";

const LazyNarrowView = dynamic(() => whenConnected(() => import("./narrow-view")).then((module) => module.NarrowView), {
  ssr: false,
  loading: () => <SkeletonPanel />,
});

/** One element for good: the shell is drawn anew without drawing the canvas. */
const CANVAS = <Canvas />;

/** Top bar, rail and panel, canvas, inspector, dock; every part keeps its size. */
export function EditorShell() {
  const left = useEditor((state) => state.panels.left);
  const inspectorOpen = useEditor((state) => state.panels.inspectorOpen);
  const resourceOpen = useEditor((state) => state.interaction.resource !== null);
  const dockOpen = useEditor((state) => state.panels.dockOpen);
  const title = useEditor((state) => state.document.tables.meta.pipeline?.title ?? state.document.tables.meta.pipeline?.name ?? "");
  const actions = useEditorActions();
  const narrow = useMediaQuery("(max-width: 720px)", false) ?? false;
  // The canvas comes first; the rest follows in small steps, which give way to whatever is done there.
  const later = useDeferredValue(true, false);
  const store = useEditorStore();
  // The dock of a large pipeline would take the processor from its canvas.
  const [rested, setRested] = useState(() => !isLarge(store.getState().document.tables));
  useEffect(() => whenIdle(() => startTransition(() => setRested(true))), []);
  usePanelMemory();
  usePaletteKey();
  useEffect(() => {
    document.title = `${title} · Trilemma`;
  }, [title]);

  const rows = useDefaultLayout({
    id: "trilemma-rows",
    panelIds: dockOpen ? ["area-upper", "area-dock"] : ["area-upper"],
    onlySaveAfterUserInteractions: true,
  });
  const columnIds = [...(left ? ["area-left"] : []), "area-canvas", ...(resourceOpen ? ["area-resource"] : inspectorOpen ? ["area-inspector"] : [])];
  const columns = useDefaultLayout({ id: "trilemma-columns", panelIds: columnIds, onlySaveAfterUserInteractions: true });

  return (
    <div className={classes.page}>
      <EditorTopBar />
      {narrow ? (
        <main id="main" className={classes.column} tabIndex={-1}>
          <LazyNarrowView />
        </main>
      ) : (
        <div className={classes.body}>
          <Rail />
          <main id="main" className={classes.column} tabIndex={-1}>
            <Group orientation="vertical" className={classes.main} id="trilemma-rows" defaultLayout={rows.defaultLayout} onLayoutChanged={rows.onLayoutChanged}>
              <Panel id="area-upper" minSize={160}>
                <Group orientation="horizontal" id="trilemma-columns" defaultLayout={columns.defaultLayout} onLayoutChanged={columns.onLayoutChanged}>
                  {left ? (
                    <>
                      <Panel id="area-left" defaultSize={248} minSize={200} maxSize={480} groupResizeBehavior="preserve-pixel-size">
                        {later ? <LazyLeftPanels panel={left} /> : <SkeletonPanel />}
                      </Panel>
                      <Separator className={classes.separator} data-vertical aria-label="Width of the left panel" />
                    </>
                  ) : null}
                  <Panel id="area-canvas" minSize={240}>
                    {CANVAS}
                  </Panel>
                  {resourceOpen ? (
                    <>
                      <Separator className={classes.separator} data-vertical aria-label="Width of the side panel" />
                      <Panel id="area-resource" defaultSize={600} minSize={360} maxSize={1100} groupResizeBehavior="preserve-pixel-size">
                        <LazyResource />
                      </Panel>
                    </>
                  ) : inspectorOpen ? (
                    <>
                      <Separator className={classes.separator} data-vertical aria-label="Width of the inspector" />
                      <Panel id="area-inspector" defaultSize={320} minSize={260} maxSize={720} groupResizeBehavior="preserve-pixel-size">
                        {later ? <LazyInspector /> : <SkeletonPanel />}
                      </Panel>
                    </>
                  ) : null}
                </Group>
              </Panel>
              {dockOpen ? (
                <>
                  <Separator className={classes.separator} data-horizontal aria-label="Height of the dock" />
                  <Panel id="area-dock" defaultSize="42%" minSize={140} groupResizeBehavior="preserve-pixel-size">
                    <div className={classes.dock}>{rested ? <DockSlot /> : null}</div>
                  </Panel>
                </>
              ) : null}
            </Group>
            {dockOpen ? null : (
              <button type="button" className={classes.folded} onClick={() => actions.setPanels({ dockOpen: true })}>
                <IconChevronUp size={14} aria-hidden />
                Frontier
              </button>
            )}
          </main>
        </div>
      )}
      <Shortcuts />
      <Announcer />
      {later ? (
        <>
          <LazyOverlays />
          <StudyWatch />
        </>
      ) : null}
    </div>
  );
}
