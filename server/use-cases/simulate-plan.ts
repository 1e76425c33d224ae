import { randomUUID } from "node:crypto";
import type { PlanBody } from "../../core/documents/plan";
import type { ArrivalPattern, PoolLoss, SimulationDocument } from "../../core/documents/simulation";
import { plainPlan } from "../../core/frontier/plan-store";
import { authorise } from "../auth/gate";
import type { SimulatorFailure } from "../simulator/pool";
import type { SimulationProgress } from "../simulator/simulation-input";
import type { Context } from "./context";
import { DomainError, notFound } from "./domain-error";
import { loadPlanningInput } from "./planning-input-of-run";
import { loadRun } from "./run-view";

export interface SimulatePlanInput {
  /** The run whose documents (exact versions) and frontier are meant. */
  runId: string;
  /** A plan of the run's frontier; several are a ladder, most accurate first. */
  planIds: string[];
  /** Instead: a plan for the same documents that is not in the run's frontier, such as one planned while a limit was being moved. */
  plan?: PlanBody | undefined;
  durationMs?: number | undefined;
  warmupMs?: number | undefined;
  seed?: number | undefined;
  arrivals?: ArrivalPattern | undefined;
  rateFactor?: number | undefined;
  poolLoss?: PoolLoss | undefined;
  cooldownMs?: number | undefined;
}

export type SimulationEvent = { type: "progress"; progress: SimulationProgress } | { type: "finished"; simulation: SimulationDocument };

/** More than this is minutes of work, for pictures that look the same. */
const MAX_EVENTS = 30_000_000;

/** Progress as it comes (only the newest when the reader is slow), then the simulation, then the end. Ends the simulation when `signal` does. */
export async function* simulatePlan(context: Context, input: SimulatePlanInput, signal?: AbortSignal): AsyncGenerator<SimulationEvent, void, void> {
  authorise(context.principal, "run:read");
  const run = await loadRun(context, input.runId);
  const planningInput = await loadPlanningInput(context.db, run.id);
  const plans = input.plan ? [input.plan] : input.planIds.map((planId) => planOf(run.frontier?.spec.plans ?? [], planId));
  if (plans.length === 0) throw new DomainError("invalid-input", "Choose a plan to simulate.", { field: "planIds" });
  const { durationMs, warmupMs, seed, arrivals, rateFactor, poolLoss, cooldownMs } = input;
  const options = {
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(warmupMs === undefined ? {} : { warmupMs }),
    ...(seed === undefined ? {} : { seed }),
    ...(arrivals ? { arrivals } : {}),
    ...(rateFactor === undefined ? {} : { rateFactor }),
    ...(poolLoss ? { poolLoss } : {}),
    ...(plans.length > 1 ? { ladder: cooldownMs === undefined ? {} : { cooldownMs } } : {}),
    maxEvents: MAX_EVENTS,
    charts: true,
  };
  const key = JSON.stringify([run.inputHash, input.plan ?? plans.map((plan) => plan.id), run.id, options]);
  let newest: SimulationProgress | null = null;
  let wake: () => void = () => {};
  const stop = new AbortController();
  const onAbort = () => stop.abort();
  if (signal?.aborted) stop.abort();
  signal?.addEventListener("abort", onAbort, { once: true });
  let outcome: { simulation: SimulationDocument } | { error: unknown } | null = null;
  const settled = context.simulations
    .run(
      key,
      { plans: plans.map((plan) => ({ input: planningInput, plan })), options },
      {
        signal: stop.signal,
        onProgress(progress) {
          newest = progress;
          wake();
        },
      },
    )
    .then(
      (simulation) => {
        outcome = { simulation };
      },
      (error: unknown) => {
        outcome = { error };
      },
    )
    .finally(() => wake());
  try {
    for (;;) {
      const result = outcome as { simulation: SimulationDocument } | { error: unknown } | null;
      if (result) {
        if ("error" in result) throw asDomainError(result.error);
        yield { type: "finished", simulation: result.simulation };
        return;
      }
      if (newest) {
        const progress: SimulationProgress = newest;
        newest = null;
        yield { type: "progress", progress };
        continue;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (newest || outcome) resolve();
      });
    }
  } finally {
    signal?.removeEventListener("abort", onAbort);
    // The reader has gone, or the result is out: nothing is left running.
    stop.abort();
    await settled;
  }
}

/** As an ordinary object: it goes on into a worker. */
function planOf(plans: readonly PlanBody[], planId: string): PlanBody {
  const found = plans.find((plan) => plan.id === planId);
  if (!found) throw notFound("plan", planId);
  return plainPlan(found);
}

function asDomainError(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== "SimulatorFailure") return error;
  const failure = error as SimulatorFailure;
  if (failure.code === "simulation-fault") {
    const id = randomUUID();
    console.error(`[${id}] simulator fault: ${failure.message}`, failure.details);
    return new DomainError("simulation-failed", `The simulator failed by a fault of its own. Nothing was lost. The log has more under ${id}.`, {
      reason: failure.code,
    });
  }
  return new DomainError("simulation-failed", failure.message, { reason: failure.code, details: failure.details });
}
