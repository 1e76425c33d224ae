import { compileProblems } from "../../core/metrics/compile-problems";
import type { PlanningInput } from "../../core/metrics/planning-input";
import type { CompiledSlo, Problem } from "../../core/metrics/problem";
import { classOf } from "../../core/metrics/settings";
import { usefulReplicas } from "./allocations";
import { contentKey, type PlannerCache } from "./cache";

/** A planning input, compiled. */
export interface Study {
  /** Content of everything that answers depend on but the targets; empty when nothing is kept. */
  key: string;
  problems: Problem[];
  /** Targets of each problem. */
  slos: CompiledSlo[][];
  timeLimitSeconds: number | null;
}

interface Compiled {
  key: string;
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
    return { key: known.key, problems: known.problems.map((problem, p) => ({ ...problem, slos: slos[p]! })), slos, timeLimitSeconds };
  }
  const problems = compileProblems(input);
  const places = problems.map((problem) => problem.slos.map(({ slo }) => given.indexOf(slo)));
  const answers = contentKey(withUsefulDevices(input, problems)).key;
  cache.set(compiledKey, { key: answers, problems, places } satisfies Compiled, 4 * bytes);
  return { key: answers, problems, slos: problems.map((problem) => problem.slos), timeLimitSeconds };
}

/**
 * The input without devices that no plan can use. With as many as every operator can use at once nothing binds, so more change no answer; and with fewer than a profile
 * needs, which is then not offered, fewer than it can use are left.
 */
function withUsefulDevices(input: PlanningInput, problems: readonly Problem[]): PlanningInput {
  const { infrastructure } = input;
  const pools = infrastructure.spec.pools.map((pool, p) => ({
    ...pool,
    count: Math.min(pool.count, Math.max(...problems.map((problem) => usefulDevices(problem, p)))),
  }));
  return { ...input, infrastructure: { ...infrastructure, spec: { ...infrastructure.spec, pools } } };
}

/** Most devices of a pool that the operators of a problem can use, however many there are. */
function usefulDevices(problem: Problem, pool: number): number {
  let devices = 0;
  for (const operator of problem.operators) {
    const each = operator.configurations.map(({ templates }) =>
      templates.reduce((sum, template) => (template.pool === pool ? sum + template.devices * usefulReplicas(problem, operator, template) : sum), 0),
    );
    devices += Math.max(0, ...each);
  }
  return devices;
}
