"use client";

import { Button } from "@mantine/core";
import { useEditor, useEditorStore } from "@/components/editor/editor-store";
import { ProblemText } from "@/components/editor/problem-text";
import { applyFix } from "@/components/editor/problems";
import classes from "./inspector.module.css";

/** What is wrong with the thing that is selected. */
export function ProblemsSection({ id, edge }: { id: string; edge?: boolean }) {
  const problems = useEditor((state) => (edge ? state.problems.byEdge[id] : state.problems.byNode[id]));
  const store = useEditorStore();
  if (!problems || problems.length === 0) return null;
  return (
    <section className={classes.section} aria-label="Problems here">
      <div className={classes.fields}>
        {problems.map((problem) => (
          <div key={`${problem.code}:${problem.message}`} className={classes.assumption}>
            <ProblemText text={problem.message} />
            {problem.hint ? (
              <div>
                <ProblemText text={problem.hint} />
              </div>
            ) : null}
            {problem.fix ? (
              <Button variant="default" size="compact-xs" mt={4} onClick={() => applyFix(store, problem)}>
                {problem.fix.label}
              </Button>
            ) : null}
          </div>
        ))}
      </div>
    </section>
  );
}
