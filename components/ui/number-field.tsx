"use client";

import { TextInput, type TextInputProps, Tooltip } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import classes from "./number-field.module.css";
import { type NumberLimits, readNumber, steppedNumber, textOfNumber } from "./number-text";

interface NumberFieldProps
  extends NumberLimits,
    Pick<TextInputProps, "label" | "description" | "placeholder" | "disabled" | "w" | "className" | "aria-label" | "onBlur"> {
  value: number | undefined;
  /** Called with every text that is a value of the field, as it is typed. */
  onChange: (value: number | undefined) => void;
  /** What an arrow key adds. */
  step?: number;
  /** Stands before the number: a currency. */
  prefix?: string | undefined;
  /** What is wrong with the value in a way that the limits do not say. */
  error?: string | undefined;
  /** There is no room under the field: what is wrong floats over what follows. */
  tight?: boolean;
  /** Told whether what is typed can be taken, so that a form can wait. */
  onValidity?: (valid: boolean) => void;
  /** Has the focus from the start: the field that a form was opened for. */
  focused?: boolean;
}

/** A number with its unit. A text that is no value of the field is not taken: it stays with the reason, until mended or Escape. */
export function NumberField({
  value,
  onChange,
  min,
  max,
  above,
  integer,
  optional,
  unit,
  step = 1,
  prefix,
  error,
  tight = false,
  onValidity,
  focused,
  onBlur,
  ...input
}: NumberFieldProps) {
  const limits: NumberLimits = { min, max, above, integer, optional, unit };
  const [typed, setTyped] = useState<string | null>(null);
  const [active, setActive] = useState(false);
  const plain = value === undefined ? "" : String(value);
  const text = typed ?? (active ? plain : textOfNumber(value));
  const read = readNumber(text, limits);
  const valid = "value" in read;
  const problem = input.disabled ? null : valid ? (error ?? null) : read.problem;

  const activeNow = useRef(false);
  // a value from elsewhere (undo, another window) takes the place of a text that nobody is typing
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change of the value that counts
  useEffect(() => {
    if (!activeNow.current) setTyped(null);
  }, [value]);
  const element = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (focused) element.current?.select();
  }, [focused]);
  const tell = useRef(onValidity);
  tell.current = onValidity;
  useEffect(() => tell.current?.(valid), [valid]);

  const type = (next: string) => {
    setTyped(next);
    const now = readNumber(next, limits);
    if ("value" in now && now.value !== value) onChange(now.value);
  };
  const unitText = unit?.trim();
  return (
    <Tooltip
      label={<span role="status">{problem}</span>}
      opened={tight && problem !== null}
      position="bottom-start"
      offset={2}
      classNames={{ tooltip: classes.problem }}
    >
      <TextInput
        {...input}
        ref={element}
        inputMode={integer ? "numeric" : "decimal"}
        autoComplete="off"
        spellCheck={false}
        value={text}
        error={tight ? problem !== null : problem}
        onChange={(event) => type(event.currentTarget.value)}
        onFocus={() => {
          activeNow.current = true;
          setActive(true);
        }}
        onBlur={(event) => {
          activeNow.current = false;
          setActive(false);
          if (valid) setTyped(null);
          onBlur?.(event);
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape" && !valid) {
            event.stopPropagation();
            setTyped(null);
          }
          if ((event.key !== "ArrowUp" && event.key !== "ArrowDown") || !valid || event.nativeEvent.isComposing) return;
          event.preventDefault();
          const next = steppedNumber(read.value ?? 0, event.key === "ArrowUp" ? step : -step, limits);
          if (next !== undefined) type(String(next));
        }}
        {...(prefix ? { leftSection: <span className={classes.unit}>{prefix}</span>, leftSectionWidth: 22, leftSectionPointerEvents: "none" } : {})}
        {...(unitText
          ? {
              "aria-description": unitText,
              rightSection: <span className={classes.unit}>{unitText}</span>,
              rightSectionWidth: `calc(${unitText.length}ch + 10px)`,
              rightSectionPointerEvents: "none",
            }
          : {})}
      />
    </Tooltip>
  );
}
