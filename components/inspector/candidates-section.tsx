"use client";

import { ActionIcon, Button, Checkbox, TextInput } from "@mantine/core";
import { IconTable } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, useState } from "react";
import { catalogueIndex } from "@/components/editor/catalogue-index";
import { useEditor, useEditorActions } from "@/components/editor/editor-store";
import { formatQuality } from "@/components/ui/format";
import type { Implementation } from "@/core/documents/catalogue";
import { taskInfo } from "@/core/graph/task-ports";
import classes from "./inspector.module.css";
import { Section } from "./section";
import { useOperator } from "./use-operator";

const SEARCH_FROM = 8;
const ROW_HEIGHT = 41;

function qualityRange(implementation: Implementation): string | null {
  const values = (implementation.quality ?? []).map((row) => row.value);
  if (values.length === 0) return null;
  const low = Math.min(...values);
  const high = Math.max(...values);
  return low === high ? formatQuality(low) : `${formatQuality(low)}–${formatQuality(high)}`;
}

/** Which implementations may do the task; none picked means all of the catalogues. Only the rows in view are in the page. */
export function CandidatesSection({ id }: { id: string }) {
  const operator = useOperator(id, "task", "candidates");
  const catalogues = useEditor((state) => state.choice.catalogues);
  const chosen = useEditor((state) => state.choice.planOperators[id]?.configuration.implementation);
  const actions = useEditorActions();
  const [query, setQuery] = useState("");
  const index = catalogueIndex(catalogues);
  const offered = index.byTask.get(operator.task ?? "") ?? [];
  const allowed = operator.candidates;
  const lost = (allowed ?? []).filter((name) => !offered.some((item) => item.name === name));
  const shown = offered.filter((item) => `${item.name} ${item.title ?? ""}`.toLowerCase().includes(query.toLowerCase()));
  const list = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({ count: shown.length, getScrollElement: () => list.current, estimateSize: () => ROW_HEIGHT, overscan: 2 });
  const inView = rows.getVirtualItems();
  const set = (next: string[] | undefined, label: string) => actions.edit(label, (tx) => tx.update("operators", id, { candidates: next }));

  const toggle = (name: string, on: boolean) => {
    const now = offered.map((item) => item.name).filter((item) => (item === name ? on : (allowed?.includes(item) ?? true)));
    if (now.length === 0) return;
    set(now.length === offered.length ? undefined : now, `${on ? "Allow" : "Exclude"} ${name} for ${id}`);
  };

  return (
    <Section
      title={`Candidates (${allowed ? `${allowed.length - lost.length} of ${offered.length}` : offered.length})`}
      tools={
        allowed ? (
          <Button variant="subtle" size="compact-xs" onClick={() => set(undefined, `Allow every candidate of ${id}`)}>
            Allow all
          </Button>
        ) : null
      }
    >
      {offered.length === 0 ? (
        <p className={classes.hint}>
          {operator.task
            ? `The open catalogues have no implementation of ${taskInfo(operator.task).title.toLowerCase()}. Choose another catalogue at the top, or another task.`
            : "Choose a task first."}
        </p>
      ) : null}
      {offered.length > SEARCH_FROM ? (
        <TextInput
          mb={6}
          placeholder="Search candidates"
          aria-label="Search candidates"
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
      ) : null}
      <div ref={list} className={classes.candidates}>
        <ul style={{ height: rows.getTotalSize(), paddingTop: inView[0]?.start }}>
          {inView.map(({ index: place }) => {
            const item = shown[place];
            if (!item) return null;
            const quality = qualityRange(item);
            const model = item.model ? index.models.get(item.model) : undefined;
            const devices = [...new Set((item.profiles ?? model?.profiles ?? []).map((profile) => profile.device))];
            const hosted = (item.api ?? model?.api) !== undefined;
            const on = allowed ? allowed.includes(item.name) : true;
            return (
              <li
                key={item.name}
                aria-setsize={shown.length}
                aria-posinset={place + 1}
                className={classes.candidate}
                data-chosen={item.name === chosen || undefined}
                onPointerEnter={() => actions.hoverOperatorChoice({ operatorId: id, implementation: item.name })}
                onPointerLeave={() => actions.hoverOperatorChoice(null)}
              >
                <Checkbox mt={2} checked={on} aria-label={item.name} onChange={(event) => toggle(item.name, event.currentTarget.checked)} />
                <div className={classes.candidateText}>
                  <div className={classes.candidateName} title={item.title ?? item.name}>
                    {item.name}
                  </div>
                  <div className={classes.candidateInfo} title={devices.join(", ")}>
                    {[devices.length > 0 ? devices.join(", ") : null, hosted ? "API" : null].filter(Boolean).join(" · ") || "no figures"}
                  </div>
                </div>
                <ActionIcon
                  size={20}
                  className={classes.figuresButton}
                  aria-label={`Figures of ${item.name}`}
                  title="Edit quality, tokens, operating points and prices"
                  onClick={() => actions.setInteraction({ resource: { kind: "catalogue", implementation: item.name } })}
                >
                  <IconTable size={13} stroke={1.6} aria-hidden />
                </ActionIcon>
                {quality ? (
                  <span
                    className={classes.quality}
                    title={item.quality?.map((row) => [row.metric, row.dataset, row.source].filter(Boolean).join(", ")).join("\n")}
                  >
                    {quality}
                  </span>
                ) : null}
              </li>
            );
          })}
        </ul>
      </div>
      {lost.length > 0 ? (
        <p className={classes.assumption} style={{ marginTop: 6 }}>
          Allowed but in no open catalogue: {lost.join(", ")}.
        </p>
      ) : null}
    </Section>
  );
}
