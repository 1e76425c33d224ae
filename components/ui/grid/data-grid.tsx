// biome-ignore-all lint/a11y/useSemanticElements: a windowed grid cannot be an HTML table; its roles follow the ARIA grid pattern
// biome-ignore-all lint/a11y/useFocusableInteractive: in the grid pattern only the active cell takes the focus
// biome-ignore-all lint/a11y/noStaticElementInteractions: keys of all cells are handled in one place
// biome-ignore-all lint/a11y/useKeyWithClickEvents: keys of all cells are handled in one place
"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type ClipboardEvent, type KeyboardEvent, type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { CellEditor } from "./cell-editor";
import classes from "./data-grid.module.css";
import { targetOfKey } from "./grid-keys";
import type { CellEdit, CellMark, CellPlace, GridColumn, GridRow, GridSort } from "./grid-types";

const ROW_HEIGHT = 32;
const DENSE_FROM = 60;

interface DataGridProps<R> {
  label: string;
  columns: readonly GridColumn<R>[];
  rows: readonly GridRow<R>[];
  readOnly?: boolean;
  /** Says what is wrong with a text for a cell, or null: asked at every keystroke. */
  check?: (edit: CellEdit) => string | null;
  /** Takes edits that `check` has nothing against, as one step. */
  onEdit?: (edits: readonly CellEdit[]) => void;
  markOf?: (place: CellPlace) => CellMark | undefined;
  selectedKey?: string | null;
  onSelect?: (key: string) => void;
  /** Enter on a cell that cannot be edited. */
  onOpen?: (key: string) => void;
  /** Buttons at the end of a row. */
  rowActions?: (key: string, row: R) => ReactNode;
  rowActionsWidth?: number;
  sort?: GridSort;
  onSort?: (sort: GridSort) => void;
  /** Puts the keyboard on a cell; a new object each time it is wanted. */
  reveal?: CellPlace | null;
  maxHeight?: number | string;
  empty?: ReactNode;
  onHover?: (key: string | null) => void;
  testId?: string;
}

