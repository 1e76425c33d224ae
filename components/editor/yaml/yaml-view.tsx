"use client";

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, foldGutter, foldKeymap, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { Annotation, EditorState as CodeState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useRef, useState } from "react";
import { checkDocuments } from "@/core/documents/check";
import { parseDocuments } from "@/core/documents/parse";
import type { PipelineDocument } from "@/core/documents/pipeline";
import type { Problem } from "@/core/documents/problem";
import { pipelineOfTables, tablesOfPipeline } from "@/core/graph/edit-tables";
import { replaceTables } from "../autosave";
import { useEditorStore } from "../editor-store";
import { pipelineYaml } from "../pipeline-yaml";
import { yamlCompletion } from "./yaml-completion";
import classes from "./yaml-view.module.css";

const DEBOUNCE_MS = 250;
/** Marks changes that come from the drawing, which must not be written back to it. */
const fromDrawing = Annotation.define<boolean>();

const highlight = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--t-latency-text)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--t-quality-text)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--t-cost-text)" },
  { tag: tags.comment, color: "var(--t-text-faint)", fontStyle: "italic" },
  { tag: [tags.punctuation, tags.separator, tags.bracket], color: "var(--t-text-dim)" },
]);

interface Parsed {
  document: PipelineDocument | null;
  problems: Problem[];
}

function parse(text: string): Parsed {
  const { documents, problems } = parseDocuments(text, "pipeline.yaml");
  const entry = documents.find((item) => item.document.kind === "Pipeline");
  const other = documents.find((item) => item.document.kind !== "Pipeline");
  if (entry) return { document: entry.document as PipelineDocument, problems: [...problems, ...checkDocuments([entry])] };
  const kind: Problem[] = other
    ? [
        {
          code: "wrong-kind" as Problem["code"],
          severity: "error",
          message: `this is a ${other.document.kind}; a pipeline is drawn here`,
          path: ["kind"],
          line: 1,
          column: 1,
        },
      ]
    : [];
  return { document: null, problems: [...problems, ...kind] };
}

function diagnosticsOf(state: CodeState, problems: readonly Problem[]): Diagnostic[] {
  return problems.map((problem) => {
    const line = state.doc.line(Math.max(1, Math.min(state.doc.lines, problem.line ?? 1)));
    const from = Math.min(line.to, line.from + Math.max(0, (problem.column ?? 1) - 1));
    return {
      from,
      to: Math.max(from, line.to),
      severity: problem.severity,
      message: problem.hint ? `${problem.message} (${problem.hint})` : problem.message,
      source: problem.code,
    };
  });
}

/** The pipeline as text beside the drawing. What is typed is drawn as soon as it is valid; a broken text leaves the drawing alone. */
export function YamlView() {
  const store = useEditorStore();
  const host = useRef<HTMLDivElement>(null);
  const [error, setError] = useState<Problem | null>(null);

  useEffect(() => {
    if (!host.current) return;
    let timer: ReturnType<typeof setTimeout> | null = null;
    let writing = false;
    const readOnly = store.getState().document.readOnly;
    const drawn = () => pipelineYaml(pipelineOfTables(store.getState().document.tables));

    const apply = (view: EditorView) => {
      timer = null;
      const { document, problems } = parse(view.state.doc.toString());
      view.dispatch(setDiagnostics(view.state, diagnosticsOf(view.state, problems)));
      setError(document ? null : (problems[0] ?? null));
      if (!document) return;
      writing = true;
      const { actions, document: slice } = store.getState();
      const positions = document.metadata.layout ? {} : { positions: { ...tablesOfPipeline(document).positions, ...pick(slice.tables.positions, document) } };
      actions.edit("Edit YAML", (tx) => replaceTables(tx, { ...tablesOfPipeline(document), classes: slice.tables.classes, ...positions }), {
        coalesce: "yaml",
      });
      writing = false;
    };

    const view = new EditorView({
      parent: host.current,
      state: CodeState.create({
        doc: drawn(),
        extensions: [
          lineNumbers(),
          foldGutter(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          highlightActiveLine(),
          lintGutter(),
          yaml(),
          syntaxHighlighting(highlight),
          autocompletion({ override: [yamlCompletion(store.getState, () => pipelineOfTables(store.getState().document.tables))] }),
          keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap, ...lintKeymap, indentWithTab]),
          CodeState.readOnly.of(readOnly),
          EditorView.editable.of(!readOnly),
          EditorView.contentAttributes.of({ "aria-label": "Pipeline as YAML" }),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged || update.transactions.some((transaction) => transaction.annotation(fromDrawing))) return;
            if (timer) clearTimeout(timer);
            timer = setTimeout(() => apply(update.view), DEBOUNCE_MS);
          }),
          EditorView.domEventHandlers({
            blur: () => {
              if (timer) {
                clearTimeout(timer);
                apply(view);
              }
              store.getState().actions.sealEdit();
            },
          }),
        ],
      }),
    });

    /** Shows what is drawn, changing only the lines that differ so that cursor and folds stay. */
    const refresh = () => {
      const now = view.state.doc.toString();
      const next = drawn();
      if (now === next) return;
      let start = 0;
      while (start < now.length && start < next.length && now[start] === next[start]) start++;
      let end = 0;
      while (end < now.length - start && end < next.length - start && now[now.length - 1 - end] === next[next.length - 1 - end]) end++;
      view.dispatch({ changes: { from: start, to: now.length - end, insert: next.slice(start, next.length - end) }, annotations: fromDrawing.of(true) });
      view.dispatch(setDiagnostics(view.state, []));
      setError(null);
    };
    let frame = 0;
    const unsubscribe = store.subscribe((state, previous) => {
      if (writing || timer || state.document.tables === previous.document.tables) return;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(refresh);
    });
    return () => {
      if (timer) {
        clearTimeout(timer);
        apply(view);
      }
      cancelAnimationFrame(frame);
      unsubscribe();
      view.destroy();
    };
  }, [store]);

  return (
    <div className={classes.root} data-testid="yaml-view">
      {error ? (
        <div className={classes.error} role="alert">
          Not drawn yet{error.line ? `, line ${error.line}` : ""}: {error.message}
          {error.hint ? ` (${error.hint})` : ""}. The drawing stays as it is.
        </div>
      ) : null}
      <div ref={host} className={classes.host} />
    </div>
  );
}

/** Places of nodes that a text without layout still names. */
function pick<P>(positions: Readonly<Record<string, P>>, document: PipelineDocument): Record<string, P> {
  const ids = [...document.spec.inputs, ...document.spec.operators].map((item) => item.id);
  return Object.fromEntries(ids.flatMap((id) => (positions[id] ? [[id, positions[id]]] : [])));
}
