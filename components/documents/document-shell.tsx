"use client";

import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import {
  IconAffiliate,
  IconAlertTriangle,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCopy,
  IconDownload,
  IconHistory,
  IconUpload,
  IconX,
} from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import type { SheetPlace } from "@/core/tables/infrastructure-tables";
import { DOCUMENT_KEY } from "@/core/tables/infrastructure-tables";
import { useTRPC } from "../data/trpc";
import { TopBar } from "../shell/top-bar";
import { plural } from "../ui/format";
import classes from "./documents.module.css";
import { downloadDocument } from "./download";
import { ReplaceDialog } from "./replace-dialog";
import { problemSentence } from "./sheet-check";
import { CODECS, KINDS, type SheetDocument } from "./sheet-codec";
import { SheetStatus } from "./sheet-status";
import { documentOfSheet, useSheet, useSheetStore } from "./sheet-store";
import { UsedByPanel } from "./used-by-panel";
import { VersionsPanel } from "./versions-panel";

type Side = "versions" | "used-by" | "problems";

interface DocumentShellProps {
  builtin: boolean;
  /** Buttons of the kind, before the common ones. */
  tools?: ReactNode;
  onReveal: (place: SheetPlace) => void;
  children: ReactNode;
}

/** The page around an open document: name, saved state, undo, versions, who uses it, files. */
export function DocumentShell({ builtin, tools, onReveal, children }: DocumentShellProps) {
  const store = useSheetStore();
  const id = useSheet((state) => state.id);
  const { noun, list, listTitle } = KINDS[useSheet((state) => state.kind)];
  const version = useSheet((state) => state.saving.version);
  const problems = useSheet((state) => state.problems);
  const readOnly = useSheet((state) => state.readOnly);
  const title = useSheet(titleOfSheet);
  const [side, setSide] = useState<Side | null>(null);
  const [importing, setImporting] = useState(false);
  const duplicate = useDuplicate(list);
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const toggle = (next: Side) => setSide((now) => (now === next ? null : next));
  useUndoKeys();
  useEffect(() => {
    document.title = `${title} · Trilemma`;
  }, [title]);

  return (
    <div className={classes.page}>
      <TopBar
        title={
          <>
            <Link href={list} className={classes.kindLink}>
              {listTitle}
            </Link>
            <span className="t-dim" aria-hidden>
              /
            </span>
            <Title />
            <SheetStatus />
          </>
        }
      />
      <div className={classes.bar} role="toolbar" aria-label={`Actions of this ${noun}`}>
        {readOnly ? null : <UndoButtons />}
        {tools}
        <span className={classes.barSpace} />
        {problems.length > 0 ? (
          <Button
            variant="subtle"
            color={errors > 0 ? "red" : "gray"}
            leftSection={<IconAlertTriangle size={14} aria-hidden />}
            aria-expanded={side === "problems"}
            onClick={() => toggle("problems")}
          >
            {plural(problems.length, "problem")}
          </Button>
        ) : null}
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconAffiliate size={14} aria-hidden />}
          aria-expanded={side === "used-by"}
          onClick={() => toggle("used-by")}
        >
          Used by
        </Button>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconHistory size={14} aria-hidden />}
          aria-expanded={side === "versions"}
          onClick={() => toggle("versions")}
        >
          Versions
        </Button>
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="subtle" color="gray" leftSection={<IconDownload size={14} aria-hidden />}>
              Export
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => downloadDocument(documentOfSheet(store.getState()), "yaml")}>YAML</Menu.Item>
            <Menu.Item onClick={() => downloadDocument(documentOfSheet(store.getState()), "json")}>JSON</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        {readOnly ? null : (
          <Button variant="subtle" color="gray" leftSection={<IconUpload size={14} aria-hidden />} onClick={() => setImporting(true)}>
            Import
          </Button>
        )}
        <Button
          variant={builtin ? "filled" : "subtle"}
          color={builtin ? "indigo" : "gray"}
          leftSection={<IconCopy size={14} aria-hidden />}
          loading={duplicate.isPending}
          onClick={() => duplicate.mutate({ id })}
        >
          {builtin ? "Duplicate to edit" : "Duplicate"}
        </Button>
      </div>
      {builtin ? (
        <p className={classes.notice}>This comes with Trilemma and stays as it is, so that everybody can rely on its figures. Edit a copy of it.</p>
      ) : null}
      <div className={classes.body}>
        <main id="main" className={classes.main} tabIndex={-1}>
          {children}
        </main>
        {side ? (
          <aside className={classes.side} aria-label={SIDE_TITLES[side]}>
            <header className={classes.sideHead}>
              <h2>{SIDE_TITLES[side]}</h2>
              <ActionIcon size={24} aria-label="Close" onClick={() => setSide(null)}>
                <IconX size={14} stroke={1.6} aria-hidden />
              </ActionIcon>
            </header>
            <div className={classes.sideBody}>
              {side === "versions" ? (
                <VersionsPanel
                  key={version}
                  id={id}
                  current={version}
                  {...(readOnly
                    ? {}
                    : {
                        onRestore: (document, number) =>
                          store.getState().actions.replace(`Bring version ${number} back`, {
                            ...document,
                            metadata: { ...document.metadata, name: documentOfSheet(store.getState()).metadata.name },
                          } as SheetDocument),
                      })}
                />
              ) : side === "used-by" ? (
                <UsedByPanel id={id} noun={noun} />
              ) : (
                <ProblemList onReveal={onReveal} />
              )}
            </div>
          </aside>
        ) : null}
      </div>
      <ReplaceDialog opened={importing} onClose={() => setImporting(false)} />
    </div>
  );
}

