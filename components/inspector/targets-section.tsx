"use client";

import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useEditor, useEditorActions } from "@/components/editor/editor-store";
import { sloText } from "@/components/editor/slo-text";
import { formatAgainst, formatLeft } from "@/components/ui/format";
import { metricColour } from "@/components/ui/metrics";
import type { Statistic } from "@/core/documents/common";
import type { Slo } from "@/core/documents/workload";
import { classKey } from "@/core/graph/edit-tables";
import { keepsTarget, measuredValue } from "@/core/graph/edit-targets";
import classes from "./inspector.module.css";
import { Section } from "./section";
import { TargetForm } from "./target-form";

const NO_SLOS: readonly Slo[] = [];

/** The targets of the chosen query class: all of them, or those on one operator. */
export function TargetsSection({ scope }: { scope: string | null }) {
  const workload = useEditor((state) => state.choice.workload);
  const classId = useEditor((state) => state.choice.classId);
  const key = workload && classId ? classKey(workload.id, classId) : "";
  const record = useEditor((state) => state.document.tables.classes[key]);
  const statistic = useDefaultStatistic();
  const actions = useEditorActions();
  const [open, setOpen] = useState<number | "new" | null>(null);
  const [added, setAdded] = useState<number | null>(null);

  if (!record) {
    return scope ? null : (
      <Section title="Targets">
        <p className={classes.hint}>Choose a workload at the top: targets belong to its query class.</p>
      </Section>
    );
  }
  const all = record.slos ?? NO_SLOS;
  const shown = all
    .map((slo, index) => ({ slo, index }))
    .filter(({ slo }) => !scope || slo.operator === scope || slo.path?.from === scope || slo.path?.to === scope);
  const write = (label: string, slos: readonly Slo[], coalesce?: string) =>
    actions.edit(label, (tx) => tx.update("classes", key, { slos: slos.length === 0 ? undefined : [...slos] }), coalesce ? { coalesce } : {});

  return (
    <Section
      title={scope ? "Targets on this operator" : `Targets of ${record.title ?? record.id}`}
      tools={
        <Tooltip label="Add a target">
          <ActionIcon size={22} aria-label="Add a target" onClick={() => setOpen(open === "new" ? null : "new")}>
            <IconPlus size={14} stroke={1.8} aria-hidden />
          </ActionIcon>
        </Tooltip>
      }
    >
      <div className={classes.fields}>
        {shown.map(({ slo, index }) => (
          <div key={index} className={classes.target} data-testid="target">
            <TargetLine
              slo={slo}
              open={open === index}
              focused={added === index}
              onToggle={() => {
                setAdded(null);
                setOpen(open === index ? null : index);
              }}
              onRemove={() => {
                setOpen(null);
                write(
                  `Remove target ${sloText(slo, statistic)}`,
                  all.filter((_item, at) => at !== index),
                );
              }}
            />
            {open === index ? (
              <TargetForm
                slo={slo}
                fixedScope={scope !== null}
                onChange={(next) =>
                  write(
                    `Change target ${sloText(slo, statistic)}`,
                    all.map((item, at) => (at === index ? next : item)),
                    `slo:${key}:${index}`,
                  )
                }
              />
            ) : null}
          </div>
        ))}
        {shown.length === 0 && open !== "new" ? (
          <p className={classes.hint}>
            {scope ? "None. Limits on the whole pipeline are in its inspector." : "No limits yet: planning shows every trade-off."}
          </p>
        ) : null}
        {open === "new" ? (
          <NewTarget
            operator={scope ?? undefined}
            onCancel={() => setOpen(null)}
            onAdd={(slo) => {
              write(`Add target ${sloText(slo, statistic)}`, [...all, slo]);
              // the button that was pressed goes away; the focus stays with what it made
              setAdded(all.length);
              setOpen(null);
            }}
          />
        ) : null}
      </div>
    </Section>
  );
}

