"use client";

import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCopy, IconExternalLink, IconX } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import { OwnerDetails } from "@/components/catalogue/owner-details";
import { useTRPC, useTRPCClient } from "@/components/data/trpc";
import { isBuiltin } from "@/components/documents/builtin";
import type { DocumentSaver } from "@/components/documents/document-saver";
import { UndoButtons } from "@/components/documents/document-shell";
import { useSaver } from "@/components/documents/saver-context";
import { SheetProvider } from "@/components/documents/sheet-provider";
import { SheetStatus } from "@/components/documents/sheet-status";
import { documentOfSheet, type SheetStore, useSheet, useSheetStore } from "@/components/documents/sheet-store";
import { InfrastructureEditor } from "@/components/infrastructure/infrastructure-editor";
import { useDevices } from "@/components/infrastructure/use-devices";
import type { CatalogueDocument } from "@/core/documents/catalogue";
import type { InfrastructureDocument } from "@/core/documents/infrastructure";
import type { CatalogueTables, OwnerTable } from "@/core/tables/catalogue-tables";
import type { SheetPlace } from "@/core/tables/infrastructure-tables";
import { useEditorServices } from "./editor-services";
import shell from "./editor-shell.module.css";
import type { LoadedDocument } from "./editor-state";
import { type EditorStore, useEditor, useEditorActions, useEditorStore } from "./editor-store";
import classes from "./resource-panel.module.css";
import { useStudy } from "./study-context";

type Resource = InfrastructureDocument | CatalogueDocument;

/** The infrastructure, or figures of an implementation, edited beside the drawing: every change is planned like one of the pipeline. */
export function ResourcePanel() {
  const resource = useEditor((state) => state.interaction.resource);
  const infrastructure = useEditor((state) => state.choice.infrastructure);
  const catalogues = useEditor((state) => state.choice.catalogues);
  if (!resource) return null;
  if (resource.kind === "infrastructure") {
    if (!infrastructure) return <Missing>Choose an infrastructure at the top first.</Missing>;
    return (
      <OpenResource key={infrastructure.id} loaded={infrastructure}>
        <Infrastructure pool={resource.pool} />
      </OpenResource>
    );
  }
  // A later catalogue's implementation replaces an earlier one's of the same name.
  const holder = catalogues.findLast((item) => item.document.spec.implementations.some((entry) => entry.name === resource.implementation));
  if (!holder) return <Missing>No open catalogue has {resource.implementation} any more.</Missing>;
  return (
    <OpenResource key={holder.id} loaded={holder}>
      <Figures key={resource.implementation} implementation={resource.implementation} />
    </OpenResource>
  );
}

function Missing({ children }: { children: ReactNode }) {
  const actions = useEditorActions();
  return (
    <section className={shell.panel} aria-label="Side panel">
      <header className={shell.panelHead}>
        <h2 className={shell.panelTitle}>Nothing to edit</h2>
        <CloseButton onClose={() => actions.setInteraction({ resource: null })} />
      </header>
      <p className={classes.hint}>{children}</p>
    </section>
  );
}

