"use client";

import { Button } from "@mantine/core";
import { IconAlertCircle, IconAlertTriangle } from "@tabler/icons-react";
import { useEditorServices } from "@/components/editor/editor-services";
import { useEditor, useEditorStore } from "@/components/editor/editor-store";
import { ProblemText } from "@/components/editor/problem-text";
import { applyFix, placeOf } from "@/components/editor/problems";
import { EmptyState } from "@/components/ui/state-view";
import { PanelFrame } from "./panel-frame";
import classes from "./panels.module.css";

/** Everything that is wrong with the open documents; a click goes to the place. */
export function ProblemsPanel() {
  const problems = useEditor((state) => state.problems.list);
  const readOnly = useEditor((state) => state.document.readOnly);
  const store = useEditorStore();
  const services = useEditorServices();
  return (
    <PanelFrame title={problems.length === 0 ? "Problems" : `Problems (${problems.length})`}>
      {problems.length === 0 ? (
        <EmptyState compact title="No problems">
          The pipeline, its targets and what it runs on fit together.
        </EmptyState>
      ) : null}
      <ul style={{ margin: 0, padding: 0, listStyle: "none" }}>
        {problems.map((problem, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: problems have no identity; the list is replaced as a whole
          <li key={index} className={classes.problem} data-severity={problem.severity}>
            {problem.severity === "error" ? <IconAlertCircle size={15} aria-label="Error" /> : <IconAlertTriangle size={15} aria-label="Warning" />}
            <div className={classes.problemBody}>
              <button
                type="button"
                className={classes.problemText}
                onClick={() => {
                  const place = placeOf(store.getState(), problem);
                  const { actions } = store.getState();
                  actions.select(place.node ? [place.node] : [], place.edge ? [place.edge] : []);
                  actions.setPanels({ inspectorOpen: true, inspectorTab: "inspect" });
                  if (place.node) services.canvas?.reveal(place.node);
                }}
              >
                <ProblemText text={problem.message} />
              </button>
              {problem.hint ? (
                <div className={classes.problemHint}>
                  <ProblemText text={problem.hint} />
                </div>
              ) : null}
              <div className={classes.problemCode}>{problem.code}</div>
              {problem.fix && !readOnly ? (
                <Button variant="default" size="compact-xs" mt={4} onClick={() => applyFix(store, problem)}>
                  {problem.fix.label}
                </Button>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
    </PanelFrame>
  );
}
