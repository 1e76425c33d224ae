import type { TargetPrice } from "../../core/documents/frontier";
import type { Objective } from "../../core/documents/workload";
import { objectiveValue } from "../../core/metrics/plan-body";
import type { CompiledSlo, Problem } from "../../core/metrics/problem";
import { meetsSlo, sloValue } from "../../core/metrics/slos";
import type { Answer } from "./answer";
import { Archive } from "./archive";
import type { Candidate } from "./candidate";
import { type Goal, isWhole } from "./goals";
import { type SearchWork, solve } from "./solve";
import type { Study } from "./study";

const MOST_STEPS = 3;

/** Plans that keep every other hard target: the target's value (smaller = tighter), what is bought (smaller = better), and the objectives. */
interface Points {
  tightness: Float64Array;
  worth: Float64Array;
  vector: (i: number) => number[];
}

/**
 * What each hard target costs: the best value of what is bought at the limits of today, and at the next limits on either side where it changes, with
 * all other hard targets kept. Late targets are read from the complete frontier that was searched without them, so the steps beyond a limit are exact.
 * With `searched` the others get a search of their own (two goals: what is bought, and the target's value); without they are left out.
 */
export function pricesOf({ problems }: Study, answer: Answer, work: SearchWork, searched: boolean): TargetPrice[] {
  if (answer.reason !== null) return [];
  const documents = [...new Set(problems.flatMap((problem) => problem.slos.filter((slo) => slo.hard).map((slo) => slo.slo)))];
  return documents.flatMap((document): TargetPrice[] => {
    const own = problems.map((problem) => problem.slos.find((slo) => slo.slo === document) ?? null);
    const known = own.find((slo) => slo !== null);
    const objective = boughtWith(document.metric, problems[0]!.settings.objectives);
    if (!known || !objective) return [];
    const late = own.every((slo, p) => slo === null || answer.late[p]!.includes(slo));
    if (!late && !searched) return [];
    const points = late ? listedPoints(problems, answer, own, objective) : searchedPoints(problems, own, objective, work);
    if (!points) return [];
    const sign = known.sense === "max" ? 1 : -1;
    const direction = objective === "quality" || objective === "throughput" ? -1 : 1;
    return [{ slo: document, objective, ...stepsOf(points, known, sign, direction) }];
  });
}

/** Cost is what a target is paid with; a target on cost is paid with the first other objective. */
function boughtWith(metric: Objective, objectives: readonly Objective[]): Objective | null {
  const isCost = (name: Objective): boolean => name === "costPerThousand" || name === "costPerHour";
  if (!isCost(metric)) return objectives.find(isCost) ?? null;
  return objectives.find((name) => !isCost(name)) ?? null;
}

function stepsOf(points: Points, known: CompiledSlo, sign: number, direction: number): Pick<TargetPrice, "now" | "tighten" | "ease"> {
  const { tightness, worth } = points;
  const limit = sign * known.slo.value;
  const meets = Uint8Array.from(tightness, (value) => (meetsSlo(known, sign * value) ? 1 : 0));
  const today = best(points, meets, Number.POSITIVE_INFINITY);
  const now = today < 0 ? null : worth[today]! * direction;
  const step = (i: number): TargetPrice["ease"][number] => {
    const value = worth[i]! * direction;
    return { value: tightness[i]! * sign, best: value, change: now === null || now === 0 ? 0 : (value - now) / Math.abs(now), vector: points.vector(i) };
  };
  const tighten: TargetPrice["tighten"] = [];
  for (let at = today; at >= 0 && tighten.length < MOST_STEPS; ) {
    const held = tightness[at]!;
    at = best(points, null, held * (held > 0 ? 1 - 1e-12 : 1 + 1e-12));
    if (at >= 0) tighten.push(step(at));
  }
  const ease: TargetPrice["ease"] = [];
  let least = today < 0 ? Number.POSITIVE_INFINITY : worth[today]!;
  while (ease.length < MOST_STEPS) {
    const next = nearest(points, meets, limit, least - 1e-12 * Math.abs(Number.isFinite(least) ? least : 0));
    if (next < 0) break;
    ease.push(step(next));
    least = worth[next]!;
  }
  return { now, tighten, ease };
}

