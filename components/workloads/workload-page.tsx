"use client";

import { ActionIcon, Button, NumberInput, Select, Tabs, TextInput } from "@mantine/core";
import { IconAffiliate, IconHistory, IconPlus, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { NotLoaded } from "@/components/data/not-loaded";
import { isMissing, useTRPC } from "@/components/data/trpc";
import { UsedByPanel } from "@/components/documents/used-by-panel";
import { VersionsPanel } from "@/components/documents/versions-panel";
import { TopBar } from "@/components/shell/top-bar";
import { TableSkeleton } from "@/components/ui/state-view";
import type { QueryClass, WorkloadDocument } from "@/core/documents/workload";
import { ArrivalsEditor } from "./arrivals-editor";
import { SettingsEditor } from "./settings-editor";
import { useWorkload, type WorkloadDraft } from "./use-workload";
import classes from "./workloads.module.css";

/** One workload: when requests of each class come, and how bursty and long they are. */
export function WorkloadPage({ id }: { id: string }) {
  const trpc = useTRPC();
  const [loads, setLoads] = useState(0);
  const view = useQuery({ ...trpc.documents.get.queryOptions({ id }), staleTime: 0, refetchOnWindowFocus: false });
  if (view.data?.kind === "Workload" && !view.isRefetching)
    return (
      <Loaded
        key={`${loads} ${id}`}
        id={id}
        title={view.data.title}
        loaded={{ document: view.data.document, version: view.data.version }}
        onReload={() => void view.refetch().then(() => setLoads((count) => count + 1))}
      />
    );
  const missing = isMissing(view.error) || (view.data !== undefined && view.data.kind !== "Workload");
  return (
    <>
      <TopBar />
      <main id="main" className={classes.main}>
        <NotLoaded what="workload" all={{ label: "All workloads", href: "/workloads" }} missing={missing} query={view}>
          <TableSkeleton label="Loading the workload" />
        </NotLoaded>
      </main>
    </>
  );
}

const STATUS: Record<WorkloadDraft["status"], string> = {
  saved: "Saved",
  dirty: "Not saved yet",
  saving: "Saving",
  conflict: "Changed elsewhere",
  error: "Not saved",
};

function Loaded({ id, title, loaded, onReload }: { id: string; title: string; loaded: { document: WorkloadDocument; version: number }; onReload: () => void }) {
  const draft = useWorkload(id, loaded);
  const [side, setSide] = useState<"versions" | "used-by" | null>(null);
  const { spec } = draft.document;
  const [classId, setClassId] = useState<string | null>(spec.classes[0]?.id ?? null);
  const entry = spec.classes.find((candidate) => candidate.id === classId) ?? spec.classes[0];
  const addClass = () => {
    let number = spec.classes.length + 1;
    while (spec.classes.some((candidate) => candidate.id === `class-${number}`)) number += 1;
    const made: QueryClass = { id: `class-${number}`, pipeline: entry?.pipeline ?? "pipeline", rateRps: 1 };
    draft.change({ ...draft.document, spec: { ...spec, classes: [...spec.classes, made] } });
    setClassId(made.id);
  };
  return (
    <>
      <TopBar
        title={
          <>
            <Link href="/workloads" className={classes.up}>
              Workloads
            </Link>
            <span className={classes.dim}>/</span>
            <span className={classes.open}>{draft.document.metadata.title ?? title}</span>
            <span className={classes.status} role="status" data-testid="workload-status" data-status={draft.status}>
              {STATUS[draft.status]} · version {draft.version}
            </span>
          </>
        }
        centre={
          <>
            <Button
              variant="subtle"
              color="gray"
              leftSection={<IconAffiliate size={14} aria-hidden />}
              aria-expanded={side === "used-by"}
              onClick={() => setSide(side === "used-by" ? null : "used-by")}
            >
              Used by
            </Button>
            <Button
              variant="subtle"
              color="gray"
              leftSection={<IconHistory size={14} aria-hidden />}
              aria-expanded={side === "versions"}
              onClick={() => setSide(side === "versions" ? null : "versions")}
            >
              Versions
            </Button>
          </>
        }
      />
      <div className={classes.body}>
        <main id="main" className={classes.main}>
          <h1 className="t-visually-hidden">{draft.document.metadata.title ?? title}</h1>
          {draft.status === "conflict" || draft.status === "error" ? (
            <div className={classes.refused} role="alert">
              {draft.message}{" "}
              <Button size="compact-xs" variant="default" onClick={draft.status === "conflict" ? onReload : draft.retry}>
                {draft.status === "conflict" ? "Load the newer version" : "Try again"}
              </Button>
            </div>
          ) : null}
          <Tabs value={entry?.id ?? null} onChange={setClassId} keepMounted={false}>
            <div className={classes.tabs}>
              <Tabs.List aria-label="Query classes">
                {spec.classes.map((candidate) => (
                  <Tabs.Tab key={candidate.id} value={candidate.id}>
                    {candidate.title ?? candidate.id}
                  </Tabs.Tab>
                ))}
              </Tabs.List>
              <Button variant="subtle" size="compact-xs" leftSection={<IconPlus size={12} aria-hidden />} onClick={addClass}>
                Add a class
              </Button>
            </div>
            {spec.classes.map((candidate) => (
              <Tabs.Panel key={candidate.id} value={candidate.id}>
                <div className={classes.card}>
                  <ClassFields
                    entry={candidate}
                    onChange={(change) => draft.changeClass(candidate.id, change)}
                    onRemove={
                      spec.classes.length > 1
                        ? () => draft.change({ ...draft.document, spec: { ...spec, classes: spec.classes.filter((other) => other.id !== candidate.id) } })
                        : null
                    }
                  />
                  <ArrivalsEditor entry={candidate} settings={spec.settings} onChange={(change) => draft.changeClass(candidate.id, change)} />
                </div>
              </Tabs.Panel>
            ))}
          </Tabs>
          <SettingsEditor
            settings={spec.settings ?? {}}
            onChange={(settings) => {
              const { settings: _before, ...rest } = spec;
              draft.change({ ...draft.document, spec: Object.keys(settings).length > 0 ? { settings, ...rest } : rest });
            }}
          />
        </main>
        {side ? (
          <aside className={classes.side} aria-label={side === "versions" ? "Versions" : "Used by"}>
            <header>
              <h2>{side === "versions" ? "Versions" : "Used by"}</h2>
              <ActionIcon size={24} aria-label="Close" onClick={() => setSide(null)}>
                <IconX size={14} aria-hidden />
              </ActionIcon>
            </header>
            {side === "versions" ? (
              <VersionsPanel
                key={draft.version}
                id={id}
                current={draft.version}
                onRestore={(document) => draft.change({ ...(document as WorkloadDocument), metadata: draft.document.metadata })}
              />
            ) : (
              <UsedByPanel id={id} noun="workload" />
            )}
          </aside>
        ) : null}
      </div>
    </>
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
      <NumberInput
        label="Weight"
        w={90}
        min={0}
        hideControls
        placeholder="1"
        value={entry.weight ?? ""}
        onChange={(value) => onChange(({ weight: _before, ...rest }) => (typeof value === "number" && value >= 0 ? { ...rest, weight: value } : rest))}
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
