import type { Router } from "../pipeline";
import type { DocumentPath, Fix } from "../problem";
import type { Knowledge, Report } from "./context";
import type { GraphLevel } from "./graph-rules";

const TOLERANCE = 1e-9;

/** Routers: where they stand, where they lead, and their probabilities. */
export function checkRouters(level: GraphLevel, knowledge: Knowledge, report: Report): void {
  const operators = new Map(level.operators.map((operator) => [operator.id, operator]));
  const successors = new Map<string, Set<string>>();
  for (const edge of level.edges) {
    const set = successors.get(edge.from);
    if (set) set.add(edge.to);
    else successors.set(edge.from, new Set([edge.to]));
  }
  const placed = new Set<string>();
  level.routers.forEach((router, index) => {
    const path = [...level.path, "routers", index];
    const operator = operators.get(router.at);
    if (!operator) {
      const found = knowledge.suggest(router.at, operators.keys(), operators.size);
      report("unknown-operator", [...path, "at"], `the router is at \`${router.at}\`, which is not an operator${found ? `; did you mean \`${found}\`?` : ""}`, {
        fix: found
          ? { label: `Change to ${found}`, edits: [{ path: [...path, "at"], value: found }] }
          : { label: "Remove the router", edits: [{ path, remove: true }] },
      });
    } else if (placed.has(router.at)) {
      report("duplicate-router", [...path, "at"], `there are two routers at \`${router.at}\``, { hint: "list all targets in one router" });
    }
    placed.add(router.at);
    if (operator?.alternatives) {
      for (const alternative of operator.alternatives) {
        const exits = new Set(alternative.edges.filter((edge) => edge.to === "out").map((edge) => edge.from));
        if (exits.size === 1 && !alternative.routers?.some((inner) => exits.has(inner.at))) continue;
        report(
          "alternative-ports",
          [...path, "at"],
          `the router at \`${router.at}\` needs exactly one operator of its alternative \`${alternative.name}\` to lead to \`out\`, without a router of its own`,
          {
            hint: "put the router at an operator after it",
          },
        );
      }
    }
    checkTargets(router, path, operator === undefined ? undefined : (successors.get(router.at) ?? new Set()), knowledge, report);
    const sum = router.choose.reduce((total, choice) => total + choice.probability, 0);
    if (Math.abs(sum - 1) > TOLERANCE) {
      report(
        "router-probabilities",
        [...path, "choose"],
        `the probabilities of the router at \`${router.at}\` sum to ${Number(sum.toPrecision(12))}; they must sum to 1`,
        { fix: normalise(router, sum, path) },
      );
    }
  });
}

function checkTargets(router: Router, path: DocumentPath, successors: ReadonlySet<string> | undefined, knowledge: Knowledge, report: Report): void {
  const listed = new Set<string>();
  router.choose.forEach((choice, index) => {
    const at = [...path, "choose", index, "to"];
    if (listed.has(choice.to))
      report("router-target", at, `the router at \`${router.at}\` lists \`${choice.to}\` twice`, { hint: "add the two probabilities" });
    listed.add(choice.to);
    if (successors === undefined || successors.has(choice.to)) return;
    const found = knowledge.suggest(choice.to, successors, successors.size);
    report("router-target", at, `\`${choice.to}\` does not follow \`${router.at}\`${found ? `; did you mean \`${found}\`?` : ""}`, {
      hint: found ? undefined : `add an edge from \`${router.at}\` to \`${choice.to}\`, or choose an operator that follows`,
      fix: found ? { label: `Change to ${found}`, edits: [{ path: at, value: found }] } : undefined,
    });
  });
}

/** Scales the probabilities to sum to 1; the last takes what rounding leaves. */
function normalise(router: Router, sum: number, path: DocumentPath): Fix {
  const scaled = router.choose.map((choice) => (sum > 0 ? Number((choice.probability / sum).toPrecision(6)) : 1 / router.choose.length));
  const rest = 1 - scaled.slice(0, -1).reduce((total, value) => total + value, 0);
  scaled[scaled.length - 1] = Math.max(0, Number(rest.toPrecision(12)));
  return { label: "Scale the probabilities to sum to 1", edits: scaled.map((value, index) => ({ path: [...path, "choose", index, "probability"], value })) };
}
