"use client";

import classes from "./editor-shell.module.css";
import { useEditor } from "./editor-store";

/** Says aloud what happened, for people who do not see the canvas. */
export function Announcer() {
  const { text, count } = useEditor((state) => state.interaction.announcement);
  return (
    <div className={classes.visuallyHidden} role="status" aria-live="polite" data-testid="announcer">
      <span key={count}>{text}</span>
    </div>
  );
}
