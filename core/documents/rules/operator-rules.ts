import { TASKS } from "../../graph/task-ports";
import type { Implementation } from "../catalogue";
import { listNames } from "../nearest";
import type { Operator } from "../pipeline";
import type { DocumentPath } from "../problem";
import type { Knowledge, Report } from "./context";
import { figuresOf, reportUnknown } from "./context";

const STANDARD_TASKS: ReadonlySet<string> = new Set(TASKS.map((task) => task.id));
/** Keys that an operator with alternatives cannot have: its alternatives' operators have them. */
const KEYS_OF_A_TASK = ["candidates", "knobs", "placement", "iterations", "fanOut", "parallel", "minReplicas"] as const;

/** One operator: what it does, with what, where, and how often. */
export function checkOperator(operator: Operator, path: DocumentPath, knowledge: Knowledge, report: Report): void {
  const { iterations, placement } = operator;
  if (operator.alternatives) checkWithAlternatives(operator, path, report);
  else if (operator.task === undefined) {
    report("task-or-alternatives", path, `the operator \`${operator.id}\` has no task`, { hint: "give `task`, or `alternatives` to choose from" });
  } else checkTask(operator, operator.task, path, knowledge, report);
  if (iterations && iterations.max < iterations.mean) {
    report(
      "iterations-order",
      [...path, "iterations", "max"],
      `the most iterations of \`${operator.id}\` (${iterations.max}) are fewer than the mean (${iterations.mean})`,
      {
        fix: { label: `Set max to ${Math.ceil(iterations.mean)}`, edits: [{ path: [...path, "iterations", "max"], value: Math.ceil(iterations.mean) }] },
      },
    );
  }
  placement?.tiers?.forEach((tier, index) => {
    if (knowledge.tiers && !knowledge.tiers.has(tier))
      reportUnknown(report, knowledge, "unknown-tier", [...path, "placement", "tiers", index], "tier", tier, knowledge.tiers);
  });
  placement?.pools?.forEach((pool, index) => {
    if (pool !== "api" && knowledge.pools && !knowledge.pools.has(pool))
      reportUnknown(report, knowledge, "unknown-pool", [...path, "placement", "pools", index], "pool", pool, knowledge.pools);
  });
}

function checkWithAlternatives(operator: Operator, path: DocumentPath, report: Report): void {
  if (operator.task !== undefined) {
    report("task-or-alternatives", [...path, "task"], `the operator \`${operator.id}\` has a task and alternatives`, {
      hint: "keep one of the two",
      fix: { label: "Remove the task", edits: [{ path: [...path, "task"], remove: true }] },
    });
  }
  for (const key of KEYS_OF_A_TASK) {
    if (operator[key] === undefined) continue;
    report("task-or-alternatives", [...path, key], `\`${key}\` has no meaning at \`${operator.id}\`, which has alternatives`, {
      hint: "give it to the operators inside",
      fix: { label: `Remove ${key}`, edits: [{ path: [...path, key], remove: true }] },
    });
  }
  const names = new Set<string>();
  operator.alternatives?.forEach((alternative, index) => {
    if (names.has(alternative.name))
      report("duplicate-id", [...path, "alternatives", index, "name"], `the alternative \`${alternative.name}\` of \`${operator.id}\` is given twice`, {
        hint: "give one of them another name",
      });
    names.add(alternative.name);
  });
}

function checkTask(operator: Operator, task: string, path: DocumentPath, knowledge: Knowledge, report: Report): void {
  const { implementations, implementationsByTask } = knowledge;
  const offered = implementationsByTask.get(task);
  if (!offered) {
    const at = [...path, "task"];
    if (!STANDARD_TASKS.has(task)) {
      const known = new Set([...STANDARD_TASKS, ...implementationsByTask.keys()]);
      // Without a catalogue, a task of one's own cannot be told from a slip.
      reportUnknown(
        report,
        knowledge,
        "unknown-task",
        at,
        "task",
        task,
        known,
        implementations
          ? { hint: "no catalogue given has an implementation of it" }
          : { severity: "warning", hint: "it is not a standard task; a catalogue may define it" },
      );
    } else if (implementations) {
      report("no-implementation", at, `no catalogue given has an implementation of \`${task}\``, {
        hint: implementationsByTask.size > 0 ? `there are some of ${listNames([...implementationsByTask.keys()])}` : undefined,
      });
    }
  }
  if (!implementations) return;
  const names = new Map((offered ?? []).map((implementation) => [implementation.name, implementation]));
  operator.candidates?.forEach((candidate, index) => {
    const at = [...path, "candidates", index];
    const found = implementations.get(candidate);
    if (!found) reportUnknown(report, knowledge, "unknown-implementation", at, "implementation", candidate, names.size > 0 ? names : implementations);
    else if (found.task !== task) {
      report("wrong-task", at, `\`${candidate}\` is an implementation of \`${found.task}\`, not of \`${task}\``, {
        fix: { label: `Remove ${candidate}`, edits: [{ path: at, remove: true }] },
      });
    } else if (operator.candidates?.indexOf(candidate) !== index) {
      report("duplicate-id", at, `the candidate \`${candidate}\` is listed twice`, {
        severity: "warning",
        fix: { label: "Remove it", edits: [{ path: at, remove: true }] },
      });
    }
  });
  if (!offered) return;
  const candidates = operator.candidates ? offered.filter((implementation) => operator.candidates?.includes(implementation.name)) : offered;
  if (candidates.length === 0) return;
  checkKnobs(operator, candidates, path, knowledge, report);
  checkDevices(operator, candidates, path, knowledge, report);
}