/** The best worth of those that are marked (null: of all) and tighter than `below`, tightest first among equals; −1 when there is none. */
function best({ tightness, worth }: Points, marked: Uint8Array | null, below: number): number {
  let found = -1;
  for (let i = 0; i < worth.length; i += 1) {
    if ((marked !== null && marked[i] === 0) || !(tightness[i]! < below)) continue;
    if (found < 0 || worth[i]! < worth[found]! || (worth[i] === worth[found] && tightness[i]! < tightness[found]!)) found = i;
  }
  return found;
}

/** The tightest of those beyond the limit that do not meet it and are worth more than `least`, best worth first among equals; −1 when there is none. */
function nearest({ tightness, worth }: Points, meets: Uint8Array, limit: number, least: number): number {
  let found = -1;
  for (let i = 0; i < worth.length; i += 1) {
    if (meets[i] === 1 || !(tightness[i]! > limit && worth[i]! < least)) continue;
    if (found < 0 || tightness[i]! < tightness[found]! || (tightness[i] === tightness[found] && worth[i]! < worth[found]!)) found = i;
  }
  return found;
}

function listedPoints(problems: readonly Problem[], { listed, late }: Answer, own: readonly (CompiledSlo | null)[], objective: Objective): Points | null {
  const { objectives } = problems[0]!.settings;
  const k = objectives.indexOf(objective);
  if (k < 0) return null;
  const places = listed.meeting(late.map((slos, p) => slos.filter((slo) => slo !== own[p])));
  const values = listed.valuesOf(own, places);
  const signs = own.map((slo) => (slo?.sense === "max" ? 1 : -1));
  const direction = objective === "quality" || objective === "throughput" ? -1 : 1;
  const tightness = new Float64Array(places.length);
  const worth = new Float64Array(places.length);
  let count = 0;
  for (let at = 0; at < places.length; at += 1) {
    const place = places[at]!;
    if (Number.isNaN(values[at]!)) continue;
    tightness[count] = values[at]! * signs[listed.problemIndexOf(place)]!;
    worth[count] = direction * listed.vectorOf(place, k);
    places[count++] = place;
  }
  return {
    tightness: tightness.subarray(0, count),
    worth: worth.subarray(0, count),
    vector: (i) => objectives.map((_, entry) => listed.vectorOf(places[i]!, entry)),
  };
}

function searchedPoints(problems: readonly Problem[], own: readonly (CompiledSlo | null)[], objective: Objective, work: SearchWork): Points {
  const archive = new Archive<Candidate>();
  const { statistic, objectives } = problems[0]!.settings;
  const direction: 1 | -1 = objective === "quality" || objective === "throughput" ? -1 : 1;
  problems.forEach((problem, p) => {
    const slo = own[p];
    if (!slo) return;
    const goals: Goal[] = [
      { metric: objective, statistic, slo: null, sign: direction },
      { metric: slo.slo.metric, statistic: slo.statistic, slo: isWhole({ slo }) ? null : slo, sign: slo.sense === "max" ? 1 : -1 },
    ];
    solve(problem, { goals, hard: problem.slos.filter((other) => other.hard && other !== slo) }, archive, work);
  });
  const owners = archive.entries.map((entry) => entry.owner);
  const valueOfOwner = ({ problem, chosen, figures, quality }: Candidate): number => {
    const slo = own[problems.findIndex((known) => known.operators === problem.operators)]!;
    const value = sloValue(problem, slo, figures, quality, (o) => problem.quality.stages[o]?.[chosen[o]!.configuration]?.value ?? null);
    return (value ?? Number.POSITIVE_INFINITY) * (slo.sense === "max" ? 1 : -1);
  };
  const objectiveOf = ({ problem, figures, quality }: Candidate, name: Objective): number => objectiveValue(problem, name, figures, quality);
  return {
    tightness: Float64Array.from(owners, valueOfOwner),
    worth: Float64Array.from(owners, (owner) => direction * objectiveOf(owner, objective)),
    vector: (i) => objectives.map((name) => objectiveOf(owners[i]!, name)),
  };
}
