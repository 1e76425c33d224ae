"use client";

import { Checkbox, Menu, Tooltip } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconBooks, IconCheck, IconChevronDown, IconServer2, IconUsersGroup } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { useTRPC, useTRPCClient } from "@/components/data/trpc";
import { formatRps } from "@/components/ui/format";
import type { CatalogueDocument } from "@/core/documents/catalogue";
import type { InfrastructureDocument } from "@/core/documents/infrastructure";
import type { WorkloadDocument } from "@/core/documents/workload";
import { useEditorServices } from "./editor-services";
import classes from "./editor-shell.module.css";
import { useEditor, useEditorActions, useEditorStore } from "./editor-store";
import { useStudy } from "./study-context";

function failed(error: unknown): void {
  notifications.show({ color: "red", title: "Not changed", message: error instanceof Error ? error.message : "The server does not answer. Try again." });
}

/** What the pipeline is planned against: infrastructure, workload with its class, catalogues. */
export function StudySelectors() {
  const trpc = useTRPC();
  const { available } = useStudy();
  const { data } = useQuery({ ...trpc.documents.list.queryOptions(), staleTime: 10_000 });
  const listed = (kind: "Infrastructure" | "Workload" | "Catalogue") =>
    data?.filter((item) => item.kind === kind && !item.archivedAt) ??
    (kind === "Infrastructure" ? available.infrastructures : kind === "Workload" ? available.workloads : available.catalogues);
  return (
    <>
      <InfrastructureSelector options={listed("Infrastructure")} />
      <WorkloadSelector options={listed("Workload")} />
      <CatalogueSelector options={listed("Catalogue")} />
    </>
  );
}

interface Option {
  id: string;
  title: string;
}

interface ChooserProps {
  label: string;
  icon: ReactNode;
  text: string | null;
  missing: string;
  children: ReactNode;
  closeOnItemClick?: boolean;
}

function Chooser({ label, icon, text, missing, children, closeOnItemClick = true }: ChooserProps) {
  return (
    <Menu position="bottom-end" width={300} closeOnItemClick={closeOnItemClick}>
      <Menu.Target>
        <Tooltip label={text ? `${label}: ${text}` : missing}>
          <button type="button" className={classes.selector} aria-label={`${label}: ${text ?? "none chosen"}`}>
            {icon}
            <span className={`${classes.selectorText} ${text ? "" : classes.selectorMissing}`}>{text ?? missing}</span>
            <IconChevronDown size={12} aria-hidden />
          </button>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflow: "auto" }}>
        {children}
      </Menu.Dropdown>
    </Menu>
  );
}

function InfrastructureSelector({ options }: { options: readonly Option[] }) {
  const chosen = useEditor((state) => state.choice.infrastructure);
  const pipelineId = useEditor((state) => state.document.documentId);
  const actions = useEditorActions();
  const client = useTRPCClient();
  const choose = async (id: string) => {
    try {
      await client.studies.save.mutate({ pipelineId, infrastructureId: id });
      const view = await client.documents.get.query({ id });
      actions.setInfrastructure({ id, version: view.version, document: view.document as InfrastructureDocument });
      actions.announce(`Infrastructure ${view.title}`);
    } catch (error) {
      failed(error);
    }
  };
  return (
    <Chooser
      label="Infrastructure"
      icon={<IconServer2 size={15} stroke={1.6} aria-hidden />}
      text={chosen ? (chosen.document.metadata.title ?? chosen.document.metadata.name) : null}
      missing="Choose infrastructure"
    >
      <Menu.Label>Infrastructure</Menu.Label>
      {options.map((option) => (
        <Menu.Item key={option.id} leftSection={<Tick on={option.id === chosen?.id} />} onClick={() => void choose(option.id)}>
          {option.title}
        </Menu.Item>
      ))}
      {options.length === 0 ? <Menu.Item disabled>There is none yet</Menu.Item> : null}
      <Menu.Divider />
      {chosen ? (
        <Menu.Item onClick={() => actions.setInteraction({ resource: { kind: "infrastructure" } })}>Edit pools, prices and links here</Menu.Item>
      ) : null}
      {chosen ? (
        <Menu.Item component={Link} href={`/infrastructure/${chosen.id}`}>
          Open this infrastructure
        </Menu.Item>
      ) : null}
      <Menu.Item component={Link} href="/infrastructure">
        All infrastructures
      </Menu.Item>
    </Chooser>
  );
}

function WorkloadSelector({ options }: { options: readonly Option[] }) {
  const chosen = useEditor((state) => state.choice.workload);
  const classId = useEditor((state) => state.choice.classId);
  const pipelineId = useEditor((state) => state.document.documentId);
  const store = useEditorStore();
  const services = useEditorServices();
  const actions = useEditorActions();
  const client = useTRPCClient();
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
  const title = chosen ? (chosen.document.metadata.title ?? chosen.document.metadata.name) : null;
  return (
    <Chooser label="Workload" icon={<IconUsersGroup size={15} stroke={1.6} aria-hidden />} text={title} missing="Choose workload">
      {chosen && chosen.document.spec.classes.length > 0 ? (
        <>
          <Menu.Label>Query class</Menu.Label>
          {chosen.document.spec.classes.map((item) => (
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
      {options.map((option) => (
        <Menu.Item key={option.id} leftSection={<Tick on={option.id === chosen?.id} />} onClick={() => void choose(option.id)}>
          {option.title}
        </Menu.Item>
      ))}
      {options.length === 0 ? <Menu.Item disabled>There is none yet</Menu.Item> : null}
    </Chooser>
  );
}

function CatalogueSelector({ options }: { options: readonly Option[] }) {
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
    <Chooser label="Catalogues" icon={<IconBooks size={15} stroke={1.6} aria-hidden />} text={text} missing="Choose a catalogue" closeOnItemClick={false}>
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

function Tick({ on }: { on: boolean }) {
  return on ? <IconCheck size={14} aria-label="chosen" /> : <span style={{ display: "inline-block", width: 14 }} />;
}
