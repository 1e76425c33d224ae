"use client";

import { Menu } from "@mantine/core";
import { IconCopy, IconPlus, IconUsersGroup } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC, useTRPCClient } from "@/components/data/trpc";
import { formatRps } from "@/components/ui/format";
import type { WorkloadDocument } from "@/core/documents/workload";
import { META_ID } from "@/core/graph/edit-tables";
import { useEditorServices } from "./editor-services";
import classes from "./editor-shell.module.css";
import { useEditor, useEditorActions, useEditorStore } from "./editor-store";
import { Chooser, failed, type Option, type SelectorProps, Tick } from "./study-chooser";
import { workloadFor } from "./workload-for";

/** For whom the pipeline runs: a workload has rates and targets of a pipeline, so those of other pipelines are offered as copies. */
export function WorkloadSelector({ options, onOpen }: SelectorProps) {
  const chosen = useEditor((state) => state.choice.workload);
  const classId = useEditor((state) => state.choice.classId);
  const pipelineId = useEditor((state) => state.document.documentId);
  const store = useEditorStore();
  const services = useEditorServices();
  const actions = useEditorActions();
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const pipeline = useEditor((state) => state.document.tables.meta[META_ID]?.name ?? "");
  const pipelineTitle = useEditor((state) => state.document.tables.meta[META_ID]?.title ?? pipeline);
  const readOnly = useEditor((state) => state.document.readOnly);
  const [opened, setOpened] = useState(false);
  const { data: known } = useQuery({ ...trpc.workloads.list.queryOptions(), enabled: opened, staleTime: 10_000 });
  const choose = async (id: string) => {
    try {
      // Targets of the workload that is open must be on the server before it is put aside.
      if (services.saver && !(await services.saver.flush())) throw new Error("The last changes are not saved yet. Choose again when they are.");
      await client.studies.save.mutate({ pipelineId, workloadId: id });
      const view = await client.documents.get.query({ id });
      store.getState().actions.setWorkload({ id, version: view.version, document: view.document as WorkloadDocument });
      actions.announce(`Workload ${view.title}`);
    } catch (error) {
      failed(error);
    }
  };
  const make = async (source: Option | null) => {
    try {
      const document = source ? ((await client.documents.get.query({ id: source.id })).document as WorkloadDocument) : null;
      const made = await client.documents.create.mutate({
        kind: "Workload",
        ...(document ? { document: workloadFor(document, pipeline, pipelineTitle) } : { title: pipelineTitle, pipelineName: pipeline }),
      });
      await choose(made.id);
      void queryClient.invalidateQueries({ queryKey: trpc.workloads.list.queryKey() });
      void queryClient.invalidateQueries({ queryKey: trpc.documents.list.queryKey() });
    } catch (error) {
      failed(error);
    }
  };
  // until it is known whom they serve, the chosen one alone is certain
  const serves = (option: Option) =>
    known?.find((item) => item.id === option.id)?.classes.some((item) => item.pipeline === pipeline) ??
    (known !== undefined ? false : option.id === chosen?.id);
  const own = options.filter(serves);
  const others = known === undefined ? [] : options.filter((option) => !serves(option));
  const ofPipeline = chosen?.document.spec.classes.filter((item) => item.pipeline === pipeline || item.id === classId) ?? [];
  const title = chosen ? (chosen.document.metadata.title ?? chosen.document.metadata.name) : null;
  return (
    <Chooser
      label="Workload"
      icon={<IconUsersGroup size={15} stroke={1.6} aria-hidden />}
      text={title}
      missing="Choose workload"
      onOpen={() => {
        onOpen();
        setOpened(true);
      }}
    >
      {ofPipeline.length > 0 ? (
        <>
          <Menu.Label>Query class</Menu.Label>
          {ofPipeline.map((item) => (
            <Menu.Item
              key={item.id}
              leftSection={<Tick on={item.id === classId} />}
              rightSection={<span className="t-dim">{item.rateRps ? formatRps(item.rateRps) : ""}</span>}
              onClick={() => actions.setClass(item.id)}
            >
              {item.title ?? item.id}
            </Menu.Item>
          ))}
          <Menu.Divider />
        </>
      ) : null}
      <Menu.Label>Workload</Menu.Label>
      {own.map((option) => (
        <Menu.Item key={option.id} leftSection={<Tick on={option.id === chosen?.id} />} onClick={() => void choose(option.id)}>
          {option.title}
        </Menu.Item>
      ))}
      {own.length === 0 && known !== undefined ? <Menu.Item disabled>None is for this pipeline yet</Menu.Item> : null}
      {readOnly ? null : (
        <Menu.Item leftSection={<IconPlus size={14} aria-hidden />} onClick={() => void make(null)}>
          New workload for this pipeline
        </Menu.Item>
      )}
      {others.length > 0 && !readOnly ? (
        <>
          <Menu.Divider />
          <Menu.Label>Of other pipelines: copy for this one</Menu.Label>
          {others.map((option) => (
            <Menu.Item key={option.id} leftSection={<IconCopy size={14} aria-hidden />} onClick={() => void make(option)}>
              {option.title}
              <span className={classes.optionDetail}>
                for {[...new Set(known?.find((item) => item.id === option.id)?.classes.map((item) => item.pipeline) ?? [])].join(", ") || "no pipeline"}
              </span>
            </Menu.Item>
          ))}
        </>
      ) : null}
    </Chooser>
  );
}
