"use client";

import { Textarea, TextInput } from "@mantine/core";
import { type ComponentProps, useEffect, useState } from "react";
import { useEditorActions } from "@/components/editor/editor-store";
import { NumberField as PlainNumberField } from "@/components/ui/number-field";

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

/** A number of the document; the edits of one visit to the field are one undo step. */
export function NumberField(props: Omit<ComponentProps<typeof PlainNumberField>, "onBlur">) {
  const actions = useEditorActions();
  return <PlainNumberField {...props} onBlur={actions.sealEdit} />;
}
