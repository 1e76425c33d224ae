"use client";

import { NumberInput, Textarea, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { useEditorActions } from "@/components/editor/editor-store";

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

/** A field whose value is taken only when it is valid and the field is left or Enter is pressed (ids). */
export function NameField({ label, description, value, check, onCommit, disabled }: NameFieldProps) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const error = typed === value ? null : check(typed);
  const commit = () => {
    if (typed === value) return;
    if (error) setTyped(value);
    else onCommit(typed);
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
        if (event.key === "Escape") setTyped(value);
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
}

/** A number with its unit; what is not a number yet stays in the field and is not taken. */
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
}: NumberFieldProps) {
  const actions = useEditorActions();
  const [typed, setTyped] = useState<string | number>(value ?? "");
  useEffect(() => setTyped(value ?? ""), [value]);
  const accept = (next: string | number) => {
    setTyped(next);
    if (next === "") {
      if (optional) onChange(undefined);
      return;
    }
    const number = typeof next === "number" ? next : Number(next);
    if (!Number.isFinite(number) || (min !== undefined && number < min) || (max !== undefined && number > max) || (integer && !Number.isInteger(number)))
      return;
    if (number !== value) onChange(number);
  };
  return (
    <NumberInput
      label={label}
      description={description}
      value={typed}
      onChange={accept}
      onBlur={() => {
        setTyped(value ?? "");
        actions.sealEdit();
      }}
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
      {...(step === undefined ? {} : { step })}
      allowDecimal={!integer}
      decimalScale={integer ? 0 : 9}
      placeholder={placeholder}
      suffix={suffix}
      prefix={prefix}
      thousandSeparator=","
      disabled={disabled}
      clampBehavior="none"
    />
  );
}
