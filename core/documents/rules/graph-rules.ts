import { listTypes, portsFit, portType, taskInfo } from "../../graph/task-ports";
import { adjacencyOf, findCycle, reachableFrom } from "../../graph/topology";
import type { Edge, Operator, PipelineInput, Router } from "../pipeline";
import type { DocumentPath } from "../problem";
import type { Knowledge, Report } from "./context";
import { reportDuplicates } from "./context";

/** A pipeline's graph, or that of an alternative (where `in` and `out` stand for the operator's own ports). */
export interface GraphLevel {
  /** Path of the mapping that has `operators`, `edges` and `routers`. */
  path: DocumentPath;
  inputs: readonly PipelineInput[];
  operators: readonly Operator[];
  edges: readonly Edge[];
  routers: readonly Router[];
  isAlternative: boolean;
}

/** Ids, ends of edges, cycles, reachability and ports. Linear in operators and edges. */
export function checkGraph(level: GraphLevel, knowledge: Knowledge, report: Report): void {
  const { path, inputs, operators, isAlternative } = level;
  reportDuplicates(
    report,
    [
      ...inputs.map((input, index) => ({ name: input.id, path: [...path, "inputs", index, "id"] })),
      ...operators.map((operator, index) => ({ name: operator.id, path: [...path, "operators", index, "id"] })),
    ],
    "id",
  );
  const reserved = (id: string, at: DocumentPath): void => {
    if (id.includes("/"))
      report("reserved-id", at, `the id \`${id}\` has a \`/\`, which joins the id of an operator inside an alternative`, {
        hint: "use `-` instead",
        fix: { label: `Change to ${id.replaceAll("/", "-")}`, edits: [{ path: at, value: id.replaceAll("/", "-") }] },
      });
    else if (isAlternative && (id === "in" || id === "out"))
      report("reserved-id", at, `\`${id}\` stands for the operator's own ${id === "in" ? "input" : "output"} inside an alternative`, {
        hint: "give this operator another id",
      });
  };
  inputs.forEach((input, index) => {
    reserved(input.id, [...path, "inputs", index, "id"]);
  });
  operators.forEach((operator, index) => {
    reserved(operator.id, [...path, "operators", index, "id"]);
  });
  if (operators.length === 0) report("no-operator", [...path, "operators"], "the pipeline has no operator");
  const inputIds = new Set(isAlternative ? ["in"] : inputs.map((input) => input.id));
  const operatorIds = new Set(operators.map((operator) => operator.id));
  const good = checkEdges(level, inputIds, operatorIds, knowledge, report);
  checkPorts(level, good, report);

  const inner = good.filter(({ edge }) => operatorIds.has(edge.from) && operatorIds.has(edge.to));
  const cycle = findCycle(
    [...operatorIds],
    inner.map(({ edge }) => edge),
  );
  if (cycle) {
    const last = cycle.at(-1) as string;
    const closing = inner.find(({ edge }) => edge.from === last && edge.to === cycle[0]);
    const shown = cycle.length > 8 ? [...cycle.slice(0, 7), "…", last] : cycle;
    report(
      "cycle",
      closing?.path ?? [...path, "edges"],
      `the edges form a cycle: ${[...shown, cycle[0]].map((id) => (id === "…" ? id : `\`${id}\``)).join(" → ")}`,
      {
        hint: "write a loop as `iterations` of an operator, or of one with alternatives",
        fix: closing && { label: `Remove the edge ${last} → ${cycle[0]}`, edits: [{ path: closing.path, remove: true }] },
      },
    );
  }
  checkReachability(
    level,
    inputIds,
    good.map(({ edge }) => edge),
    report,
  );
}

interface PlacedEdge {
  edge: Edge;
  path: DocumentPath;
}

function checkEdges(level: GraphLevel, inputIds: ReadonlySet<string>, operatorIds: ReadonlySet<string>, knowledge: Knowledge, report: Report): PlacedEdge[] {
  const { isAlternative } = level;
  const starts = new Set([...inputIds, ...operatorIds]);
  const ends = isAlternative ? new Set([...operatorIds, "out"]) : operatorIds;
  const seen = new Set<string>();
  const good: PlacedEdge[] = [];
  level.edges.forEach((edge, index) => {
    const path = [...level.path, "edges", index];
    const remove = { label: `Remove the edge ${edge.from} → ${edge.to}`, edits: [{ path, remove: true as const }] };
    let isGood = true;
    if (!starts.has(edge.from)) {
      isGood = false;
      const found = knowledge.suggest(edge.from, starts, starts.size);
      report(
        "missing-end",
        [...path, "from"],
        `the edge ${edge.from} → ${edge.to} starts at \`${edge.from}\`, which does not exist${found ? `; did you mean \`${found}\`?` : ""}`,
        {
          fix: found ? { label: `Start at ${found}`, edits: [{ path: [...path, "from"], value: found }] } : remove,
        },
      );
    }
    if (inputIds.has(edge.to) && !operatorIds.has(edge.to)) {
      isGood = false;
      report(
        "edge-into-input",
        [...path, "to"],
        `the edge ${edge.from} → ${edge.to} leads into ${isAlternative ? "the operator's own input" : `the input \`${edge.to}\``}`,
        { hint: "inputs only send", fix: remove },
      );
    } else if (!ends.has(edge.to)) {
      isGood = false;
      const found = knowledge.suggest(edge.to, ends, ends.size);
      report(
        "missing-end",
        [...path, "to"],
        `the edge ${edge.from} → ${edge.to} ends at \`${edge.to}\`, which does not exist${found ? `; did you mean \`${found}\`?` : ""}`,
        {
          fix: found ? { label: `End at ${found}`, edits: [{ path: [...path, "to"], value: found }] } : remove,
        },
      );
    }
    if (edge.from === edge.to && operatorIds.has(edge.from)) {
      isGood = false;
      report("self-edge", path, `an edge leads from \`${edge.from}\` to itself`, { hint: "write a loop as `iterations` of the operator", fix: remove });
    }
    const key = `${edge.from}\n${edge.to}`;
    if (seen.has(key)) {
      isGood = false;
      report("duplicate-edge", path, `the edge ${edge.from} → ${edge.to} is given twice`, { fix: remove });
    }
    seen.add(key);
    if (isGood) good.push({ edge, path });
  });
  return good;
}