interface TargetLineProps {
  slo: Slo;
  open: boolean;
  /** Was added just now: the focus goes on from here. */
  focused: boolean;
  onToggle: () => void;
  onRemove: () => void;
}

/** The statistic of a latency target that names none. */
function useDefaultStatistic(): Statistic {
  return useEditor((state) => state.choice.workload?.document.spec.settings?.statistic ?? "p95");
}

function TargetLine({ slo, open, focused, onToggle, onRemove }: TargetLineProps) {
  const statistic = useDefaultStatistic();
  const value = useEditor((state) => (state.choice.plan ? measuredValue(state.choice.plan, slo, state.choice.frontier?.spec.statistic ?? "p95") : undefined));
  const line = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (focused) line.current?.focus();
  }, [focused]);
  const upper = slo.op === "<=" || slo.op === "<";
  const met = value === undefined ? null : keepsTarget(value, slo);
  const scale = value === undefined || value === null || !Number.isFinite(value) ? 0 : Math.max(value, slo.value) * 1.15;
  return (
    <>
      <div className={classes.targetHead}>
        <span className={classes.dot} style={{ background: metricColour(slo.metric), margin: 0 }} aria-hidden />
        <button ref={line} type="button" className={classes.targetText} aria-expanded={open} onClick={onToggle}>
          {sloText(slo, statistic)}
          {slo.hard === false ? <span className="t-dim"> · soft</span> : null}
        </button>
        <ActionIcon size={20} aria-label={`Remove target ${sloText(slo, statistic)}`} onClick={onRemove}>
          <IconTrash size={13} stroke={1.6} aria-hidden />
        </ActionIcon>
      </div>
      {value === undefined ? null : (
        <div className={classes.targetValue}>
          <span className={met ? classes.met : classes.missed}>{met ? "met" : "missed"}</span>
          <span>{value === null ? "no value" : formatAgainst(slo.metric, value === Number.POSITIVE_INFINITY ? null : value, slo.value)}</span>
          {scale > 0 && value !== null ? (
            <span className={classes.targetBar} aria-hidden>
              <span
                className={classes.targetFill}
                style={{ display: "block", width: `${(value / scale) * 100}%`, background: metricColour(slo.metric), opacity: met ? 1 : 0.55 }}
              />
              <span className={classes.targetLimit} style={{ left: `${(slo.value / scale) * 100}%`, borderColor: metricColour(slo.metric) }} />
            </span>
          ) : null}
          {value !== null && Number.isFinite(value) && slo.metric !== "quality" ? <span>{remaining(slo, value, upper)}</span> : null}
        </div>
      )}
    </>
  );
}

/** How far the value is from the limit. */
function remaining(slo: Slo, value: number, upper: boolean): string {
  const left = upper ? slo.value - value : value - slo.value;
  return left >= 0 ? `${formatLeft(slo.metric, left)} left` : `${formatAgainst(slo.metric, -left, 0)} over`;
}

interface NewTargetProps {
  operator: string | undefined;
  onAdd: (slo: Slo) => void;
  onCancel: () => void;
}

function NewTarget({ operator, onAdd, onCancel }: NewTargetProps) {
  const [valid, setValid] = useState(true);
  const [slo, setSlo] = useState<Slo>({ metric: "latency", op: "<=", value: 1000, ...(operator ? { operator } : {}) });
  return (
    <form
      className={classes.target}
      onSubmit={(event) => {
        event.preventDefault();
        if (valid) onAdd(slo);
      }}
      onKeyDown={(event) => {
        // Escape closes an open list first
        if (event.key === "Escape" && !(event.target as Element).matches("[role='combobox'][aria-expanded='true']")) onCancel();
      }}
    >
      <TargetForm slo={slo} fixedScope={operator !== undefined} onChange={setSlo} onValidity={setValid} bare focused />
      <div className={classes.row} style={{ marginTop: 8, justifyContent: "flex-end" }}>
        <Button variant="default" size="compact-xs" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" size="compact-xs" disabled={!valid}>
          Add target
        </Button>
      </div>
    </form>
  );
}
