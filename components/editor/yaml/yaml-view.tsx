"use client";

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, foldGutter, foldKeymap, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { Annotation, EditorState as CodeState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { Anchor } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import type { Problem } from "@/core/documents/problem";
import { pipelineOfTables } from "@/core/graph/edit-tables";
import { useEditorStore } from "../editor-store";
import { pipelineYaml } from "../pipeline-yaml";
import { applyYaml } from "./yaml-apply";
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

/**
 * The pipeline as text beside the drawing. What is typed is drawn as soon as it is valid; a broken text leaves the drawing alone, and stays
 * until it is put right or discarded, also while this is closed.
 */
export function YamlView() {
  const store = useEditorStore();
  const host = useRef<HTMLDivElement>(null);
  const discard = useRef(() => {});
  const [error, setError] = useState<Problem | null>(null);

  useEffect(() => {
    if (!host.current) return;
    let timer: ReturnType<typeof setTimeout> | null = null;
    let writing = false;
    const readOnly = store.getState().document.readOnly;
    const drawn = () => pipelineYaml(pipelineOfTables(store.getState().document.tables));

    const unapplied = () => store.getState().interaction.unappliedYaml;
    const kept = unapplied();
    /** The drawing that the text was last equal to. */
    let base = kept?.base ?? store.getState().document.tables;

    const apply = (view: EditorView) => {
      timer = null;
      const drawnMeanwhile = store.getState().document.tables !== base;
      writing = true;
      const { problems, refused } = applyYaml(store, view.state.doc.toString(), base);
      writing = false;
      view.dispatch(setDiagnostics(view.state, diagnosticsOf(view.state, problems)));
      setError(refused);
      if (unapplied()) return;
      base = store.getState().document.tables;
      if (drawnMeanwhile) refresh();
    };

    const view = new EditorView({
      parent: host.current,
      state: CodeState.create({
        doc: kept?.text ?? drawn(),
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
      if (timer || unapplied()) return;
      base = store.getState().document.tables;
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
    discard.current = () => {
      if (timer) clearTimeout(timer);
      timer = null;
      store.getState().actions.setInteraction({ unappliedYaml: null });
      refresh();
      setError(null);
      view.focus();
    };
    if (kept) apply(view);
    let frame = 0;
    const unsubscribe = store.subscribe((state, previous) => {
      const taken = state.interaction.unappliedYaml;
      // Taken up from an earlier visit.
      if (!writing && taken && taken !== previous.interaction.unappliedYaml) {
        base = taken.base;
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: taken.text }, annotations: fromDrawing.of(true) });
        apply(view);
      }
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
          {error.hint ? ` (${error.hint})` : ""}. The drawing stays as it is.{" "}
          <Anchor component="button" type="button" inherit c="inherit" underline="always" onClick={() => discard.current()}>
            Discard the text
          </Anchor>
        </div>
      ) : null}
      <div ref={host} className={classes.host} />
    </div>
  );
}
