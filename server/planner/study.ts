import { compileProblems } from "../../core/metrics/compile-problems";
import type { PlanningInput } from "../../core/metrics/planning-input";
import type { CompiledSlo, Problem } from "../../core/metrics/problem";
import { classOf } from "../../core/metrics/settings";
import { contentKey, type PlannerCache } from "./cache";

/** A planning input, compiled. */
export interface Study {
  /** Content of everything but the targets; empty when nothing is kept. */
  key: string;
  problems: Problem[];
  /** Targets of each problem. */
  slos: CompiledSlo[][];
  timeLimitSeconds: number | null;
}

interface Compiled {
  problems: Problem[];
  /** For each problem, which target of the class each of its targets is. */
  places: number[][];
}

/** Compiles an input, or takes what was compiled before from the same content and puts this input's targets in. Throws PlanningError. */
export function studyOf(input: PlanningInput, cache: PlannerCache | undefined): Study {
  const timeLimitSeconds = input.settings?.timeLimitSeconds ?? input.workload.spec.settings?.timeLimitSeconds ?? null;
  if (!cache) {
    const problems = compileProblems(input);
    return { key: "", problems, slos: problems.map((problem) => problem.slos), timeLimitSeconds };
  }
  const { key, bytes } = contentKey(input);
  const given = classOf(input).slos ?? [];
  // What targets are on decides what is offered; their limits do not.
  const compiledKey = `${key} ${JSON.stringify(given.map(({ value: _value, weight: _weight, ...shape }) => shape))}`;
  const known = cache.get<Compiled>(compiledKey);
  if (known) {
    const slos = known.problems.map((problem, p) => problem.slos.map((slo, k) => ({ ...slo, slo: given[known.places[p]![k]!]! })));
    return { key, problems: known.problems.map((problem, p) => ({ ...problem, slos: slos[p]! })), slos, timeLimitSeconds };
  }
  const problems = compileProblems(input);
  const places = problems.map((problem) => problem.slos.map(({ slo }) => given.indexOf(slo)));
  cache.set(compiledKey, { problems, places } satisfies Compiled, 4 * bytes);
  return { key, problems, slos: problems.map((problem) => problem.slos), timeLimitSeconds };
}
