"use client";

import dynamic from "next/dynamic";
import { whenConnected } from "@/components/data/when-connected";
import classes from "./editor-shell.module.css";
import { SkeletonPanel } from "./editor-skeleton";

// What is not the canvas: its scripts are asked for when it is first drawn, so that those of the canvas come before them.

export const LazyLeftPanels = dynamic(() => whenConnected(() => import("@/components/panels/left-panels")).then((module) => module.LeftPanels), {
  ssr: false,
  loading: () => <SkeletonPanel />,
});

export const LazyInspector = dynamic(() => whenConnected(() => import("@/components/inspector/inspector-panel")).then((module) => module.InspectorPanel), {
  ssr: false,
  loading: () => <SkeletonPanel />,
});

/** The tables of an infrastructure or of an implementation beside the drawing: loaded when they are first opened. */
export const LazyResource = dynamic(() => whenConnected(() => import("./resource-panel")).then((module) => module.ResourcePanel), {
  ssr: false,
  loading: () => <div className={classes.dockLoading} role="status" aria-label="Loading the tables" />,
});

/** The plans under the canvas: their charts are loaded after the canvas can be used. */
export const LazyDock = dynamic(() => whenConnected(() => import("@/components/frontier/frontier-dock")).then((module) => module.FrontierDock), {
  ssr: false,
  loading: () => <div className={classes.dockLoading} role="status" aria-label="Loading the plans" />,
});

export const LazyOverlays = dynamic(() => whenConnected(() => import("./overlays")).then((module) => module.Overlays), { ssr: false });
