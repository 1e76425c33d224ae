"use client";

import { Badge, Button, FileInput, Group, Modal, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconFileText } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import type { AnyDocument } from "../../core/documents/kinds";
import type { Problem } from "../../core/documents/problem";
import { useTRPC } from "../data/trpc";
import { plural } from "../ui/format";
import classes from "./import-dialog.module.css";
import { PlannedWith, type PlannedWithChoice } from "./planned-with";

interface Read {
  documents: AnyDocument[];
  problems: Problem[];
}

const STORED = ["Pipeline", "Catalogue", "Infrastructure", "Workload"];
const SHOWN_PROBLEMS = 30;

/** Reads files in the browser, says everything that is wrong with them, and stores all of them or none. */
export function ImportDialog({ opened, onClose, dropped }: { opened: boolean; onClose: () => void; dropped?: readonly File[] }) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [files, setFiles] = useState<File[]>([]);
  const [text, setText] = useState("");
  const [read, setRead] = useState<Read | null>(null);
  const [choice, setChoice] = useState<PlannedWithChoice>({});
  const close = () => {
    setFiles([]);
    setText("");
    setRead(null);
    setChoice({});
    save.reset();
    onClose();
  };
  const save = useMutation(
    trpc.documents.import.mutationOptions({
      onSuccess: (imported) => {
        void queryClient.invalidateQueries({ queryKey: trpc.studies.list.queryKey() });
        void queryClient.invalidateQueries({ queryKey: trpc.documents.list.queryKey() });
        notifications.show({ message: `${plural(imported.length, "document")} imported`, color: "gray" });
        const pipeline = imported.find((document) => document.kind === "Pipeline");
        close();
        if (pipeline) router.push(`/pipelines/${pipeline.id}`);
      },
    }),
  );

  const check = async (nextFiles: File[], nextText: string) => {
    const { parseBytes, parseDocuments } = await import("../../core/documents/parse");
    const results = await Promise.all(nextFiles.map(async (file) => parseBytes(new Uint8Array(await file.arrayBuffer()), file.name)));
    if (nextText.trim() !== "") results.push(parseDocuments(nextText, "pasted text"));
    setRead(
      results.length === 0
        ? null
        : { documents: results.flatMap((result) => result.documents.map((parsed) => parsed.document)), problems: results.flatMap((result) => result.problems) },
    );
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: files that were dropped are taken once
  useEffect(() => {
    if (!opened || !dropped?.length) return;
    setFiles([...dropped]);
    void check([...dropped], text);
  }, [opened, dropped]);

  const storable = read?.documents.filter((document) => STORED.includes(document.kind)) ?? [];
  const others = read?.documents.filter((document) => !STORED.includes(document.kind)) ?? [];
  const has = (kind: AnyDocument["kind"]) => storable.some((document) => document.kind === kind);
  const errors = read?.problems.filter((problem) => problem.severity === "error") ?? [];
  return (
    <Modal opened={opened} onClose={close} title="Import documents" size="lg">
      <FileInput
        multiple
        clearable
        label="Files"
        description="Pipelines, catalogues, infrastructures and workloads as YAML or JSON, in any order."
        placeholder="Choose files"
        leftSection={<IconFileText size={14} aria-hidden />}
        accept=".yaml,.yml,.json"
        value={files}
        onChange={(next) => {
          setFiles(next);
          void check(next, text);
        }}
        data-autofocus
      />
      <Textarea
        mt="md"
        label="Or paste text"
        autosize
        minRows={3}
        maxRows={10}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => void check(files, text)}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 12 } }}
      />
      {read ? (
        <div className={classes.result} aria-live="polite">
          {storable.length > 0 ? (
            <ul className={classes.documents}>
              {storable.map((document) => (
                <li key={`${document.kind} ${document.metadata.name}`}>
                  <Badge color="gray">{document.kind}</Badge> {document.metadata.title ?? document.metadata.name}
                </li>
              ))}
            </ul>
          ) : null}
          {has("Pipeline") ? <PlannedWith infrastructure={!has("Infrastructure")} catalogues={!has("Catalogue")} choice={choice} onChoose={setChoice} /> : null}
          {others.length > 0 ? (
            <p className={classes.note}>{plural(others.length, "document")} of another kind will not be stored: plans and frontiers belong to runs.</p>
          ) : null}
          {errors.length > 0 ? (
            <div className={classes.problems} role="alert">
              <strong>{plural(errors.length, "problem")}; nothing can be imported until they are fixed</strong>
              <ul>
                {errors.slice(0, SHOWN_PROBLEMS).map((problem) => (
                  <li key={`${problem.file}:${problem.line}:${problem.column}:${problem.code}:${problem.message}`}>
                    <code>
                      {problem.file}:{problem.line ?? 1}:{problem.column ?? 1}
                    </code>{" "}
                    {problem.message}
                    {problem.hint ? <span className={classes.hint}> {problem.hint}</span> : null}
                  </li>
                ))}
                {errors.length > SHOWN_PROBLEMS ? <li>and {errors.length - SHOWN_PROBLEMS} more</li> : null}
              </ul>
            </div>
          ) : null}
        </div>
      ) : null}
      {save.error ? (
        <p className={classes.problems} role="alert">
          {save.error.message}
        </p>
      ) : null}
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button disabled={storable.length === 0 || errors.length > 0} loading={save.isPending} onClick={() => save.mutate({ documents: storable, ...choice })}>
          {storable.length > 0 ? `Import ${plural(storable.length, "document")}` : "Import"}
        </Button>
      </Group>
    </Modal>
  );
}