const SIDE_TITLES: Record<Side, string> = { versions: "Versions", "used-by": "Used by", problems: "Problems" };

function titleOfSheet(state: Parameters<Parameters<typeof useSheet>[0]>[0]): string {
  const meta = state.tables.meta?.[DOCUMENT_KEY] as { title?: string; name: string } | undefined;
  return meta?.title ?? meta?.name ?? "";
}

function Title() {
  const store = useSheetStore();
  const title = useSheet(titleOfSheet);
  const readOnly = useSheet((state) => state.readOnly);
  const [editing, setEditing] = useState(false);
  const rename = (typed: string) => {
    setEditing(false);
    const name = typed.trim();
    if (name !== "" && name !== title) store.getState().actions.edit(`Rename to ${name}`, (tx) => tx.update("meta", DOCUMENT_KEY, { title: name } as object));
  };
  if (readOnly) return <h1 className={classes.title}>{title}</h1>;
  if (!editing) {
    return (
      <button type="button" className={classes.title} title="Rename" onClick={() => setEditing(true)}>
        {title}
      </button>
    );
  }
  return (
    <input
      className={classes.title}
      defaultValue={title}
      aria-label="Name"
      maxLength={200}
      // biome-ignore lint/a11y/noAutofocus: the field replaces the button that was pressed
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => rename(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") rename(event.currentTarget.value);
        if (event.key === "Escape") setEditing(false);
      }}
    />
  );
}

export function UndoButtons() {
  const store = useSheetStore();
  const past = useSheet((state) => state.history.past.at(-1)?.label ?? null);
  const future = useSheet((state) => state.history.future[0]?.label ?? null);
  return (
    <>
      <Tooltip label={past ? `Undo: ${past}` : "Nothing to undo"}>
        <ActionIcon aria-label="Undo" disabled={!past} onClick={() => store.getState().actions.undo()}>
          <IconArrowBackUp size={16} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={future ? `Redo: ${future}` : "Nothing to redo"}>
        <ActionIcon aria-label="Redo" disabled={!future} onClick={() => store.getState().actions.redo()}>
          <IconArrowForwardUp size={16} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </>
  );
}

/** Ctrl+Z and Ctrl+Shift+Z on the whole page, except while text is being typed. */
function useUndoKeys(): void {
  const store = useSheetStore();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const typing = (event.target as Element | null)?.closest("input, textarea, [contenteditable=true]");
      if (typing || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      const { actions } = store.getState();
      if (key === "z" && event.shiftKey) actions.redo();
      else if (key === "z") actions.undo();
      else if (key === "y") actions.redo();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [store]);
}

function useDuplicate(list: string) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  return useMutation(
    trpc.documents.duplicate.mutationOptions({
      onSuccess: (view) => {
        void queryClient.invalidateQueries({ queryKey: trpc.library.pathKey() });
        void queryClient.invalidateQueries({ queryKey: trpc.documents.list.queryKey() });
        router.push(`${list}/${view.id}`);
      },
      onError: (error) => notifications.show({ color: "red", title: "Not duplicated", message: error.message }),
    }),
  );
}

function ProblemList({ onReveal }: { onReveal: (place: SheetPlace) => void }) {
  const store = useSheetStore();
  const problems = useSheet((state) => state.problems);
  if (problems.length === 0) return <p className={classes.pad}>Nothing is wrong.</p>;
  return (
    <ul className={classes.problems}>
      {problems.map((problem) => (
        <li key={`${problem.code} ${problem.path.join(".")} ${problem.message}`}>
          <button
            type="button"
            className={classes.problem}
            data-severity={problem.severity}
            onClick={() => {
              const { kind, tables } = store.getState();
              const place = CODECS[kind].placeOf(tables, problem.path);
              if (place) onReveal(place);
            }}
          >
            {problemSentence(problem)}
          </button>
        </li>
      ))}
    </ul>
  );
}
