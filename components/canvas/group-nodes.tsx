"use client";

import { IconChevronDown, IconChevronRight, IconStack2 } from "@tabler/icons-react";
import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { useEditor, useEditorActions } from "@/components/editor/editor-store";
import { sameFields } from "@/components/editor/same-fields";
import { formatPercent } from "@/components/ui/format";
import { groupOfKey, setCollapsed } from "@/core/graph/edit-groups";
import classes from "./node.module.css";
import { InPort, OutPort } from "./node-ports";
import { NodeTitle } from "./node-title";

const ANY = ["any"] as const;

/** A frame round the members of a group; its title takes the drag, what is inside stays reachable. */
export const FrameNode = memo(function FrameNode({ id, selected }: NodeProps) {
  const group = groupOfKey(id) ?? "";
  const title = useEditor((state) => state.document.tables.groups[group]?.title ?? "");
  const readOnly = useEditor((state) => state.document.readOnly);
  const actions = useEditorActions();
  return (
    <div className={classes.frame} data-selected={selected || undefined}>
      <div className={`${classes.frameHead} group-drag`}>
        <button
          type="button"
          className={`${classes.fold} nodrag`}
          aria-label={`Fold ${title}`}
          title="Fold into one box"
          disabled={readOnly}
          onClick={() => actions.edit(`Fold ${title}`, (tx) => setCollapsed(tx, group, true))}
        >
          <IconChevronDown size={14} aria-hidden />
        </button>
        <NodeTitle id={id} title={title} />
      </div>
    </div>
  );
});

const BARS = [
  { key: "latencyShare", name: "latency", colour: "var(--t-metric-latency)" },
  { key: "costShare", name: "cost", colour: "var(--t-metric-cost)" },
  { key: "qualityLossShare", name: "quality loss", colour: "var(--t-metric-quality)" },
] as const;

/** A folded group: one box for its members, with what they make up together. */
export const FoldedNode = memo(function FoldedNode({ id, selected }: NodeProps) {
  const group = groupOfKey(id) ?? "";
  const actions = useEditorActions();
  const { title, count, problems, planned, latencyShare, costShare, qualityLossShare, critical } = useEditor((state) => {
    const record = state.document.tables.groups[group];
    const members = record?.members ?? [];
    const metrics = members.flatMap((member) => state.choice.planOperators[member]?.metrics ?? []);
    const sum = (key: (typeof BARS)[number]["key"]) => metrics.reduce((total, item) => total + item[key], 0);
    return {
      title: record?.title ?? "",
      count: members.length,
      problems: members.reduce((total, member) => total + (state.problems.byNode[member]?.length ?? 0), 0),
      planned: metrics.length > 0,
      latencyShare: sum("latencyShare"),
      costShare: sum("costShare"),
      qualityLossShare: sum("qualityLossShare"),
      critical: members.some((member) => state.interaction.criticalNodes.has(member)),
    };
  }, sameFields);
  const shares = { latencyShare, costShare, qualityLossShare };
  return (
    <div className={`${classes.operator} ${classes.folded}`} data-selected={selected || undefined} data-critical={critical || undefined}>
      <InPort takes={ANY} />
      <div className={classes.head}>
        <button
          type="button"
          className={`${classes.fold} nodrag`}
          aria-label={`Unfold ${title}`}
          title="Show what is inside"
          onClick={() => actions.edit(`Unfold ${title}`, (tx) => setCollapsed(tx, group, false))}
        >
          <IconChevronRight size={14} aria-hidden />
        </button>
        <NodeTitle id={id} title={title} />
      </div>
      <div className={classes.line}>
        <IconStack2 size={13} aria-hidden />
        <span className={classes.where}>
          {count} {count === 1 ? "member" : "members"}
          {problems > 0 ? ` · ${problems} ${problems === 1 ? "problem" : "problems"}` : ""}
        </span>
      </div>
      {planned ? (
        <div className={classes.bars}>
          {BARS.map((bar) => (
            <div key={bar.key} className={classes.track} title={`${formatPercent(shares[bar.key])} of the ${bar.name}`}>
              {shares[bar.key] > 0 ? (
                <div className={classes.bar} style={{ width: `${Math.min(100, shares[bar.key] * 100)}%`, background: bar.colour }} />
              ) : null}
            </div>
          ))}
        </div>
      ) : (
        <div className={classes.bare} />
      )}
      <OutPort gives="any" />
    </div>
  );
});
