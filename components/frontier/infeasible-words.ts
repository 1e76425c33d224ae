import type { Infeasible } from "../../core/documents/frontier";
import type { Slo } from "../../core/documents/workload";
import { formatObjectiveExact } from "../ui/format";
import { roundedToSafeSide } from "./slo-edits";
import { sloWords } from "./words";

/** Why nothing is feasible, in one sentence. */
export function infeasibleHead({ alone = [], conflict, nearest }: Pick<Infeasible, "alone" | "conflict" | "nearest">): string {
  if (alone.length > 1) return `${alone.length} targets are out of reach, each of them even by itself.`;
  if (conflict.length < 2) return "What stands in the way, and the nearest that would work.";
  const together = `These ${conflict.length} targets cannot hold together`;
  const enough = nearest.filter(({ feasibleValue }) => feasibleValue !== null).length;
  if (enough === 0) return `${together}, and changing one of them is not enough.`;
  return enough < conflict.length ? `${together}; not every one of them is enough to change by itself.` : `${together}; any one of them would have to give.`;
}

type Binding = Infeasible["binding"][number];

/** What stands in the way, in the words and figures of the page. Targets that exclude each other are one line, not one for each. */
export function bindingLines({ binding, alone = [], conflict }: Pick<Infeasible, "binding" | "alone" | "conflict">): { kind: Binding["kind"]; text: string }[] {
  const bestAlone = (slo: Slo) => alone.find((entry) => sloWords(entry.slo) === sloWords(slo))?.bestValue;
  const lines = new Map<string, Binding["kind"]>();
  for (const { kind, slo, message } of binding) lines.set(slo ? bindingWords(slo, bestAlone(slo), conflict) : message, kind);
  return [...lines].map(([text, kind]) => ({ kind, text }));
}

function bindingWords(slo: Slo, best: number | undefined, conflict: readonly Slo[]): string {
  const own = sloWords(slo);
  if (best !== undefined)
    return `No plan meets ${own}, whatever the others are: the best that any reaches is ${formatObjectiveExact(slo.metric, roundedToSafeSide(slo, best))}.`;
  const words = conflict.map((other) => sloWords(other));
  const [first, ...others] = words.includes(own) ? words : [own, ...words];
  return `No plan meets ${first}${others.length > 0 ? ` together with ${others.join(" and ")}` : ""}.`;
}
