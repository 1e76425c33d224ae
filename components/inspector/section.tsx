import type { ReactNode } from "react";
import classes from "./inspector.module.css";

interface SectionProps {
  title: string;
  tools?: ReactNode;
  children: ReactNode;
}

/** A titled part of the inspector. */
export function Section({ title, tools, children }: SectionProps) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.sectionHead}>
        <h3 className={classes.sectionTitle}>{title}</h3>
        {tools}
      </div>
      {children}
    </section>
  );
}

interface ChipsProps<V extends string | number | boolean> {
  label: string;
  values: readonly { value: V; text: string }[];
  /** Chosen values; null means that nothing is narrowed, so all are allowed. */
  chosen: readonly V[] | null;
  onChange: (next: V[] | null) => void;
  disabled?: boolean;
}

/** Values that can be allowed or not; all on is the same as not narrowed. */
export function Chips<V extends string | number | boolean>({ label, values, chosen, onChange, disabled }: ChipsProps<V>) {
  const isOn = (value: V) => chosen === null || chosen.includes(value);
  return (
    <fieldset className={classes.group} aria-label={label}>
      <span className={classes.label}>{label}</span>
      <div className={classes.chips}>
        {values.map(({ value, text }) => (
          <button
            key={String(value)}
            type="button"
            className={classes.chip}
            aria-pressed={isOn(value)}
            disabled={disabled}
            onClick={() => {
              const now = values.map((item) => item.value).filter((item) => (item === value ? !isOn(item) : isOn(item)));
              if (now.length === 0) return;
              onChange(now.length === values.length ? null : now);
            }}
          >
            {text}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
