"use client";

import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { diffDocuments } from "@/core/diff/document-diff";
import type { AnyDocument } from "@/core/documents/kinds";
import { LoadError } from "../data/load-error";
import { useTRPC } from "../data/trpc";
import { formatAgo, plural } from "../ui/format";
import { TableSkeleton } from "../ui/state-view";
import { ChangeList } from "./change-list";
import classes from "./documents.module.css";

interface VersionsPanelProps {
  id: string;
  /** The version that is open. */
  current: number;
  /** Puts an older version's content in place of the present one; absent where nothing may be changed. */
  onRestore?: (document: AnyDocument, version: number) => void;
}

/** Every acknowledged version, each with what it changed in meaning. */
export function VersionsPanel({ id, current, onRestore }: VersionsPanelProps) {
  const trpc = useTRPC();
  const versions = useQuery({ ...trpc.documents.versions.queryOptions({ id }), staleTime: 0 });
  const [open, setOpen] = useState<number | null>(null);
  if (versions.isPending) return <TableSkeleton rows={4} label="Loading versions" />;
  if (versions.isError) {
    return <LoadError compact what="The versions" query={versions} />;
  }
  const list = versions.data;
  return (
    <ol className={classes.versions} aria-label="Versions">
      {list.map((entry, index) => {
        const isOpen = open === entry.version;
        const before = list[index + 1];
        return (
          <li key={entry.version} className={classes.version}>
            <button type="button" className={classes.versionHead} aria-expanded={isOpen} onClick={() => setOpen(isOpen ? null : entry.version)}>
              <span className={classes.versionName}>Version {entry.version}</span>
              {entry.version === current ? <span className={classes.tag}>open</span> : null}
              {entry.label ? <span className={classes.tag}>{entry.label}</span> : null}
              <span className={classes.versionBy}>
                {entry.author === "local" ? "you" : entry.author}, <time dateTime={entry.savedAt.toISOString()}>{formatAgo(entry.savedAt, new Date())}</time>
              </span>
            </button>
            {isOpen ? <VersionChanges id={id} version={entry.version} before={before?.version ?? null} current={current} onRestore={onRestore} /> : null}
          </li>
        );
      })}
    </ol>
  );
}

interface VersionChangesProps {
  id: string;
  version: number;
  before: number | null;
  current: number;
  onRestore: VersionsPanelProps["onRestore"];
}

function VersionChanges({ id, version, before, current, onRestore }: VersionChangesProps) {
  const trpc = useTRPC();
  const held = { staleTime: Number.POSITIVE_INFINITY };
  const after = useQuery({ ...trpc.documents.get.queryOptions({ id, version }), ...held });
  const earlier = useQuery({ ...trpc.documents.get.queryOptions({ id, version: before ?? version }), ...held });
  if (after.isError || earlier.isError) return <p className={classes.hint}>This version could not be loaded.</p>;
  if (!after.data || !earlier.data) return <p className={classes.hint}>Comparing.</p>;
  const changes = before === null ? null : diffDocuments(earlier.data.document, after.data.document);
  return (
    <div className={classes.versionBody}>
      {changes === null ? (
        <p className={classes.hint}>The first version{after.data.origin ? ", as it came with Trilemma" : ""}.</p>
      ) : (
        <>
          <p className={classes.hint}>{changes.length > 0 ? `${plural(changes.length, "change")} since version ${before}` : null}</p>
          <ChangeList changes={changes} />
        </>
      )}
      {onRestore && version !== current ? (
        <Button variant="default" size="compact-xs" onClick={() => onRestore(after.data.document, version)}>
          Bring this version back
        </Button>
      ) : null}
    </div>
  );
}
