"use client";

import { Checkbox, Menu } from "@mantine/core";
import { IconBooks } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useTRPC, useTRPCClient } from "@/components/data/trpc";
import type { CatalogueDocument } from "@/core/documents/catalogue";
import { useEditor, useEditorActions } from "./editor-store";
import { InfrastructureSelector } from "./infrastructure-selector";
import { Chooser, failed, type SelectorProps } from "./study-chooser";
import { useStudy } from "./study-context";
import { WorkloadSelector } from "./workload-selector";

/** What the pipeline is planned against: infrastructure, workload with its class, catalogues. */
export function StudySelectors() {
  const trpc = useTRPC();
  const { available } = useStudy();
  const [opened, setOpened] = useState(false);
  const { data } = useQuery({ ...trpc.documents.list.queryOptions(), enabled: opened, staleTime: 10_000 });
  const onOpen = () => setOpened(true);
  const listed = (kind: "Infrastructure" | "Workload" | "Catalogue") =>
    data?.filter((item) => item.kind === kind && !item.archivedAt) ??
    (kind === "Infrastructure" ? available.infrastructures : kind === "Workload" ? available.workloads : available.catalogues);
  return (
    <>
      <InfrastructureSelector options={listed("Infrastructure")} onOpen={onOpen} />
      <WorkloadSelector options={listed("Workload")} onOpen={onOpen} />
      <CatalogueSelector options={listed("Catalogue")} onOpen={onOpen} />
    </>
  );
}

function CatalogueSelector({ options, onOpen }: SelectorProps) {
  const chosen = useEditor((state) => state.choice.catalogues);
  const pipelineId = useEditor((state) => state.document.documentId);
  const actions = useEditorActions();
  const client = useTRPCClient();
  const [busy, setBusy] = useState(false);
  const toggle = async (id: string) => {
    const ids = chosen.map((item) => item.id);
    const next = ids.includes(id) ? ids.filter((item) => item !== id) : [...ids, id];
    setBusy(true);
    try {
      await client.studies.save.mutate({ pipelineId, catalogueIds: next });
      const documents = await Promise.all(
        next.map(async (item) => {
          const known = chosen.find((entry) => entry.id === item);
          if (known) return known;
          const view = await client.documents.get.query({ id: item });
          return { id: item, version: view.version, document: view.document as CatalogueDocument };
        }),
      );
      actions.setCatalogues(documents);
      actions.setStale(true);
    } catch (error) {
      failed(error);
    } finally {
      setBusy(false);
    }
  };
  const first = chosen[0]?.document.metadata;
  const text = chosen.length === 0 ? null : chosen.length === 1 ? (first?.title ?? first?.name ?? "") : `${chosen.length} catalogues`;
  return (
    <Chooser
      label="Catalogues"
      icon={<IconBooks size={15} stroke={1.6} aria-hidden />}
      text={text}
      missing="Choose a catalogue"
      closeOnItemClick={false}
      onOpen={onOpen}
    >
      <Menu.Label>Catalogues, later ones win</Menu.Label>
      {options.map((option) => (
        <Menu.Item
          key={option.id}
          disabled={busy}
          leftSection={<Checkbox size="xs" checked={chosen.some((item) => item.id === option.id)} readOnly tabIndex={-1} aria-hidden />}
          onClick={() => void toggle(option.id)}
        >
          {option.title}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item component={Link} href="/catalogue" closeMenuOnClick>
        Open the catalogue
      </Menu.Item>
    </Chooser>
  );
}
