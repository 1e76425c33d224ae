"use client";

import { NumberInput, Textarea, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useEditorActions } from "@/components/editor/editor-store";
import { formatExact } from "@/components/ui/format";

interface FieldProps {
  label: string;
  description?: string;
  disabled?: boolean;
}

interface TextFieldProps extends FieldProps {
  value: string;
  /** Called at every keystroke; the caller's edit coalesces them into one undo step, which ends when the field is left. */
  onChange: (value: string) => void;
  placeholder?: string;
  multiline?: boolean;
}

export function TextField({ label, description, value, onChange, placeholder, multiline, disabled }: TextFieldProps) {
  const actions = useEditorActions();
  const common = { label, description, value, placeholder, disabled, onBlur: actions.sealEdit };
  return multiline ? (
    <Textarea {...common} autosize minRows={2} maxRows={8} onChange={(event) => onChange(event.currentTarget.value)} />
  ) : (
    <TextInput {...common} onChange={(event) => onChange(event.currentTarget.value)} />
  );
}

interface NameFieldProps extends FieldProps {
  value: string;
  /** Says what is wrong with what was typed, or null. */
  check: (value: string) => string | null;
  onCommit: (value: string) => void;
}

/** A field whose value is taken when the field is left or Enter is pressed (ids). What is not valid stays, with the reason, until mended or Escape. */
export function NameField({ label, description, value, check, onCommit, disabled }: NameFieldProps) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const error = typed === value ? null : check(typed);
  const commit = () => {
    if (typed !== value && !error) onCommit(typed);
  };
  return (
    <TextInput
      label={label}
      description={description}
      value={typed}
      error={error}
      disabled={disabled}
      spellCheck={false}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
        if (event.key === "Escape" && typed !== value) {
          event.stopPropagation();
          setTyped(value);
        }
      }}
    />
  );
}

interface NumberFieldProps extends FieldProps {
  value: number | undefined;
  onChange: (value: number | undefined) => void;
  min?: number;
  max?: number;
  step?: number;
  integer?: boolean;
  placeholder?: string;
  suffix?: string;
  prefix?: string;
  /** An empty field means undefined; without this it is not taken. */
  optional?: boolean;
  /** Told whether what is typed can be taken, so that a form can wait. */
  onValidity?: (valid: boolean) => void;
  /** Has the focus from the start: the field that a form was opened for. */
  focused?: boolean;
}

/** Below this a least value stands for "more than nothing". */
const SMALLEST = 1e-3;

/** Why what was typed is no value of the field; null when it is one. */
export function numberProblem(
  typed: string | number,
  { min, max, integer, optional }: { min?: number | undefined; max?: number | undefined; integer?: boolean | undefined; optional?: boolean | undefined },
): string | null {
  if (typed === "") return optional ? null : "A number is needed here";
  const number = Number(typed);
  if (!Number.isFinite(number)) return "Not a number";
  if (integer && !Number.isInteger(number)) return "A whole number is needed here";
  if (min !== undefined && number < min) return min > 0 && min < SMALLEST ? "Must be more than 0" : `Must be at least ${formatExact(min)}`;
  if (max !== undefined && number > max) return `Must be at most ${formatExact(max)}`;
  return null;
}

/** A number with its unit; what cannot be taken stays in the field with the reason, until mended or Escape. */
export function NumberField({
  label,
  description,
  value,
  onChange,
  min,
  max,
  step,
  integer,
  placeholder,
  suffix,
  prefix,
  optional,
  disabled,
  onValidity,
  focused,
}: NumberFieldProps) {
  const actions = useEditorActions();
  const [typed, setTyped] = useState<string | number>(value ?? "");
  useEffect(() => setTyped(value ?? ""), [value]);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (focused) input.current?.select();
  }, [focused]);
  const error = disabled ? null : numberProblem(typed, { min, max, integer, optional });
  const valid = error === null;
  const tell = useRef(onValidity);
  tell.current = onValidity;
  useEffect(() => tell.current?.(valid), [valid]);
  const accept = (next: string | number) => {
    setTyped(next);
    if (numberProblem(next, { min, max, integer, optional })) return;
    if (next === "") onChange(undefined);
    else if (Number(next) !== value) onChange(Number(next));
  };
  return (
    <NumberInput
      label={label}
      description={description}
      value={typed}
      error={error}
      ref={input}
      onChange={accept}
      onBlur={actions.sealEdit}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !valid) {
          event.stopPropagation();
          setTyped(value ?? "");
        }
      }}
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
      {...(step === undefined ? {} : { step })}
      decimalScale={12}
      placeholder={placeholder}
      suffix={suffix}
      prefix={prefix}
      thousandSeparator=","
      disabled={disabled}
      clampBehavior="none"
    />
  );
}
