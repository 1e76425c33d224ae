"use client";

import { Button, Select, Tabs, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useTRPC } from "@/components/data/trpc";
import { useSheet, useSheetStore } from "@/components/documents/sheet-store";
import { NumberField } from "@/components/ui/number-field";
import type { QueryClass, Settings } from "@/core/documents/workload";
import { DOCUMENT_KEY, type SheetPlace } from "@/core/tables/infrastructure-tables";
import { entriesOf, freeName, keysInOrder } from "@/core/tables/records";
import type { ClassRecord, WorkloadTables } from "@/core/tables/workload-tables";
import { ArrivalsEditor } from "./arrivals-editor";
import { SettingsEditor } from "./settings-editor";
import classes from "./workloads.module.css";

/** What the fields of a class are called in the history. */
const FIELDS: Partial<Record<keyof QueryClass, string>> = {
  title: "name",
  rateRps: "rate",
  curve: "daily curve",
  at: "users’ tier",
};

/** Classes and planning settings of the open workload. */
export function WorkloadEditor({ reveal }: { reveal: SheetPlace | null }) {
  const store = useSheetStore();
  const readOnly = useSheet((state) => state.readOnly);
  const tables = useSheet((state) => state.tables) as WorkloadTables;
  const keys = useMemo(() => keysInOrder(tables.classes), [tables.classes]);
  const [chosen, setChosen] = useState<string | null>(null);
  const open = chosen !== null && tables.classes[chosen] ? chosen : (keys[0] ?? null);
  const settings = tables.settings[DOCUMENT_KEY];
  const { edit } = store.getState().actions;

  useEffect(() => {
    if (reveal?.table === "classes") setChosen(reveal.key);
  }, [reveal]);

  const changeClass = (key: string, change: (entry: QueryClass) => QueryClass) => {
    const record = (store.getState().tables as WorkloadTables).classes[key];
    if (!record) return;
    const { order, ...entry } = record;
    const next = change(entry as QueryClass);
    const names = [...new Set([...Object.keys(entry), ...Object.keys(next)])] as (keyof QueryClass)[];
    const changed = names.filter((name) => entry[name] !== next[name]).map((name) => FIELDS[name] ?? name);
    edit(`Change ${changed.join(" and ")} of ${entry.title ?? entry.id}`, (tx) => tx.put("classes", key, { ...next, order }), `${key} ${changed.join()}`);
  };
  const addClass = () => {
    const entries = entriesOf<QueryClass>(tables.classes);
    const id = freeName(new Set(entries.map((entry) => entry.id)), "class");
    const like = open === null ? undefined : tables.classes[open];
    const order = Math.max(-1, ...Object.values(tables.classes).map((entry) => entry.order)) + 1;
    const made: ClassRecord = { id, pipeline: like?.pipeline ?? "pipeline", rateRps: 1, order };
    if (edit(`Add ${id}`, (tx) => tx.put("classes", id, made))) setChosen(id);
  };
  const changeSettings = (next: Settings) =>
    edit(
      "Change planning settings",
      (tx) => (Object.keys(next).length > 0 ? tx.put("settings", DOCUMENT_KEY, next) : tx.remove("settings", DOCUMENT_KEY)),
      `settings ${Object.keys({ ...settings, ...next }).filter((name) => settings?.[name as keyof Settings] !== next[name as keyof Settings])}`,
    );

  return (
    <div className={classes.main}>
      <Tabs value={open} onChange={setChosen} keepMounted={false}>
        <div className={classes.tabs}>
          <Tabs.List aria-label="Query classes">
            {keys.map((key) => (
              <Tabs.Tab key={key} value={key}>
                {tables.classes[key]?.title ?? tables.classes[key]?.id}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {readOnly ? null : (
            <Button variant="subtle" size="compact-xs" leftSection={<IconPlus size={12} aria-hidden />} onClick={addClass}>
              Add a class
            </Button>
          )}
        </div>
        {keys.map((key) => {
          const entry = tables.classes[key] as ClassRecord;
          return (
            <Tabs.Panel key={key} value={key}>
              <fieldset className={`${classes.plain} ${classes.card}`} disabled={readOnly} aria-label={entry.title ?? entry.id}>
                <ClassFields
                  entry={entry}
                  onChange={(change) => changeClass(key, change)}
                  onRemove={keys.length > 1 && !readOnly ? () => edit(`Remove ${entry.title ?? entry.id}`, (tx) => tx.remove("classes", key)) : null}
                />
                <ArrivalsEditor entry={entry} settings={settings} onChange={(change) => changeClass(key, change)} />
              </fieldset>
            </Tabs.Panel>
          );
        })}
      </Tabs>
      <fieldset className={classes.plain} disabled={readOnly} aria-label="Planning settings">
        <SettingsEditor settings={settings ?? {}} onChange={changeSettings} />
      </fieldset>
    </div>
  );
}
function ClassFields({
  entry,
  onChange,
  onRemove,
}: {
  entry: QueryClass;
  onChange: (change: (entry: QueryClass) => QueryClass) => void;
  onRemove: (() => void) | null;
}) {
  const trpc = useTRPC();
  const documents = useQuery(trpc.documents.list.queryOptions());
  const pipelines = (documents.data ?? []).filter((document) => document.kind === "Pipeline");
  const options = pipelines.map((pipeline) => ({ value: pipeline.name, label: pipeline.title }));
  if (!options.some((option) => option.value === entry.pipeline))
    options.push({ value: entry.pipeline, label: documents.data ? `${entry.pipeline} (not here)` : entry.pipeline });
  return (
    <div className={classes.fields}>
      <TextInput
        label="Name"
        w={200}
        value={entry.title ?? ""}
        placeholder={entry.id}
        maxLength={120}
        onChange={(event) => {
          const title = event.currentTarget.value;
          onChange(({ title: _before, ...rest }) => (title.trim() === "" ? rest : { ...rest, title }));
        }}
      />
      <Select
        label="Pipeline"
        w={260}
        searchable
        data={options}
        value={entry.pipeline}
        allowDeselect={false}
        onChange={(pipeline) => pipeline && onChange((now) => ({ ...now, pipeline }))}
      />
      <TextInput
        label="Users at (tier)"
        w={140}
        placeholder="anywhere"
        value={entry.at ?? ""}
        error={entry.at !== undefined && !/^[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(entry.at) ? "letters, digits, . _ -" : undefined}
        onChange={(event) => {
          const at = event.currentTarget.value.trim();
          onChange(({ at: _before, ...rest }) => (at === "" ? rest : { ...rest, at }));
        }}
      />
      <NumberField
        label="Weight"
        w={90}
        min={0}
        optional
        tight
        placeholder="1"
        value={entry.weight}
        onChange={(weight) => onChange(({ weight: _before, ...rest }) => (weight === undefined ? rest : { ...rest, weight }))}
      />
      <span className={classes.targets}>{entry.slos?.length ? `${entry.slos.length} targets, edited on the pipeline's page` : "no targets"}</span>
      {onRemove ? (
        <Button variant="subtle" color="gray" onClick={onRemove}>
          Remove this class
        </Button>
      ) : null}
    </div>
  );
}
