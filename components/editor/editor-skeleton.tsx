import { Skeleton } from "@mantine/core";
import { TopBar } from "@/components/shell/top-bar";
import classes from "./editor-shell.module.css";

/** The shape of a panel beside the canvas. */
export function SkeletonPanel() {
  return (
    <div className={classes.skeletonPanel}>
      {[70, 90, 60, 80, 75, 85].map((width) => (
        <Skeleton key={width} height={12} width={`${width}%`} animate={false} />
      ))}
    </div>
  );
}

/** The shape of the editor while its documents are on their way. */
export function EditorSkeleton() {
  return (
    <div className={classes.page} role="status" aria-label="Loading the pipeline">
      <TopBar title={<Skeleton height={14} width={180} animate={false} />} />
      <div className={classes.skeleton}>
        <div className={classes.rail} />
        <SkeletonPanel />
        <div className={classes.skeletonCanvas}>
          {[0, 1, 2].map((index) => (
            <Skeleton key={index} height={88} width={208} radius="md" animate={false} />
          ))}
        </div>
        <SkeletonPanel />
      </div>
    </div>
  );
}
