"use client";

import { Autocomplete, Checkbox, SegmentedControl, Select, TextInput } from "@mantine/core";
import type { MeasuredPoint } from "@/server/importers/measurements/measured-point";
import type { ImportTargets } from "@/server/use-cases/import-targets";
import classes from "./measurements.module.css";
import { knownEntry, labelsOf, pipelinesOf, type TargetChoice } from "./target-model";

interface TargetStepProps {
  points: readonly MeasuredPoint[];
  targets: ImportTargets;
  choice: TargetChoice;
  onChange: (choice: TargetChoice) => void;
}

/** What was measured, where, and which catalogue takes it. */
export function TargetStep({ points, targets, choice, onChange }: TargetStepProps) {
  const labels = labelsOf(points);
  const patch = (change: Partial<TargetChoice>) => onChange({ ...choice, ...change });
  const rename = (label: string, change: Partial<TargetChoice["names"][string]>) => {
    const next = { ...choice, names: { ...choice.names, [label]: { ...(choice.names[label] ?? { name: "", task: "", skip: false }), ...change } } };
    onChange({ ...next, pipelineIds: pipelinesOf(targets, next) });
  };
  const groups = targets.catalogues.map((catalogue) => ({
    group: catalogue.title,
    items: [...new Set(catalogue.entries.map((entry) => entry.name))],
  }));
  const seen = new Set<string>();
  const data = groups
    .map((group) => ({ ...group, items: group.items.filter((name) => !seen.has(name) && seen.add(name)) }))
    .filter((group) => group.items.length > 0);
  const own = targets.catalogues.filter((catalogue) => !catalogue.builtin);
  const withoutDevice = points.filter((point) => !point.device).length;
  const devices = [...new Set(points.flatMap((point) => point.device ?? []))];
  const strange = [...devices, ...(withoutDevice > 0 && choice.device ? [choice.device] : [])].filter((device) => !targets.devices.includes(device));
  // those that use what was measured come first
  const about = pipelinesOf(targets, choice);
  const ordered = [...targets.pipelines].sort((left, right) => Number(about.includes(right.id)) - Number(about.includes(left.id)));
  return (
    <div className={classes.form}>
      <fieldset>
        <legend>What was measured</legend>
        {labels.map((label) => {
          const entry = choice.names[label] ?? { name: "", task: "", skip: false };
          const known = knownEntry(targets, entry.name.trim());
          return (
            <div key={label} className={classes.named}>
              {labels.length > 1 ? (
                <Checkbox
                  checked={!entry.skip}
                  label={label || "rows without a name"}
                  onChange={(event) => rename(label, { skip: !event.currentTarget.checked })}
                />
              ) : null}
              <Autocomplete
                size="xs"
                label={labels.length > 1 ? `Model or implementation of ${label || "rows without a name"}` : "Model or implementation"}
                description={
                  known
                    ? `${known.entry.kind === "model" ? "a model" : known.entry.task} of ${known.catalogue.title}`
                    : entry.name.trim() === ""
                      ? "a known name, or a new one"
                      : "new"
                }
                inputWrapperOrder={["label", "input", "description"]}
                data={data}
                limit={60}
                maxDropdownHeight={300}
                disabled={entry.skip}
                value={entry.name}
                onChange={(name) => rename(label, { name })}
              />
              {!known && entry.name.trim() !== "" && !entry.skip ? (
                <Autocomplete
                  size="xs"
                  label="Task that it does"
                  data={targets.tasks}
                  value={entry.task}
                  onChange={(task) => rename(label, { task })}
                  placeholder="such as speech-to-text"
                />
              ) : null}
            </div>
          );
        })}
        {withoutDevice > 0 ? (
          <Autocomplete
            size="xs"
            label={withoutDevice === points.length ? "Device" : `Device of the ${withoutDevice} points that name none`}
            description="as pools of the infrastructures call it"
            inputWrapperOrder={["label", "input", "description"]}
            data={targets.devices}
            value={choice.device}
            onChange={(device) => patch({ device })}
          />
        ) : null}
        {strange.length > 0 ? (
          <p className={classes.warn} role="status">
            No pool of any infrastructure has the device {strange.map((device) => `“${device}”`).join(", ")}; plans use it once one does.
          </p>
        ) : null}
      </fieldset>
      <fieldset>
        <legend>Where it goes</legend>
        <Select
          label="Catalogue"
          data={[
            { value: "", label: "A new catalogue" },
            ...own.map((catalogue) => ({ value: catalogue.id, label: `${catalogue.title}, version ${catalogue.version}` })),
          ]}
          value={choice.catalogueId}
          allowDeselect={false}
          searchable
          onChange={(catalogueId) => patch({ catalogueId: catalogueId ?? "" })}
        />
        {choice.catalogueId === "" ? (
          <TextInput label="Its name" value={choice.title} maxLength={200} onChange={(event) => patch({ title: event.currentTarget.value })} />
        ) : null}
        <div>
          <div className={classes.label} id="mode-label">
            Operating points that were not measured again
          </div>
          <SegmentedControl
            aria-labelledby="mode-label"
            data={[
              { value: "merge", label: "Keep them" },
              { value: "replace", label: "Take them away" },
            ]}
            value={choice.mode}
            onChange={(mode) => patch({ mode: mode as TargetChoice["mode"] })}
          />
        </div>
        <TextInput
          label="Source, cited with every figure"
          value={choice.source}
          maxLength={500}
          onChange={(event) => patch({ source: event.currentTarget.value })}
        />
      </fieldset>
      {targets.pipelines.length > 0 ? (
        <fieldset>
          <legend>Pipelines that plan with it</legend>
          <div className={classes.pipelines}>
            {ordered.map((pipeline) => (
              <Checkbox
                key={pipeline.id}
                label={pipeline.title}
                checked={choice.pipelineIds.includes(pipeline.id)}
                onChange={(event) =>
                  patch({
                    pipelineIds: event.currentTarget.checked ? [...choice.pipelineIds, pipeline.id] : choice.pipelineIds.filter((id) => id !== pipeline.id),
                  })
                }
              />
            ))}
          </div>
          <p className={classes.dim}>The catalogue comes last among theirs, so what it says wins.</p>
        </fieldset>
      ) : null}
    </div>
  );
}
