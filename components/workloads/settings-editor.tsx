"use client";

import { MultiSelect, Select } from "@mantine/core";
import { metricInfo } from "@/components/ui/metrics";
import { NumberField } from "@/components/ui/number-field";
import { OBJECTIVES, type Objective, STATISTICS } from "@/core/documents/vocabulary";
import type { Settings } from "@/core/documents/workload";
import classes from "./workloads.module.css";

const NO_LIMIT = "none";
const PARTS = ["1", "2", "3", "4"];
const QUEUEING = [
  { value: "erlang", label: "Counted (Erlang C)" },
  { value: "none", label: "Not counted" },
];

const percentOf = (fraction: number | undefined) => (fraction === undefined ? undefined : Math.round(fraction * 1e6) / 1e4);
const fractionOf = (percent: number | undefined) => (percent === undefined ? undefined : Number((percent / 100).toPrecision(12)));

/** How plans are made for this workload: what is traded off, how requests wait, how far the search goes. Empty fields mean the planner's defaults. */
export function SettingsEditor({ settings, onChange }: { settings: Settings; onChange: (settings: Settings) => void }) {
  const set = (change: Partial<Settings>) => {
    const next = { ...settings, ...change };
    onChange(Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)) as Settings);
  };
  const objectives = (settings.objectives ?? ["cost", "latency", "quality"]).map((name): Objective => (name === "cost" ? "costPerThousand" : name));
  return (
    <section className={`${classes.card} ${classes.settings}`} aria-labelledby="planning-settings" data-testid="planning-settings">
      <h2 id="planning-settings" className={classes.cardTitle}>
        Planning
      </h2>
      <div className={classes.fields}>
        <MultiSelect
          label="Objectives"
          description="What plans are traded off in"
          w={420}
          data={OBJECTIVES.map((objective) => ({ value: objective, label: metricInfo(objective).title }))}
          value={objectives}
          onChange={(chosen) => chosen.length > 0 && set({ objectives: chosen as Objective[] })}
        />
        <Select
          label="Latency is"
          description="Where a target names none"
          w={150}
          data={STATISTICS.map((statistic) => ({ value: statistic, label: statistic }))}
          value={settings.statistic ?? "p95"}
          allowDeselect={false}
          onChange={(statistic) => statistic && set({ statistic: statistic as Settings["statistic"] })}
        />
        <Select
          label="Waiting for machines"
          description="Queues in latency"
          w={190}
          data={QUEUEING}
          value={settings.queueing ?? "erlang"}
          allowDeselect={false}
          onChange={(queueing) => queueing && set({ queueing: queueing as Settings["queueing"] })}
        />
        <NumberField
          label="Busy at most"
          description="Of each machine's time"
          w={150}
          min={1}
          max={100}
          unit="%"
          placeholder="100"
          optional
          tight
          value={percentOf(settings.utilisationLimit)}
          onChange={(value) => set({ utilisationLimit: fractionOf(value) })}
        />
        <Select
          label="Pools per operator"
          description="1: never split over pools"
          w={170}
          data={[...PARTS.map((count) => ({ value: count, label: count })), { value: NO_LIMIT, label: "No limit" }]}
          value={settings.maxParts === undefined ? NO_LIMIT : String(settings.maxParts)}
          allowDeselect={false}
          onChange={(parts) => parts && set({ maxParts: parts === NO_LIMIT ? undefined : Number(parts) })}
        />
        <NumberField
          label="Precision"
          description="0 %: every plan, exactly"
          w={160}
          min={0}
          max={100}
          unit="%"
          placeholder="0"
          optional
          tight
          value={percentOf(settings.epsilon)}
          onChange={(value) => set({ epsilon: fractionOf(value) })}
        />
        <NumberField
          label="Time limit"
          description="Then what is proven so far"
          w={170}
          min={0.1}
          unit="s"
          placeholder="30"
          optional
          tight
          value={settings.timeLimitSeconds}
          onChange={(timeLimitSeconds) => set({ timeLimitSeconds })}
        />
      </div>
    </section>
  );
}