function CloseButton({ onClose }: { onClose: () => void }) {
  return (
    <Tooltip label="Back to the inspector">
      <ActionIcon size={24} aria-label="Close the side panel" onClick={onClose}>
        <IconX size={14} stroke={1.6} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

/** Hands an edited document to the pipeline's page, which draws, checks and plans with it. */
function handOver(editor: EditorStore, sheet: SheetStore): void {
  const { actions, choice } = editor.getState();
  const { id, saving } = sheet.getState();
  const document = documentOfSheet(sheet.getState());
  if (document.kind === "Infrastructure") {
    if (choice.infrastructure?.id === id) actions.setInfrastructure({ id, version: saving.version, document });
    return;
  }
  if (document.kind !== "Catalogue") return;
  actions.setCatalogues(choice.catalogues.map((item) => (item.id === id ? { id, version: saving.version, document } : item)));
  actions.setStale(choice.frontier !== null);
}

function OpenResource({ loaded, children }: { loaded: LoadedDocument<Resource>; children: ReactNode }) {
  const trpc = useTRPC();
  const editor = useEditorStore();
  const services = useEditorServices();
  const { available } = useStudy();
  const { data } = useQuery({ ...trpc.documents.list.queryOptions(), staleTime: 10_000 });
  const known = [...(data ?? []), ...available.infrastructures, ...available.catalogues].find((item) => item.id === loaded.id);
  const archived = useEditor((state) => state.document.readOnly);
  const [opened] = useState({ id: loaded.id, version: loaded.version, document: loaded.document });

  const onMount = useCallback(
    (sheet: SheetStore, saver: DocumentSaver) => {
      const { actions } = editor.getState();
      const flush = () => saver.flush();
      services.besides ??= new Set();
      const { besides } = services;
      besides.add(flush);
      const unsubscribe = sheet.subscribe((state, previous) => {
        if (state.tables !== previous.tables) handOver(editor, sheet);
        else if (state.saving.version !== previous.saving.version) actions.setDocumentVersion(state.id, state.saving.version);
      });
      return () => {
        unsubscribe();
        void flush().then(() => {
          besides.delete(flush);
          actions.setDocumentVersion(sheet.getState().id, sheet.getState().saving.version);
        });
      };
    },
    [editor, services],
  );

  if (!known) return <section className={shell.panel} aria-label="Side panel" aria-busy="true" />;
  const builtin = isBuiltin(known);
  return (
    <SheetProvider loaded={opened} readOnly={builtin || archived} onMount={onMount}>
      <Panel builtin={builtin} title={known.title} version={loaded.version}>
        {children}
      </Panel>
    </SheetProvider>
  );
}

const PASSED_ON = new Set(["k", "enter", "s"]);

function Panel({ builtin, title, version, children }: { builtin: boolean; title: string; version: number; children: ReactNode }) {
  const sheet = useSheetStore();
  const saver = useSaver();
  const kind = useSheet((state) => state.kind);
  const id = useSheet((state) => state.id);
  const readOnly = useSheet((state) => state.readOnly);
  const actions = useEditorActions();
  // The page itself may have saved a newer version (an applied what-if).
  useEffect(() => {
    if (version > sheet.getState().saving.version) void saver.current?.look();
  }, [version, sheet, saver]);
  const noun = kind === "Catalogue" ? "catalogue" : "infrastructure";
  const close = () => actions.setInteraction({ resource: null });
  return (
    <section
      className={shell.panel}
      aria-label={kind === "Catalogue" ? "Figures" : "Infrastructure"}
      data-testid="resource-panel"
      onKeyDown={(event) => {
        const key = event.key.toLowerCase();
        const command = event.ctrlKey || event.metaKey;
        if (command && PASSED_ON.has(key)) return;
        event.nativeEvent.stopImmediatePropagation();
        if (event.defaultPrevented || (event.target as Element).closest("input, textarea, select")) return;
        const { actions: edits } = sheet.getState();
        if (command && key === "z" && event.shiftKey) edits.redo();
        else if (command && key === "z") edits.undo();
        else if (command && key === "y") edits.redo();
        else if (key === "escape") close();
        else return;
        event.preventDefault();
      }}
      onCopy={(event) => event.nativeEvent.stopImmediatePropagation()}
      onPaste={(event) => event.nativeEvent.stopImmediatePropagation()}
    >
      <header className={shell.panelHead}>
        <h2 className={shell.panelTitle} title={title}>
          {title}
        </h2>
        <SheetStatus />
        {readOnly ? null : <UndoButtons />}
        <Tooltip label={`Open the page of this ${noun}`}>
          <ActionIcon size={24} component={Link} href={`/${noun}/${id}`} aria-label={`Open the page of this ${noun}`}>
            <IconExternalLink size={14} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <CloseButton onClose={close} />
      </header>
      <div className={shell.panelBody}>
        {builtin ? <DuplicateNotice noun={noun} /> : null}
        {children}
      </div>
    </section>
  );
}

/** One click from a built-in document to a copy that only this pipeline is planned against. */
function DuplicateNotice({ noun }: { noun: "catalogue" | "infrastructure" }) {
  const id = useSheet((state) => state.id);
  const editor = useEditorStore();
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState(false);
  const duplicate = async () => {
    setBusy(true);
    try {
      const { document, choice, actions } = editor.getState();
      const view = await client.studies.duplicateFor.mutate({ pipelineId: document.documentId, documentId: id });
      await queryClient.invalidateQueries({ queryKey: trpc.documents.list.queryKey() });
      if (view.kind === "Infrastructure") actions.setInfrastructure({ id: view.id, version: view.version, document: view.document });
      else if (view.kind === "Catalogue") {
        const copy = { id: view.id, version: view.version, document: view.document };
        actions.setCatalogues(choice.catalogues.map((item) => (item.id === id ? copy : item)));
        actions.setStale(choice.frontier !== null);
      }
      actions.announce(`This pipeline is planned against a copy now: ${view.title}`);
    } catch (error) {
      notifications.show({ color: "red", title: "Not duplicated", message: error instanceof Error ? error.message : "The server does not answer. Try again." });
      setBusy(false);
    }
  };
  return (
    <div className={classes.notice}>
      <span>This {noun} comes with Trilemma and stays as it is.</span>
      <Button leftSection={<IconCopy size={14} aria-hidden />} loading={busy} onClick={() => void duplicate()}>
        Duplicate for this pipeline
      </Button>
    </div>
  );
}

function Infrastructure({ pool }: { pool: string | undefined }) {
  const sheet = useSheetStore();
  const devices = useDevices();
  const reveal = useMemo((): SheetPlace | null => {
    const key = Object.entries(sheet.getState().tables.pools ?? {}).find(([, record]) => (record as { id: string }).id === pool)?.[0];
    return key ? { table: "pools", key, field: "pricePerHourUsd" } : null;
  }, [sheet, pool]);
  return <InfrastructureEditor compact devices={devices} reveal={reveal} />;
}

function Figures({ implementation }: { implementation: string }) {
  const tables = useSheet((state) => state.tables) as CatalogueTables;
  const devices = useDevices();
  const keyOf = (table: OwnerTable, name: string | undefined) => Object.entries(tables[table]).find(([, record]) => record.name === name)?.[0] ?? null;
  const key = keyOf("implementations", implementation);
  const model = key ? keyOf("models", tables.implementations[key]?.model) : null;
  if (!key) return <p className={classes.hint}>{implementation} was removed or renamed.</p>;
  return (
    <>
      <OwnerDetails table="implementations" recordKey={key} devices={devices} reveal={null} />
      {model ? <OwnerDetails table="models" recordKey={model} devices={devices} reveal={null} /> : null}
    </>
  );
}
