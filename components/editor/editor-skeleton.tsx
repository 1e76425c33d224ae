import { Skeleton } from "@mantine/core";
import { TopBar } from "@/components/shell/top-bar";
import classes from "./editor-shell.module.css";

/** The shape of the editor while its documents are on their way. */
export function EditorSkeleton() {
  return (
    <div className={classes.page} role="status" aria-label="Loading the pipeline">
      <TopBar title={<Skeleton height={14} width={180} animate={false} />} />
      <div className={classes.skeleton}>
        <div className={classes.rail} />
        <div className={classes.skeletonPanel}>
          {[70, 90, 60, 80, 75, 85].map((width) => (
            <Skeleton key={width} height={12} width={`${width}%`} animate={false} />
          ))}
        </div>
        <div className={classes.skeletonCanvas}>
          {[0, 1, 2].map((index) => (
            <Skeleton key={index} height={88} width={208} radius="md" animate={false} />
          ))}
        </div>
        <div className={classes.skeletonPanel}>
          {[40, 100, 40, 100, 60].map((width, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list of grey bars
            <Skeleton key={index} height={14} width={`${width}%`} animate={false} />
          ))}
        </div>
      </div>
    </div>
  );
}