function checkPorts(level: GraphLevel, edges: readonly PlacedEdge[], report: Report): void {
  const operators = new Map(level.operators.map((operator) => [operator.id, operator]));
  const inputs = new Map(level.inputs.map((input) => [input.id, input]));
  for (const { edge, path } of edges) {
    const receiver = operators.get(edge.to);
    const sender = operators.get(edge.from);
    if (!receiver?.task || (sender && !sender.task)) continue;
    const gives = sender ? taskInfo(sender.task).gives : portType(inputs.get(edge.from)?.type);
    const takes = taskInfo(receiver.task).takes;
    if (!portsFit(gives, takes)) {
      report("ports-do-not-fit", path, `\`${edge.from}\` gives ${gives}, but \`${edge.to}\` takes ${listTypes(takes)}`, { severity: "warning" });
    }
  }
}

function checkReachability(level: GraphLevel, inputIds: ReadonlySet<string>, edges: readonly Edge[], report: Report): void {
  const { path, operators, inputs, isAlternative } = level;
  const { successors, predecessors } = adjacencyOf([...inputIds, ...operators.map((operator) => operator.id), ...(isAlternative ? ["out"] : [])], edges);
  if (isAlternative) {
    if (!edges.some((edge) => edge.from === "in")) report("alternative-ports", [...path, "edges"], "no edge starts at `in`, so nothing enters the alternative");
    if (!edges.some((edge) => edge.to === "out")) report("alternative-ports", [...path, "edges"], "no edge ends at `out`, so nothing leaves the alternative");
  } else if (inputs.length === 0) {
    report("no-input", [...path, "inputs"], "the pipeline has no input, so nothing enters it", {
      hint: "add an input and an edge from it to the first operator",
    });
    return;
  }
  const reached = reachableFrom(inputIds, successors);
  operators.forEach((operator, index) => {
    if (reached.has(operator.id)) return;
    const isLoose = (predecessors.get(operator.id) ?? []).length === 0;
    report("unreachable-operator", [...path, "operators", index], `no ${isAlternative ? "edge from `in`" : "input"} leads to the operator \`${operator.id}\``, {
      hint: isLoose ? `add an edge to \`${operator.id}\`` : undefined,
    });
  });
  if (isAlternative) return;
  inputs.forEach((input, index) => {
    if ((successors.get(input.id) ?? []).length === 0) {
      report("unused-input", [...path, "inputs", index], `the input \`${input.id}\` leads nowhere`, {
        severity: "warning",
        hint: `add an edge from \`${input.id}\``,
        fix: { label: `Remove ${input.id}`, edits: [{ path: [...path, "inputs", index], remove: true }] },
      });
    }
  });
}
