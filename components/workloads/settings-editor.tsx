"use client";

import { MultiSelect, NumberInput, Select } from "@mantine/core";
import { metricInfo } from "@/components/ui/metrics";
import { OBJECTIVES, type Objective, STATISTICS } from "@/core/documents/vocabulary";
import type { Settings } from "@/core/documents/workload";
import classes from "./workloads.module.css";

const NO_LIMIT = "none";
const PARTS = ["1", "2", "3", "4"];
const QUEUEING = [
  { value: "erlang", label: "Counted (Erlang C)" },
  { value: "none", label: "Not counted" },
];

/** How plans are made for this workload: what is traded off, how requests wait, how far the search goes. Empty fields mean the planner's defaults. */
export function SettingsEditor({ settings, onChange }: { settings: Settings; onChange: (settings: Settings) => void }) {
  const set = (change: Partial<Settings>) => {
    const next = { ...settings, ...change };
    onChange(Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)) as Settings);
  };
  const number = (value: string | number): number | undefined => (typeof value === "number" && Number.isFinite(value) ? value : undefined);
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
        <NumberInput
          label="Busy at most"
          description="Of each machine's time"
          w={150}
          min={1}
          max={100}
          suffix=" %"
          placeholder="100 %"
          hideControls
          value={settings.utilisationLimit === undefined ? "" : Math.round(settings.utilisationLimit * 1e6) / 1e4}
          onChange={(value) => set({ utilisationLimit: number(value) === undefined ? undefined : Math.min(100, Math.max(1, number(value) as number)) / 100 })}
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
        <NumberInput
          label="Precision"
          description="0 %: every plan, exactly"
          w={160}
          min={0}
          max={100}
          suffix=" %"
          placeholder="0 %"
          hideControls
          value={settings.epsilon === undefined ? "" : Math.round(settings.epsilon * 1e6) / 1e4}
          onChange={(value) => set({ epsilon: number(value) === undefined ? undefined : Math.max(0, number(value) as number) / 100 })}
        />
        <NumberInput
          label="Time limit"
          description="Then what is proven so far"
          w={170}
          min={0.1}
          suffix=" s"
          placeholder="30 s"
          hideControls
          value={settings.timeLimitSeconds ?? ""}
          onChange={(value) => set({ timeLimitSeconds: number(value) === undefined ? undefined : Math.max(0.1, number(value) as number) })}
        />
      </div>
    </section>
  );
}
