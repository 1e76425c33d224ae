import { Handle, Position } from "@xyflow/react";
import { listTypes, type PortType } from "@/core/graph/task-ports";
import classes from "./node.module.css";

/** The port a node takes data at. */
export function InPort({ takes }: { takes: readonly PortType[] }) {
  return <Handle type="target" position={Position.Left} className={classes.port} data-side="in" title={`Takes ${listTypes(takes)}`} />;
}

/** The port a node gives data at. */
export function OutPort({ gives }: { gives: PortType }) {
  return <Handle type="source" position={Position.Right} className={classes.port} data-side="out" title={`Gives ${gives}`} />;
}

/** Why the wire that is being drawn may not end at the node; seen where the pointer is. */
export function Refusal({ text }: { text: string | null | undefined }) {
  return text ? <span className={classes.refusal}>{text}</span> : null;
}
