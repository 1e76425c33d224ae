"use client";

import { ActionIcon, Tooltip } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useRef } from "react";
import { whenConnected } from "@/components/data/when-connected";
import shell from "@/components/editor/editor-shell.module.css";
import type { EditorState } from "@/components/editor/editor-state";
import { useEditor, useEditorActions, useEditorStore } from "@/components/editor/editor-store";
import { useLiveText } from "@/components/editor/use-live-text";
import { nodeTitle } from "@/core/graph/edit-connect";
import { groupOfKey } from "@/core/graph/edit-groups";
import { EdgeInspector } from "./edge-inspector";
import { GroupInspector } from "./group-inspector";
import { InputInspector } from "./input-inspector";
import classes from "./inspector.module.css";
import { ManyInspector } from "./many-inspector";
import { NoteInspector } from "./note-inspector";
import { OperatorInspector } from "./operator-inspector";
import { PipelineInspector } from "./pipeline-inspector";

const YamlView = dynamic(() => whenConnected(() => import("@/components/editor/yaml/yaml-view")).then((module) => module.YamlView), {
  ssr: false,
  loading: () => <p className={classes.empty}>Opening the text editor.</p>,
});

/** What is selected, or the pipeline when nothing is. */
export function InspectorPanel() {
  const actions = useEditorActions();
  const tab = useEditor((state) => state.panels.inspectorTab);
  const unapplied = useEditor((state) => state.interaction.unappliedYaml !== null);
  return (
    <section className={tab === "yaml" ? shell.panel : `${shell.panel} ${classes.inspecting}`} aria-label="Inspector" data-testid="inspector">
      <header className={shell.panelHead}>
        <div className={classes.tabs} role="tablist" aria-label="Inspector or YAML">
          <button
            type="button"
            role="tab"
            className={classes.tab}
            aria-selected={tab === "inspect"}
            onClick={() => actions.setPanels({ inspectorTab: "inspect" })}
          >
            <InspectorTitle />
          </button>
          <button type="button" role="tab" className={classes.tab} aria-selected={tab === "yaml"} onClick={() => actions.setPanels({ inspectorTab: "yaml" })}>
            {unapplied ? "YAML, not applied" : "YAML"}
          </button>
        </div>
        <Tooltip label="Fold the inspector">
          <ActionIcon size={24} aria-label="Fold the inspector" onClick={() => actions.setPanels({ inspectorOpen: false })}>
            <IconX size={14} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </header>
      {tab === "yaml" ? (
        <YamlView />
      ) : (
        <div className={shell.panelBody}>
          <Selected />
        </div>
      )}
    </section>
  );
}

function InspectorTitle() {
  const store = useEditorStore();
  const element = useRef<HTMLSpanElement>(null);
  useLiveText(titleOf, (text) => {
    if (element.current) element.current.textContent = text;
  });
  return (
    <span ref={element} className={classes.tabText}>
      {titleOf(store.getState())}
    </span>
  );
}

function titleOf({ selection, document }: EditorState): string {
  const [first] = selection.nodes;
  if (selection.nodes.length + selection.edges.length > 1) return `${selection.nodes.length + selection.edges.length} selected`;
  if (first) return document.tables.groups[groupOfKey(first) ?? ""]?.title ?? document.tables.operators[first]?.title ?? first;
  const edge = document.tables.edges[selection.edges[0] ?? ""];
  return edge ? `${nodeTitle(document.tables, edge.from)} → ${nodeTitle(document.tables, edge.to)}` : "Pipeline";
}

/** The inspector of what is selected, or of the pipeline. */
export function Selected() {
  const kind = useEditor(({ selection, document }) => {
    const count = selection.nodes.length + selection.edges.length;
    if (count > 1) return "many";
    const [node] = selection.nodes;
    if (node) return groupOfKey(node) !== null ? "group" : document.tables.operators[node] ? "operator" : document.tables.inputs[node] ? "input" : "note";
    return selection.edges.length === 1 ? "edge" : "pipeline";
  });
  const id = useEditor(({ selection }) => selection.nodes[0] ?? selection.edges[0] ?? "");
  switch (kind) {
    case "operator":
      return <OperatorInspector key={id} id={id} />;
    case "input":
      return <InputInspector key={id} id={id} />;
    case "edge":
      return <EdgeInspector key={id} id={id} />;
    case "group":
      return <GroupInspector key={id} id={id} />;
    case "many":
      return <ManyInspector />;
    case "note":
      return <NoteInspector key={id} id={id} />;
    default:
      return <PipelineInspector />;
  }
}
