"use client";

import { Textarea, TextInput } from "@mantine/core";
import { type ComponentProps, useEffect, useRef, useState } from "react";
import type { EditorState } from "@/components/editor/editor-state";
import { useEditorActions, useEditorStore } from "@/components/editor/editor-store";
import { useLiveText } from "@/components/editor/use-live-text";
import { NumberField as PlainNumberField } from "@/components/ui/number-field";

interface FieldProps {
  label: string;
  description?: string;
  disabled?: boolean;
}

interface TextFieldProps extends FieldProps {
  read: (state: EditorState) => string;
  /** Called at every keystroke; the caller's edit coalesces them into one undo step, which ends when the field is left. */
  onChange: (value: string) => void;
  placeholder?: string;
}

/** A line of text of the document. React makes the field once; what is in it is the reader's and the document's. */
export function TextField({ read, onChange, ...field }: TextFieldProps) {
  const store = useEditorStore();
  const input = useRef<HTMLInputElement>(null);
  useLiveText(read, (text) => {
    if (input.current && input.current.value !== text) input.current.value = text;
  });
  const { getState } = store;
  return (
    <TextInput
      {...field}
      ref={input}
      defaultValue={read(getState())}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={getState().actions.sealEdit}
    />
  );
}

interface LongTextFieldProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
}

/** Text of several lines, edited as a line is. */
export function LongTextField({ onChange, ...field }: LongTextFieldProps) {
  const actions = useEditorActions();
  return <Textarea {...field} autosize minRows={2} maxRows={8} onChange={(event) => onChange(event.currentTarget.value)} onBlur={actions.sealEdit} />;
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
