"use client";

import { Button, FileInput, Group, Modal, Textarea } from "@mantine/core";
import { IconFileText } from "@tabler/icons-react";
import { useState } from "react";
import { type DocumentChange, diffDocuments } from "@/core/diff/document-diff";
import { checkDocuments } from "@/core/documents/check";
import { decodeText } from "@/core/documents/decode";
import { parseDocuments } from "@/core/documents/parse";
import type { Problem } from "@/core/documents/problem";
import { plural } from "../ui/format";
import { ChangeList } from "./change-list";
import classes from "./replace-dialog.module.css";
import type { SheetDocument, SheetKind } from "./sheet-codec";
import { documentOfSheet, useSheetStore } from "./sheet-store";

const MOST_SHOWN = 30;

interface Read {
  document: SheetDocument | null;
  problems: Problem[];
  changes: DocumentChange[];
}

function readText(text: string, file: string, kind: SheetKind, now: SheetDocument): Read {
  const { documents, problems } = parseDocuments(text, file);
  const errors = problems.filter((problem) => problem.severity === "error");
  if (errors.length > 0) return { document: null, problems: errors, changes: [] };
  const matching = documents.filter((entry) => entry.document.kind === kind);
  const [entry] = matching;
  if (!entry || matching.length > 1) {
    const message = entry
      ? `the file holds ${matching.length} documents of kind ${kind}; one can take the place of the open one`
      : `the file holds no document of kind ${kind}`;
    return { document: null, problems: [{ code: "wrong-kind", severity: "error", message, file, line: 1, column: 1, path: [] }], changes: [] };
  }
  const document = { ...entry.document, metadata: { ...entry.document.metadata, name: now.metadata.name } } as SheetDocument;
  const findings = checkDocuments([{ ...entry, document }]).filter((problem) => problem.severity === "error");
  return { document, problems: findings, changes: diffDocuments(now, document) };
}

/** Reads a file into the open document: shows what it would change before it does, or where the file is wrong. */
export function ReplaceDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const store = useSheetStore();
  const [file, setFile] = useState<File | null>(null);
  const [text, setText] = useState("");
  const [read, setRead] = useState<Read | null>(null);
  const close = () => {
    setFile(null);
    setText("");
    setRead(null);
    onClose();
  };
  const look = (next: string, name: string) => {
    const state = store.getState();
    setRead(next.trim() === "" ? null : readText(next, name, state.kind, documentOfSheet(state)));
  };
  const takeFile = async (next: File | null) => {
    setFile(next);
    if (!next) return setRead(null);
    const decoded = decodeText(new Uint8Array(await next.arrayBuffer()), next.name);
    if ("problem" in decoded) setRead({ document: null, problems: [decoded.problem], changes: [] });
    else look(decoded.text, next.name);
  };
  const document = read?.document ?? null;
  return (
    <Modal opened={opened} onClose={close} title="Import from a file" size="lg">
      <FileInput
        clearable
        label="YAML or JSON file"
        placeholder="Choose a file"
        leftSection={<IconFileText size={14} aria-hidden />}
        accept=".yaml,.yml,.json"
        value={file}
        onChange={(next) => void takeFile(next)}
        data-autofocus
      />
      <Textarea
        mt="md"
        label="Or paste text"
        autosize
        minRows={3}
        maxRows={10}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          look(event.currentTarget.value, "pasted text");
        }}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 12 } }}
      />
      <div aria-live="polite">
        {read && read.problems.length > 0 ? (
          <div className={document ? classes.findings : classes.problems} role="alert">
            <strong>
              {document
                ? `${plural(read.problems.length, "problem")} will be marked in the table`
                : `${plural(read.problems.length, "problem")}; nothing can be imported until they are fixed`}
            </strong>
            <ul>
              {read.problems.slice(0, MOST_SHOWN).map((problem) => (
                <li key={`${problem.line}:${problem.column}:${problem.code}:${problem.message}`}>
                  <code>
                    {problem.file ?? "text"}:{problem.line ?? 1}:{problem.column ?? 1}
                  </code>{" "}
                  {problem.message}
                  {problem.hint ? <span className={classes.hint}> {problem.hint}</span> : null}
                </li>
              ))}
              {read.problems.length > MOST_SHOWN ? <li>and {read.problems.length - MOST_SHOWN} more</li> : null}
            </ul>
          </div>
        ) : null}
        {document ? (
          <section className={classes.preview} aria-label="What it changes">
            <strong>{read && read.changes.length > 0 ? `Changes ${plural(read.changes.length, "value")}` : "Changes nothing that matters to a plan"}</strong>
            <ChangeList changes={read?.changes ?? []} />
          </section>
        ) : null}
      </div>
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button
          disabled={!document}
          onClick={() => {
            if (document) store.getState().actions.replace(`Import ${file?.name ?? "pasted text"}`, document);
            close();
          }}
        >
          Replace the contents
        </Button>
      </Group>
    </Modal>
  );
}
