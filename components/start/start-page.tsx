"use client";

import { Button, Menu, TextInput } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconChevronDown, IconPlus, IconSearch, IconTopologyStar3, IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { LoadError } from "../data/load-error";
import { useTRPC } from "../data/trpc";
import { TopBar } from "../shell/top-bar";
import { plural } from "../ui/format";
import { hasWords, searchWords } from "../ui/search-words";
import { EmptyState, TableSkeleton } from "../ui/state-view";
import { ImportDialog } from "./import-dialog";
import { NewPipelineDialog } from "./new-pipeline-dialog";
import { PipelineTable } from "./pipeline-table";
import classes from "./start-page.module.css";
import { useCreatePipeline } from "./use-create-pipeline";

/** All pipelines of the workspace, with what is known of their frontiers. */
export function StartPage() {
  const trpc = useTRPC();
  const studies = useQuery(trpc.studies.list.queryOptions());
  const [search, setSearch] = useState("");
  const [dialog, setDialog] = useState<"new" | "import" | null>(null);
  const [dropped, setDropped] = useState<readonly File[] | null>(null);
  const field = useRef<HTMLInputElement | null>(null);
  const { fromExample, pending } = useCreatePipeline();
  useHotkeys([
    ["/", () => field.current?.focus()],
    ["n", () => setDialog("new")],
  ]);

  const list = studies.data;
  const found = useMemo(() => {
    const words = searchWords(search);
    return (list ?? []).filter(({ pipeline, description, infrastructure, workload }) =>
      hasWords(words, pipeline.title, pipeline.name, description, infrastructure?.title, workload?.title),
    );
  }, [list, search]);
  const examples = (list ?? []).filter((study) => study.pipeline.origin !== null);

  const create = (
    <>
      <Button variant="default" leftSection={<IconUpload size={14} aria-hidden />} onClick={() => setDialog("import")}>
        Import
      </Button>
      {examples.length > 0 ? (
        <Menu position="bottom-end" width={280}>
          <Menu.Target>
            <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden />} loading={pending}>
              From example
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {examples.map((study) => (
              <Menu.Item key={study.pipeline.id} onClick={() => void fromExample(study.pipeline.id)}>
                <span className={classes.menuTitle}>{study.pipeline.title}</span>
                <span className={classes.menuHint}>{plural(study.operators, "operator")}</span>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setDialog("new")}>
        New pipeline
      </Button>
    </>
  );

  return (
    <>
      <TopBar />
      <main
        id="main"
        className={classes.main}
        onDragOver={(event) => {
          if (event.dataTransfer.types.includes("Files")) event.preventDefault();
        }}
        onDrop={(event) => {
          const files = [...event.dataTransfer.files];
          if (files.length === 0) return;
          event.preventDefault();
          setDropped(files);
          setDialog("import");
        }}
      >
        <div className={classes.head}>
          <h1>Pipelines</h1>
          {list && list.length > 0 ? <span className={classes.count}>{list.length}</span> : null}
          <div className={classes.tools}>
            {list && list.length > 0 ? (
              <TextInput
                ref={field}
                aria-label="Search pipelines"
                placeholder="Search"
                leftSection={<IconSearch size={14} aria-hidden />}
                value={search}
                onChange={(event) => setSearch(event.currentTarget.value)}
                onKeyDown={(event) => {
                  if (event.key === "Escape") setSearch("");
                }}
                className={classes.search}
              />
            ) : null}
            {create}
          </div>
        </div>
        <div className={classes.card}>
          {list ? (
            list.length === 0 ? (
              <EmptyState
                icon={<IconTopologyStar3 size={32} stroke={1.3} aria-hidden />}
                title="No pipelines yet"
                action={
                  <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setDialog("new")}>
                    New pipeline
                  </Button>
                }
              >
                Draw the operators of a compound AI system, say what it must keep to, and Trilemma finds every plan nobody can beat.
              </EmptyState>
            ) : found.length === 0 ? (
              <EmptyState
                title="No pipeline matches"
                action={
                  <Button variant="default" onClick={() => setSearch("")}>
                    Clear the search
                  </Button>
                }
              >
                Nothing is called anything like “{search}”.
              </EmptyState>
            ) : (
              <PipelineTable studies={found} />
            )
          ) : studies.isError ? (
            <LoadError what="The pipelines" query={studies} />
          ) : (
            <TableSkeleton label="Loading pipelines" />
          )}
        </div>
      </main>
      <NewPipelineDialog opened={dialog === "new"} onClose={() => setDialog(null)} />
      <ImportDialog
        opened={dialog === "import"}
        {...(dropped ? { dropped } : {})}
        onClose={() => {
          setDialog(null);
          setDropped(null);
        }}
      />
    </>
  );
}
