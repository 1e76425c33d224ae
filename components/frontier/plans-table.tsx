"use client";

import { IconCheck, IconChevronDown, IconChevronUp, IconPin } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { useEditor } from "../editor/editor-store";
import { formatCount, formatInterval, NO_DATA_SHORT } from "../ui/format";
import { metricColour } from "../ui/metrics";
import { AssumedMark } from "./assumed-mark";
import { MadeFromCell } from "./made-from-cell";
import { operatorWords } from "./operator-words";
import type { PlanColumns } from "./plan-values";
import classes from "./plans-table.module.css";
import { metricColumns, operatorColumns, type Sort, type SortKey, sortedRows } from "./table-model";

const ROW_HEIGHT = 28;

interface PlansTableProps {
  columns: PlanColumns;
  /** 1 for plans that are listed; null lists all. */
  mask: Uint8Array | null;
  met: Uint8Array;
  hasTargets: boolean;
  selectedId: string | null;
  onSelect: (id: string | null) => void;
  onHover: (id: string | null) => void;
  pins: readonly string[];
  onTogglePin: (id: string) => void;
  /** Tells the order in which plans are listed, for taking them away. */
  onRows?: (rows: Int32Array) => void;
}

/** The plans of the scatter as numbers: sortable, virtualised, the accessible twin of the picture. */
export function PlansTable({ columns, mask, met, hasTargets, selectedId, onSelect, onHover, pins, onTogglePin, onRows }: PlansTableProps) {
  const metrics = useMemo(() => metricColumns(columns), [columns]);
  const operators = useMemo(() => operatorColumns(columns), [columns]);
  const [sort, setSort] = useState<Sort>({ key: columns.objectives[0] ?? "costPerThousand", descending: false });
  const rows = useMemo(() => sortedRows(columns, sort, mask), [columns, sort, mask]);
  useEffect(() => onRows?.(rows), [rows, onRows]);
  const scroller = useRef<HTMLDivElement | null>(null);
  const [cursor, setCursor] = useState(0);

  // the head stays at the top, so that a row at the end would be below the edge by as much
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollPaddingEnd: ROW_HEIGHT,
  });
  const hovered = new Set(useEditor((state) => state.choice.hoveredPlanIds));

  // a plan chosen elsewhere comes into view here
  useEffect(() => {
    if (!selectedId) return;
    const index = columns.indexOfId.get(selectedId);
    const place = index === undefined ? -1 : rows.indexOf(index);
    if (place >= 0) {
      setCursor(place);
      virtual.scrollToIndex(place, { align: "auto" });
    }
  }, [selectedId, columns, rows, virtual]);

  const template = `96px ${hasTargets ? "64px " : ""}${metrics.map(() => "minmax(104px, 1fr)").join(" ")} 72px ${operators.map(() => "minmax(180px, 1.4fr)").join(" ")}`;
  const toggle = (key: SortKey) => setSort((known) => ({ key, descending: known.key === key ? !known.descending : false }));

  const head = (key: SortKey, title: string, unit: string | null, numeric: boolean, colour?: string) => (
    <th
      key={key}
      scope="col"
      className={classes.headCell}
      data-numeric={numeric || undefined}
      aria-sort={sort.key === key ? (sort.descending ? "descending" : "ascending") : "none"}
    >
      <button type="button" onClick={() => toggle(key)} title={`Sort by ${title.toLowerCase()}`}>
        {colour ? <span className={classes.swatch} style={{ background: colour }} /> : null}
        <span className={classes.headText}>{title}</span>
        {unit ? <span className={classes.unit}>{unit}</span> : null}
        {sort.key === key ? sort.descending ? <IconChevronDown size={12} aria-hidden /> : <IconChevronUp size={12} aria-hidden /> : null}
      </button>
    </th>
  );

  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 280) / ROW_HEIGHT) - 2);
    const moves: Record<string, number> = {
      ArrowDown: cursor + 1,
      ArrowUp: cursor - 1,
      PageDown: cursor + page,
      PageUp: cursor - page,
      Home: 0,
      End: rows.length - 1,
    };
    if (event.target !== event.currentTarget) return;
    const next = moves[event.key];
    if (next !== undefined) {
      event.preventDefault();
      const place = Math.min(rows.length - 1, Math.max(0, next));
      setCursor(place);
      virtual.scrollToIndex(place, { align: "auto" });
      onHover(columns.plans[rows[place] as number]?.id ?? null);
    } else if ((event.key === "Enter" || event.key === " ") && !event.metaKey && !event.ctrlKey) {
      event.preventDefault();
      onSelect(columns.plans[rows[cursor] as number]?.id ?? null);
    } else if (event.key.toLowerCase() === "p" && !event.metaKey && !event.ctrlKey && !event.altKey) {
      const id = columns.plans[rows[cursor] as number]?.id;
      if (id) onTogglePin(id);
    } else if (event.key === "Escape" && selectedId) {
      event.stopPropagation();
      onSelect(null);
    }
  };

  if (rows.length === 0) return <p className={classes.none}>No plan passes the filters.</p>;
  return (
    <div ref={scroller} className={classes.scroller} onPointerLeave={() => onHover(null)} data-testid="plans-table">
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows are chosen with the keys, as the grid pattern has it
        role="grid"
        tabIndex={0}
        aria-label="Plans"
        aria-rowcount={rows.length + 1}
        aria-activedescendant={`plan-row-${rows[cursor] ?? 0}`}
        onKeyDown={onKeyDown}
        className={classes.table}
        style={{ "--columns": template } as React.CSSProperties}
      >
        <thead>
          <tr className={classes.head} aria-rowindex={1}>
            {head("id", "Plan", null, false)}
            {hasTargets ? (
              <th scope="col" className={classes.headCell}>
                <span className={classes.headText}>Targets</span>
              </th>
            ) : null}
            {metrics.map((column) =>
              head(
                column.objective,
                column.title.replace(" per 1k requests", "").replace(" per hour", "").replace(" per request", ""),
                column.scale.unit || null,
                true,
                metricColour(column.objective),
              ),
            )}
            {head("devices", "Devices", null, true)}
            {operators.map((id) => head(`operator:${id}`, id, null, false))}
          </tr>
        </thead>
        <tbody style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {virtual.getVirtualItems().map((item) => {
            const index = rows[item.index] as number;
            const plan = columns.plans[index];
            if (!plan) return null;
            const { quality } = plan.metrics;
            return (
              <tr
                key={plan.id}
                id={`plan-row-${index}`}
                aria-rowindex={item.index + 2}
                aria-selected={plan.id === selectedId}
                className={classes.row}
                data-hovered={hovered.has(plan.id) || undefined}
                data-cursor={item.index === cursor || undefined}
                style={{ transform: `translateY(${item.start}px)` }}
                onClick={() => {
                  setCursor(item.index);
                  onSelect(plan.id === selectedId ? null : plan.id);
                }}
                onPointerEnter={() => onHover(plan.id)}
              >
                <td className={classes.cell} data-id>
                  <button
                    type="button"
                    tabIndex={-1}
                    className={classes.pin}
                    aria-pressed={pins.includes(plan.id)}
                    aria-label={`Pin ${plan.id}`}
                    onClick={(event) => {
                      event.stopPropagation();
                      onTogglePin(plan.id);
                    }}
                  >
                    {pins.includes(plan.id) ? (
                      <span className={classes.letter}>{"ABCDEF"[pins.indexOf(plan.id)]}</span>
                    ) : (
                      <IconPin size={13} stroke={1.5} aria-hidden />
                    )}
                  </button>
                  {plan.id}
                </td>
                {hasTargets ? (
                  <td className={classes.cell} data-centre>
                    {met[index] ? (
                      <IconCheck size={14} className={classes.met} aria-label="meets every target" />
                    ) : (
                      <span className={classes.missed}>misses</span>
                    )}
                  </td>
                ) : null}
                {metrics.map((column) => {
                  const value = columns.values[column.objective][index] as number;
                  const spread = column.objective === "quality" && quality && quality.low < quality.high;
                  return (
                    <td
                      key={column.objective}
                      className={classes.cell}
                      data-numeric
                      title={spread ? `${formatInterval("quality", quality.value, quality.low, quality.high)}, ${quality.basis}` : undefined}
                    >
                      {plan.id === selectedId ? (
                        <MadeFromCell plan={plan} objective={column.objective} statistic={columns.statistic}>
                          {column.scale.format(Number.isNaN(value) ? undefined : Number.isFinite(value) ? value : null)}
                        </MadeFromCell>
                      ) : (
                        column.scale.format(Number.isNaN(value) ? undefined : Number.isFinite(value) ? value : null)
                      )}
                      <AssumedMark plan={plan} objective={column.objective} />
                      {spread ? <span className={classes.spread}> ±{((quality.high - quality.low) / 2).toFixed(3).replace("0.", ".")}</span> : null}
                    </td>
                  );
                })}
                <td className={classes.cell} data-numeric>
                  {formatCount(plan.metrics.devices)}
                </td>
                {operators.map((id) => {
                  const operator = plan.operators.find((candidate) => candidate.id === id);
                  const text = operator ? operatorWords(operator) : NO_DATA_SHORT;
                  return (
                    <td key={id} className={classes.cell} title={text}>
                      {text}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
