import { Button, Code, Skeleton } from "@mantine/core";
import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./state-view.module.css";

interface StateViewProps {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  /** What to do next; one primary button at most. */
  action?: ReactNode;
  compact?: boolean;
}

/** The empty state of a view: what it will show, and what to do for it. */
export function EmptyState({ icon, title, children, action, compact }: StateViewProps) {
  return (
    <div className={classes.root} data-compact={compact || undefined}>
      {icon ? <div className={classes.icon}>{icon}</div> : null}
      <h2 className={classes.title}>{title}</h2>
      {children ? <div className={classes.text}>{children}</div> : null}
      {action ? <div className={classes.actions}>{action}</div> : null}
    </div>
  );
}

interface ErrorStateProps {
  /** What went wrong, in words. */
  title: string;
  /** Why, and what to do. */
  children?: ReactNode;
  code?: string;
  onRetry?: () => void;
  retryLabel?: string;
  action?: ReactNode;
  compact?: boolean;
}

/** The error state of a view: what, why, what to do, retry. */
export function ErrorState({ title, children, code, onRetry, retryLabel = "Try again", action, compact }: ErrorStateProps) {
  return (
    <div className={classes.root} role="alert" data-compact={compact || undefined} data-error>
      <div className={classes.icon}>
        <IconAlertTriangle size={compact ? 20 : 28} stroke={1.5} aria-hidden />
      </div>
      <h2 className={classes.title}>{title}</h2>
      {children ? <div className={classes.text}>{children}</div> : null}
      {code ? <Code className={classes.code}>{code}</Code> : null}
      {onRetry || action ? (
        <div className={classes.actions}>
          {onRetry ? (
            <Button variant="default" leftSection={<IconRefresh size={14} aria-hidden />} onClick={onRetry}>
              {retryLabel}
            </Button>
          ) : null}
          {action}
        </div>
      ) : null}
    </div>
  );
}

/** Rows in the shape of a table that is on its way. */
export function TableSkeleton({ rows = 6, label = "Loading" }: { rows?: number; label?: string }) {
  return (
    <div className={classes.skeleton} role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, index) => `row-${index}`).map((key) => (
        <div key={key} className={classes.skeletonRow}>
          <Skeleton height={12} width="24%" animate={false} />
          <Skeleton height={12} width="12%" animate={false} />
          <Skeleton height={12} width="16%" animate={false} />
          <Skeleton height={12} width="10%" animate={false} />
        </div>
      ))}
    </div>
  );
}
