import type { ChosenOperator, Flows } from "../../core/metrics/flows";
import { ownOperator, pathShares, planFlows, planNotes } from "../../core/metrics/plan-body";
import type { Problem } from "../../core/metrics/problem";
import { sloValue } from "../../core/metrics/slos";
import type { Candidate } from "./candidate";
import { isWhole } from "./goals";
import { emptyColumns, ListedPlans, noteText, shapeKey } from "./listed-plans";
import { NO_QUALITY, QUALITY_BASES } from "./row-quality";

/** Lists plans that were found one by one. */
export function listCandidates(problems: readonly Problem[], candidates: readonly Candidate[]): ListedPlans {
  const columns = emptyColumns(
    problems,
    candidates.length,
    candidates.reduce((sum, candidate) => sum + candidate.chosen.length, 0),
  );
  const entries = problems.map((problem) => problem.operators.map(() => new Map<ChosenOperator, { place: number; note: number }>()));
  const index = new TextIndex();
  let cursor = 0;
  candidates.forEach((candidate, i) => {
    const { problem, chosen, figures, quality } = candidate;
    // A search may work on a narrowed copy of a problem.
    const p = problems.findIndex((known) => known.operators === problem.operators);
    columns.problemOf[i] = p;
    numbersOf(candidate).forEach((value, column) => {
      columns.numbers[column]![i] = value;
    });
    columns.bases[i] = quality ? QUALITY_BASES.indexOf(quality.basis) : NO_QUALITY;
    const sharesOf = pathShares(problem, chosen, figures, quality);
    const stageQuality = (o: number): number | null => problem.quality.stages[o]?.[chosen[o]!.configuration]?.value ?? null;
    let noteKey = `${p}|${quality ? quality.basis : ""}`;
    for (let o = 0; o < chosen.length; o += 1) {
      let entry = entries[p]![o]!.get(chosen[o]!);
      if (!entry) {
        entry = { place: columns.dictionary.length, note: index.place(noteText(problem, chosen[o]!)) };
        columns.dictionary.push(ownOperator(problem, o, chosen[o]!, figures.operators[o]!, stageQuality(o)));
        entries[p]![o]!.set(chosen[o]!, entry);
      }
      columns.choices[cursor] = entry.place;
      columns.shares.set(sharesOf(o), cursor * 2);
      cursor += 1;
      noteKey += `,${entry.note}`;
    }
    columns.starts[i + 1] = cursor;
    columns.notesOf[i] = index.placeIn(columns.notes, noteKey, () => planNotes(problem, chosen, quality));
    columns.flowsOf[i] = index.placeIn(columns.flows, index.flowKey(p, candidate.flows), () => planFlows(problem, candidate.flows));
    for (const slo of problem.slos) {
      if (isWhole({ slo })) continue;
      columns.values.get(shapeKey(slo))![i] = sloValue(problem, slo, figures, quality, stageQuality) ?? Number.NaN;
    }
  });
  return new ListedPlans(problems, columns);
}

/** In the order of METRIC_COLUMNS. */
function numbersOf({ problem, figures, quality }: Candidate): number[] {
  const { latencyMs, usdPerRequest } = figures;
  return [
    usdPerRequest * 1000,
    problem.rateRps === null ? Number.NaN : usdPerRequest * 3600 * problem.rateRps,
    ...(latencyMs ?? [Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN]),
    quality?.value ?? Number.NaN,
    quality?.low ?? Number.NaN,
    quality?.high ?? Number.NaN,
    figures.energyJ,
    Number.isFinite(figures.throughputRps) ? figures.throughputRps : Number.NaN,
    figures.devices,
  ];
}

class TextIndex {
  private readonly texts = new Map<string, number>();
  private readonly known = new Map<unknown, Map<string, number>>();
  private readonly ids = new WeakMap<Float64Array, number>();
  private nextId = 0;

  place(text: string): number {
    let place = this.texts.get(text);
    if (place === undefined) {
      place = this.texts.size;
      this.texts.set(text, place);
    }
    return place;
  }

  placeIn<T>(list: T[], key: string, make: () => T): number {
    let known = this.known.get(list);
    if (!known) {
      known = new Map();
      this.known.set(list, known);
    }
    let place = known.get(key);
    if (place === undefined) {
      place = list.length;
      list.push(make());
      known.set(key, place);
    }
    return place;
  }

  /** Flows that are the same objects are the same flows. */
  flowKey(problem: number, flows: Flows): string {
    let key = `${problem}`;
    for (const flow of flows) {
      let id = this.ids.get(flow);
      if (id === undefined) {
        id = this.nextId;
        this.nextId += 1;
        this.ids.set(flow, id);
      }
      key += `,${id}`;
    }
    return key;
  }
}
