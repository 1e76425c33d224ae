"use client";

import { IconAlertCircle, IconAlertTriangle } from "@tabler/icons-react";
import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { useEditor } from "@/components/editor/editor-store";
import { problemSentence } from "@/components/editor/problem-text";
import { portType } from "@/core/graph/task-ports";
import { refusalOf } from "./fit";
import classes from "./node.module.css";
import { OutPort, Refusal } from "./node-ports";
import { NodeTitle } from "./node-title";
import { TypeIcon } from "./task-icon";

/** Where data enters the pipeline. */
export const InputNode = memo(function InputNode({ id, selected }: NodeProps) {
  const input = useEditor((state) => state.document.tables.inputs[id]);
  const classAt = useEditor((state) => state.choice.workload?.document.spec.classes.find((item) => item.id === state.choice.classId)?.at);
  const problems = useEditor((state) => state.problems.byNode[id]);
  const refusal = useEditor((state) => refusalOf(state, id));
  if (!input) return null;
  const severity = problems?.some((problem) => problem.severity === "error") ? "error" : "warning";
  const where = input.at ? `at ${input.at}` : classAt ? `at ${classAt} (users)` : "anywhere";
  return (
    <div className={classes.input} data-selected={selected || undefined} data-fits={refusal === null || undefined} data-dimmed={refusal ? true : undefined}>
      <Refusal text={refusal} />
      <TypeIcon type={input.type} />
      <div className={classes.inputText}>
        <div className={classes.inputName}>
          <NodeTitle id={id} title={id} />
        </div>
        <div className={classes.inputAt} title={`${input.type ?? "any type"}, enters ${where}`}>
          {where}
        </div>
      </div>
      {problems?.length ? (
        <span
          className={classes.mark}
          data-severity={severity}
          role="img"
          aria-label={`${problems.length} problems`}
          title={problems.map((problem) => problemSentence(problem.message)).join("\n")}
        >
          {severity === "error" ? <IconAlertCircle size={15} aria-hidden /> : <IconAlertTriangle size={15} aria-hidden />}
        </span>
      ) : null}
      <OutPort gives={portType(input.type)} />
    </div>
  );
});
