"use client";

import dynamic from "next/dynamic";
import classes from "./editor-shell.module.css";

/** The tables of an infrastructure or of an implementation beside the drawing: loaded when they are first opened. */
export const LazyResource = dynamic(() => import("./resource-panel").then((module) => module.ResourcePanel), {
  ssr: false,
  loading: () => <div className={classes.dockLoading} role="status" aria-label="Loading the tables" />,
});
