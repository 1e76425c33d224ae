"use client";

import dynamic from "next/dynamic";
import classes from "./editor-shell.module.css";

/** The plans under the canvas: their charts are loaded after the canvas can be used. */
export const LazyDock = dynamic(() => import("@/components/frontier/frontier-dock").then((module) => module.FrontierDock), {
  ssr: false,
  loading: () => <div className={classes.dockLoading} role="status" aria-label="Loading the plans" />,
});