function checkKnobs(operator: Operator, candidates: readonly Implementation[], path: DocumentPath, knowledge: Knowledge, report: Report): void {
  for (const [knob, values] of Object.entries(operator.knobs ?? {})) {
    const at = [...path, "knobs", knob];
    const withKnob = candidates.filter((implementation) => implementation.knobs && Object.hasOwn(implementation.knobs, knob));
    if (withKnob.length === 0) {
      const known = new Set(candidates.flatMap((implementation) => Object.keys(implementation.knobs ?? {})));
      const found = knowledge.suggest(knob, known, known.size);
      report("unknown-knob", at, `no implementation of \`${operator.id}\` has the knob \`${knob}\`${found ? `; did you mean \`${found}\`?` : ""}`, {
        hint: known.size > 0 ? `knobs there are: ${listNames([...known])}` : "they have no knobs",
        fix: found
          ? {
              label: `Rename to ${found}`,
              edits: [
                { path: [...path, "knobs", found], value: values },
                { path: at, remove: true },
              ],
            }
          : { label: `Remove ${knob}`, edits: [{ path: at, remove: true }] },
      });
      continue;
    }
    const offered = new Set(withKnob.flatMap((implementation) => implementation.knobs?.[knob] ?? []));
    values.forEach((value, index) => {
      if (offered.has(value)) return;
      report("unknown-knob-value", [...at, index], `no implementation of \`${operator.id}\` offers \`${knob}\` ${JSON.stringify(value)}`, {
        hint: `offered: ${listNames([...offered].map(String), 12)}`,
        fix: values.length > 1 ? { label: `Remove ${String(value)}`, edits: [{ path: [...at, index], remove: true }] } : undefined,
      });
    });
  }
}

function checkDevices(operator: Operator, candidates: readonly Implementation[], path: DocumentPath, knowledge: Knowledge, report: Report): void {
  const { devices, pools } = knowledge;
  if (!devices || !pools) return;
  const { tiers, pools: wantedPools } = operator.placement ?? {};
  if (tiers?.some((tier) => !knowledge.tiers?.has(tier)) || wantedPools?.some((pool) => pool !== "api" && !pools.has(pool))) return;
  const allowed = operator.placement ? new Set([...pools.values()].filter((pool) => fitsPlacement(operator, pool)).map((pool) => pool.device)) : devices;
  const apiAllowed = !operator.placement?.pools || operator.placement.pools.includes("api");
  const wanted = new Set<string>();
  for (const implementation of candidates) {
    const { profiles = [], api } = figuresOf(implementation, knowledge);
    if (api && apiAllowed) return;
    for (const profile of profiles) {
      if (allowed.has(profile.device)) return;
      wanted.add(profile.device);
    }
  }
  if (wanted.size === 0) return;
  report("no-device", path, `no ${operator.placement ? "allowed " : ""}pool has a device that \`${operator.id}\` can run on`, {
    severity: "warning",
    hint: `there are figures for ${listNames([...wanted])}; the ${operator.placement ? "allowed " : ""}pools have ${allowed.size > 0 ? listNames([...allowed]) : "none"}`,
  });
}

function fitsPlacement(operator: Operator, pool: { id: string; tier: string }): boolean {
  const { placement } = operator;
  return (!placement?.tiers || placement.tiers.includes(pool.tier)) && (!placement?.pools || placement.pools.includes(pool.id));
}
