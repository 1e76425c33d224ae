"use client";

import { Selected } from "@/components/inspector/inspector-panel";
import { OutlinePanel } from "@/components/panels/outline-panel";
import classes from "./editor-shell.module.css";
import { LazyDock } from "./lazy-dock";

/** On a phone there is no drawing: the outline, what is said about the selected operator, and the numbers. */
export function NarrowView() {
  return (
    <div className={classes.narrow}>
      <div className={classes.narrowPart}>
        <OutlinePanel />
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
