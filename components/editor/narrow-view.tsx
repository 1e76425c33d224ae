"use client";

import { Button } from "@mantine/core";
import { useState } from "react";
import { Canvas } from "@/components/canvas/canvas";
import { Selected } from "@/components/inspector/inspector-panel";
import { OutlinePanel } from "@/components/panels/outline-panel";
import classes from "./editor-shell.module.css";
import { LazyDock } from "./lazy-parts";

/** On a phone, or at a high zoom: the outline in place of the drawing, unless that is asked for, what is said about the selected operator, and the numbers. */
export function NarrowView() {
  const [drawn, setDrawn] = useState(false);
  return (
    <div className={classes.narrow}>
      <div className={classes.narrowNote}>
        <span>{drawn ? "The drawing has little room here." : "There is little room for the drawing here, so this is its outline."}</span>
        <Button variant="default" size="compact-sm" onClick={() => setDrawn(!drawn)}>
          {drawn ? "Show the outline" : "Open the canvas"}
        </Button>
      </div>
      <div className={classes.narrowPart}>
        {drawn ? (
          <div className={classes.narrowCanvas}>
            <Canvas />
          </div>
        ) : (
          <OutlinePanel />
        )}
      </div>
      <section className={classes.narrowPart} aria-label="Inspector" data-testid="inspector">
        <Selected />
      </section>
      <div className={classes.narrowDock}>
        <LazyDock />
      </div>
    </div>
  );
}
