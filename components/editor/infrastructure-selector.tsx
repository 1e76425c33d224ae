"use client";

import { Menu } from "@mantine/core";
import { IconServer2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Fragment, useState } from "react";
import { useTRPC, useTRPCClient } from "@/components/data/trpc";
import { isBuiltin } from "@/components/documents/builtin";
import { plural } from "@/components/ui/format";
import { hasWords, searchWords } from "@/components/ui/search-words";
import type { InfrastructureDocument } from "@/core/documents/infrastructure";
import classes from "./editor-shell.module.css";
import { useEditor, useEditorActions } from "./editor-store";
import { Chooser, failed, type Option, type SelectorProps, Tick } from "./study-chooser";

/** Below this many there is nothing to search. */
const SEARCH_FROM = 8;

/** The example that brought a document; null for others. */
function exampleOf(option: Option): string | null {
  return isBuiltin(option) ? null : (option.origin?.match(/^example:([^/]+)\//)?.[1] ?? null);
}

const GROUPS: readonly { title: string; holds: (option: Option) => boolean }[] = [
  { title: "Yours", holds: (option) => !isBuiltin(option) && exampleOf(option) === null },
  { title: "Built in", holds: isBuiltin },
  { title: "From examples", holds: (option) => exampleOf(option) !== null },
];

/** Where the pipeline runs: one's own sites first, then the built-in ones, then those of the examples. */
export function InfrastructureSelector({ options, onOpen }: SelectorProps) {
  const chosen = useEditor((state) => state.choice.infrastructure);
  const pipelineId = useEditor((state) => state.document.documentId);
  const actions = useEditorActions();
  const client = useTRPCClient();
  const trpc = useTRPC();
  const [opened, setOpened] = useState(false);
  const [search, setSearch] = useState("");
  const { data: sites } = useQuery({ ...trpc.library.infrastructures.queryOptions(), enabled: opened, staleTime: 10_000 });
  const detailOf = (option: Option): string => {
    const spec = sites?.find((site) => site.id === option.id)?.spec;
    const size = spec ? `${plural(spec.tiers.length, "tier")}, ${plural(spec.pools.length, "pool")}` : "";
    return [exampleOf(option), size].filter(Boolean).join(" · ");
  };
  const words = searchWords(search);
  const found = options.filter((option) => hasWords(words, option.title, exampleOf(option)));
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
      onOpen={() => {
        onOpen();
        setOpened(true);
        setSearch("");
      }}
    >
      {options.length >= SEARCH_FROM ? (
        <Menu.Search aria-label="Search infrastructures" placeholder="Search" value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
      ) : null}
      {GROUPS.map(({ title, holds }) => {
        const members = found.filter(holds);
        return members.length === 0 ? null : (
          <Fragment key={title}>
            <Menu.Label>{title}</Menu.Label>
            {members.map((option) => (
              <Menu.Item key={option.id} leftSection={<Tick on={option.id === chosen?.id} />} onClick={() => void choose(option.id)}>
                {option.title}
                <span className={classes.optionDetail}>{detailOf(option)}</span>
              </Menu.Item>
            ))}
          </Fragment>
        );
      })}
      {found.length === 0 ? <Menu.Item disabled>{options.length === 0 ? "There is none yet" : "None has these words"}</Menu.Item> : null}
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