/** A dense table that is edited in place, by keyboard or mouse. Long ones draw only the rows in view. */
export function DataGrid<R>(props: DataGridProps<R>) {
  const { label, columns, rows, readOnly, check, onEdit, markOf, selectedKey, onSelect, onOpen, rowActions, sort, onSort, reveal, empty, onHover } = props;
  const [active, setActive] = useState<{ row: number; column: number }>({ row: 0, column: 0 });
  const [editing, setEditing] = useState<{ typed: string | null } | null>(null);
  const [notice, setNotice] = useState("");
  const scroller = useRef<HTMLDivElement>(null);
  const wantsFocus = useRef(false);
  const pressedActive = useRef(false);
  const activeRow = Math.min(active.row, rows.length - 1);
  const activeColumn = Math.min(active.column, columns.length - 1);

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollPaddingStart: ROW_HEIGHT,
    initialRect: { width: 1200, height: 640 },
  });
  const windowed = rows.length > DENSE_FROM;
  const shown = indexesInView();
  function indexesInView(): number[] {
    if (!windowed) return rows.map((_, index) => index);
    const indexes = virtual.getVirtualItems().map((item) => item.index);
    // The cell with the keyboard stays drawn, wherever the table is scrolled to.
    if (activeRow >= 0 && !indexes.includes(activeRow)) indexes.push(activeRow);
    return indexes.sort((a, b) => a - b);
  }

  const focusActive = useCallback(() => {
    const cell = scroller.current?.querySelector<HTMLElement>(`[data-row="${activeRow}"] [data-column="${activeColumn}"]`);
    cell?.focus({ preventScroll: windowed });
    if (!windowed) cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [activeRow, activeColumn, windowed]);
  useLayoutEffect(() => {
    if (!wantsFocus.current || editing) return;
    wantsFocus.current = false;
    focusActive();
  });

  const go = (row: number, column: number) => {
    const next = { row: Math.max(0, Math.min(rows.length - 1, row)), column: Math.max(0, Math.min(columns.length - 1, column)) };
    wantsFocus.current = true;
    setActive(next);
    if (windowed) virtual.scrollToIndex(next.row, { align: "auto" });
    const key = rows[next.row]?.key;
    if (key !== undefined && key !== selectedKey) onSelect?.(key);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new wish moves the keyboard
  useEffect(() => {
    if (!reveal) return;
    const row = rows.findIndex((entry) => entry.key === reveal.key);
    const column = columns.findIndex((entry) => entry.id === reveal.column);
    if (row >= 0) go(row, Math.max(0, column));
  }, [reveal]);

  const canEdit = (column: GridColumn<R> | undefined) => !readOnly && column?.editText !== undefined;
  const take = (edits: readonly CellEdit[]) => {
    const wrong = edits.flatMap((edit) => {
      const message = check?.(edit) ?? null;
      return message === null ? [] : [message];
    });
    const right = edits.filter((edit) => (check?.(edit) ?? null) === null);
    if (right.length > 0) onEdit?.(right);
    setNotice(wrong.length === 0 ? "" : `${wrong.length === 1 ? "One value was" : `${wrong.length} values were`} not taken: ${wrong[0]}`);
  };
  const placeAt = (row: number, column: number): CellPlace => ({ key: rows[row]?.key ?? "", column: columns[column]?.id ?? "" });

  const onKeyDown = (event: KeyboardEvent) => {
    if (editing || rows.length === 0 || !(event.target as HTMLElement).dataset.column) return;
    const column = columns[activeColumn];
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 320) / ROW_HEIGHT) - 1);
    const target = targetOfKey(event, { row: activeRow, column: activeColumn }, { rows: rows.length, columns: columns.length, page });
    if (target) go(target.row, target.column);
    else if (event.key === "Enter" || event.key === "F2") {
      if (canEdit(column)) setEditing({ typed: null });
      else onOpen?.(rows[activeRow]?.key ?? "");
    } else if ((event.key === "Delete" || event.key === "Backspace") && canEdit(column)) take([{ ...placeAt(activeRow, activeColumn), text: "" }]);
    else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && event.key !== " " && canEdit(column) && !column?.options) {
      setEditing({ typed: event.key });
    } else return;
    event.preventDefault();
  };

  const onCopy = (event: ClipboardEvent) => {
    const column = columns[activeColumn];
    const entry = rows[activeRow];
    if (editing || !column || !entry || document.getSelection()?.toString()) return;
    event.clipboardData.setData("text/plain", column.editText?.(entry.row) ?? column.text(entry.row));
    event.preventDefault();
  };
  const onPaste = (event: ClipboardEvent) => {
    if (editing || readOnly) return;
    const lines = event.clipboardData
      .getData("text/plain")
      .replace(/\r?\n$/, "")
      .split(/\r?\n/);
    const edits = lines.flatMap((line, down) =>
      line.split("\t").flatMap((text, right) => {
        const place = placeAt(activeRow + down, activeColumn + right);
        return place.key !== "" && canEdit(columns[activeColumn + right]) ? [{ ...place, text: text.trim() }] : [];
      }),
    );
    if (edits.length > 0) take(edits);
    event.preventDefault();
  };

  const template = [
    ...columns.map((column) => (column.grow ? `minmax(${column.width}px, 1fr)` : `${column.width}px`)),
    ...(rowActions ? [`${props.rowActionsWidth ?? 36}px`] : []),
  ].join(" ");
  const least = columns.reduce((sum, column) => sum + column.width, rowActions ? (props.rowActionsWidth ?? 36) : 0);

  return (
    <div className={classes.root}>
      <div
        ref={scroller}
        className={classes.scroller}
        style={{ maxHeight: props.maxHeight ?? "none" }}
        onKeyDown={onKeyDown}
        onCopy={onCopy}
        onPaste={onPaste}
        onPointerLeave={() => onHover?.(null)}
        data-testid={props.testId}
      >
        {rows.length === 0 ? (
          <div className={classes.empty}>{empty}</div>
        ) : (
          <div
            role="grid"
            aria-label={label}
            aria-rowcount={rows.length + 1}
            aria-colcount={columns.length + (rowActions ? 1 : 0)}
            aria-readonly={readOnly}
            className={classes.grid}
            style={{ minWidth: least }}
          >
            <div role="rowgroup" className={classes.head}>
              <div role="row" aria-rowindex={1} className={classes.row} style={{ gridTemplateColumns: template }}>
                {columns.map((column, index) => (
                  <HeaderCell key={column.id} column={column} index={index} sort={sort} onSort={onSort} />
                ))}
                {rowActions ? (
                  <div role="columnheader" aria-colindex={columns.length + 1} className={classes.header}>
                    <span className="t-visually-hidden">Actions</span>
                  </div>
                ) : null}
              </div>
            </div>
            <div
              role="rowgroup"
              className={classes.body}
              style={windowed ? { height: virtual.getTotalSize() } : undefined}
              data-windowed={windowed || undefined}
            >
              {shown.map((index) => {
                const entry = rows[index];
                if (!entry) return null;
                return (
                  <div
                    key={entry.key}
                    role="row"
                    aria-rowindex={index + 2}
                    aria-selected={selectedKey === undefined ? undefined : entry.key === selectedKey}
                    data-row={index}
                    data-key={entry.key}
                    className={classes.row}
                    style={{ gridTemplateColumns: template, ...(windowed ? { transform: `translateY(${index * ROW_HEIGHT}px)` } : {}) }}
                    onPointerEnter={onHover ? () => onHover(entry.key) : undefined}
                  >
                    {columns.map((column, at) => {
                      const isActive = index === activeRow && at === activeColumn;
                      const mark = markOf?.({ key: entry.key, column: column.id });
                      const open = isActive && editing !== null;
                      return (
                        <div
                          key={column.id}
                          role="gridcell"
                          aria-colindex={at + 1}
                          aria-readonly={!canEdit(column)}
                          aria-invalid={mark?.severity === "error" ? true : undefined}
                          tabIndex={isActive && !open ? 0 : -1}
                          data-column={at}
                          data-align={column.align}
                          data-mark={mark?.severity}
                          data-editable={canEdit(column) || undefined}
                          title={open ? undefined : (mark?.message ?? undefined)}
                          className={classes.cell}
                          onPointerDown={(event) => {
                            pressedActive.current = isActive && document.activeElement === event.currentTarget;
                          }}
                          onFocus={(event) => {
                            if (event.target !== event.currentTarget || isActive) return;
                            setActive({ row: index, column: at });
                            if (entry.key !== selectedKey) onSelect?.(entry.key);
                          }}
                          onClick={() => {
                            if (entry.key !== selectedKey) onSelect?.(entry.key);
                            if (isActive && pressedActive.current && !open && canEdit(column)) setEditing({ typed: null });
                            if (!canEdit(column)) onOpen?.(entry.key);
                          }}
                          onDoubleClick={() => {
                            if (!open && canEdit(column)) setEditing({ typed: null });
                          }}
                        >
                          {open ? (
                            <CellEditor
                              column={column}
                              row={entry.row}
                              label={`${column.header}${column.unit ? `, ${column.unit}` : ""}, row ${index + 1}`}
                              typed={editing.typed}
                              check={(text) => check?.({ key: entry.key, column: column.id, text }) ?? null}
                              onCommit={(text) => take([{ key: entry.key, column: column.id, text }])}
                              onEnd={(move) => {
                                setEditing(null);
                                if (move === "down") go(index + 1, at);
                                else if (move === "up") go(index - 1, at);
                                else if (move === "next") go(at === columns.length - 1 ? index + 1 : index, at === columns.length - 1 ? 0 : at + 1);
                                else if (move === "previous") go(at === 0 ? index - 1 : index, at === 0 ? columns.length - 1 : at - 1);
                                else if (move === "stay") go(index, at);
                              }}
                            />
                          ) : (
                            <>
                              <span className={classes.value}>{column.render ? column.render(entry.row) : column.text(entry.row)}</span>
                              {mark ? <span className="t-visually-hidden">{`${mark.severity}: ${mark.message}`}</span> : null}
                            </>
                          )}
                        </div>
                      );
                    })}
                    {rowActions ? (
                      <div role="gridcell" aria-colindex={columns.length + 1} className={classes.actions}>
                        {rowActions(entry.key, entry.row)}
                      </div>
                    ) : null}
                  </div>
                );
              })}
            </div>
          </div>
        )}
      </div>
      <div className={classes.notice} role="status">
        {notice}
      </div>
    </div>
  );
}

interface HeaderCellProps<R> {
  column: GridColumn<R>;
  index: number;
  sort: GridSort | undefined;
  onSort: ((sort: GridSort) => void) | undefined;
}

function HeaderCell<R>({ column, index, sort, onSort }: HeaderCellProps<R>) {
  const sorted = sort?.column === column.id ? (sort.descending ? "descending" : "ascending") : undefined;
  const content = (
    <>
      {column.header}
      {column.unit ? <span className={classes.unit}>{column.unit}</span> : null}
      {sorted ? <span aria-hidden>{sorted === "ascending" ? " ↑" : " ↓"}</span> : null}
    </>
  );
  return (
    <div role="columnheader" aria-colindex={index + 1} aria-sort={sorted} className={classes.header} data-align={column.align} title={column.hint}>
      {onSort && column.sortable ? (
        <button
          type="button"
          className={classes.sorter}
          onClick={() => onSort({ column: column.id, descending: sort?.column === column.id ? !sort.descending : column.align === "end" })}
        >
          {content}
        </button>
      ) : (
        content
      )}
    </div>
  );
}
