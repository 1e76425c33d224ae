"use client";

import { Popover } from "@mantine/core";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import classes from "./data-grid.module.css";
import type { GridColumn } from "./grid-types";

interface CellEditorProps<R> {
  column: GridColumn<R>;
  row: R;
  label: string;
  /** Typed key that opened the editor; replaces what was there. */
  typed: string | null;
  /** Says what is wrong with a text, or null. */
  check: (text: string) => string | null;
  onCommit: (text: string) => void;
  /** Ends editing; `move` says where to go. */
  onEnd: (move: "stay" | "down" | "up" | "next" | "previous" | "away") => void;
}

/** The field inside a cell. What is wrong is said while typing, and never taken. */
export function CellEditor<R>({ column, row, label, typed, check, onCommit, onEnd }: CellEditorProps<R>) {
  const start = column.editText?.(row) ?? "";
  const [text, setText] = useState(typed ?? start);
  const ended = useRef(false);
  const listId = useId();
  const errorId = useId();
  const options = column.options?.(row);
  const error = text === start ? null : check(text);

  const finish = (move: Parameters<typeof onEnd>[0]) => {
    if (error && move !== "away") return;
    ended.current = true;
    // Left with something wrong in it: the table says that it was not taken.
    if (text !== start) onCommit(text);
    onEnd(move);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Enter") finish(event.shiftKey ? "up" : "down");
    else if (event.key === "Tab") finish(event.shiftKey ? "previous" : "next");
    else if (event.key === "Escape") {
      ended.current = true;
      onEnd("stay");
    } else return;
    event.preventDefault();
  };
  const onBlur = () => {
    if (!ended.current) finish("away");
  };
  const common = {
    className: classes.editor,
    "aria-label": label,
    "aria-invalid": error !== null,
    ...(error ? { "aria-describedby": errorId } : {}),
    onKeyDown,
    onBlur,
  };

  if (options) {
    const known = options.some((option) => option.value === text);
    return (
      // biome-ignore lint/a11y/noAutofocus: the field opens where the keyboard already is
      <select {...common} autoFocus value={text} onChange={(event) => setText(event.currentTarget.value)}>
        {known ? null : <option value={text}>{text === "" ? "–" : text}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  }
  return (
    <Popover opened={error !== null} withRoles={false} position="bottom-start" trapFocus={false} returnFocus={false} offset={4}>
      <Popover.Target>
        <input
          {...common}
          // biome-ignore lint/a11y/noAutofocus: the field opens where the keyboard already is
          autoFocus
          value={text}
          data-align={column.align}
          spellCheck={false}
          autoComplete="off"
          list={column.suggestions ? listId : undefined}
          onFocus={(event) => {
            if (typed === null) event.currentTarget.select();
          }}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </Popover.Target>
      <Popover.Dropdown className={classes.error} id={errorId} role="alert">
        {error}
      </Popover.Dropdown>
      {column.suggestions ? (
        <datalist id={listId}>
          {column.suggestions.map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
      ) : null}
    </Popover>
  );
}
