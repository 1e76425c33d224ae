"use client";

import { SegmentedControl, Select } from "@mantine/core";
import { useEditor } from "@/components/editor/editor-store";
import { metricInfo } from "@/components/ui/metrics";
import { OBJECTIVES, type Objective, STATISTICS } from "@/core/documents/vocabulary";
import type { Slo } from "@/core/documents/workload";
import { findPath } from "@/core/graph/edit-index";
import { inOrder } from "@/core/graph/edit-tables";
import { NumberField } from "./fields";
import classes from "./inspector.module.css";

const UNIT: Readonly<Record<Objective, { unit?: string; prefix?: string; start: number }>> = {
  latency: { unit: "ms", start: 1000 },
  quality: { start: 0.8 },
  costPerThousand: { prefix: "$", unit: "/ 1k", start: 1 },
  costPerHour: { prefix: "$", unit: "/h", start: 10 },
  energy: { unit: "J", start: 100 },
  throughput: { unit: "req/s", start: 10 },
};

/** What a limit on a metric can be: nothing is served in no time. */
export function targetLimits(metric: Objective): { above?: number; min?: number; max?: number; step?: number } {
  if (metric === "latency") return { above: 0 };
  return metric === "quality" ? { min: 0, max: 1, step: 0.01 } : { min: 0 };
}

interface TargetFormProps {
  slo: Slo;
  onChange: (slo: Slo) => void;
  /** The scope was chosen by where the form was opened. */
  fixedScope: boolean;
  bare?: boolean;
  /** Opened to be filled in: the limit has the focus. */
  focused?: boolean;
  onValidity?: (valid: boolean) => void;
}

type Scope = "pipeline" | "operator" | "path";

/** Metric, statistic, limit, hard or soft, and what it is on. */
export function TargetForm({ slo, onChange, fixedScope, bare, focused, onValidity }: TargetFormProps) {
  const operators = useEditor((state) => state.document.tables.operators);
  const tables = useEditor((state) => state.document.tables);
  const statistic = useEditor((state) => state.choice.workload?.document.spec.settings?.statistic ?? "p95");
  const scope: Scope = slo.operator ? "operator" : slo.path ? "path" : "pipeline";
  const names = inOrder(operators).map((operator) => ({ value: operator.id, label: operator.title ?? operator.id }));
  const unit = UNIT[slo.metric];
  const setMetric = (metric: Objective) => {
    const { statistic: _statistic, ...rest } = slo;
    const better = metricInfo(metric).better;
    onChange({ ...rest, metric, op: better === "low" ? "<=" : ">=", value: UNIT[metric].start });
  };
  const setScope = (next: Scope) => {
    const { operator: _operator, path: _path, ...rest } = slo;
    const first = names[0]?.value;
    if (next === "operator" && first) onChange({ ...rest, operator: first });
    else if (next === "path" && first) onChange({ ...rest, path: { from: first, to: names[names.length - 1]?.value ?? first } });
    else onChange(rest);
  };
  return (
    <div className={classes.form} style={bare ? { marginTop: 0, paddingTop: 0, border: 0 } : undefined}>
      <div className={classes.pair}>
        <Select
          label="Metric"
          data={OBJECTIVES.filter((metric) => !(scope === "path" && metric === "quality")).map((metric) => ({
            value: metric,
            label: metricInfo(metric).title,
          }))}
          value={slo.metric}
          allowDeselect={false}
          onChange={(metric) => metric && setMetric(metric as Objective)}
        />
        <NumberField
          key={slo.metric}
          label={slo.op === "<=" || slo.op === "<" ? "At most" : "At least"}
          value={slo.value}
          {...targetLimits(slo.metric)}
          unit={unit.unit}
          prefix={unit.prefix}
          onChange={(value) => value !== undefined && onChange({ ...slo, value })}
          {...(focused ? { focused } : {})}
          {...(onValidity ? { onValidity } : {})}
        />
      </div>
      <div className={classes.pair}>
        {slo.metric === "latency" ? (
          <Select
            label="Statistic"
            data={STATISTICS.map((value) => ({ value, label: value === statistic ? `${value} (default)` : value }))}
            value={slo.statistic ?? statistic}
            allowDeselect={false}
            onChange={(value) => value && onChange({ ...slo, statistic: value as (typeof STATISTICS)[number] })}
          />
        ) : (
          <span />
        )}
        <div>
          <span className={classes.label}>Strength</span>
          <SegmentedControl
            fullWidth
            data={[
              { value: "hard", label: "Hard" },
              { value: "soft", label: "Soft" },
            ]}
            value={slo.hard === false ? "soft" : "hard"}
            onChange={(value) => {
              const { hard: _hard, ...rest } = slo;
              onChange(value === "soft" ? { ...rest, hard: false } : rest);
            }}
          />
        </div>
      </div>
      {fixedScope ? null : (
        <Select
          label="On"
          data={[
            { value: "pipeline", label: "The whole pipeline" },
            { value: "operator", label: "One operator", disabled: names.length === 0 },
            { value: "path", label: "A path between two operators", disabled: names.length < 2 || slo.metric === "quality" },
          ]}
          value={scope}
          allowDeselect={false}
          onChange={(value) => value && setScope(value as Scope)}
        />
      )}
      {scope === "operator" && !fixedScope ? (
        <Select
          label="Operator"
          data={names}
          value={slo.operator ?? null}
          allowDeselect={false}
          onChange={(operator) => operator && onChange({ ...slo, operator })}
        />
      ) : null}
      {slo.path ? (
        <div className={classes.pair}>
          <Select
            label="From the start of"
            data={names}
            value={slo.path.from}
            allowDeselect={false}
            onChange={(from) => from && slo.path && onChange({ ...slo, path: { ...slo.path, from } })}
          />
          <Select
            label="To the end of"
            data={names}
            value={slo.path.to}
            allowDeselect={false}
            error={findPath(tables, slo.path.from, slo.path.to) ? null : "No way leads there"}
            onChange={(to) => to && slo.path && onChange({ ...slo, path: { ...slo.path, to } })}
          />
        </div>
      ) : null}
    </div>
  );
}
