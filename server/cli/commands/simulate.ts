import type { FrontierDocument } from "../../../core/documents/frontier";
import { didYouMean, listNames } from "../../../core/documents/nearest";
import type { ParsedDocument } from "../../../core/documents/parse";
import type { PlanBody } from "../../../core/documents/plan";
import type { SimulationDocument } from "../../../core/documents/simulation";
import type { Settings } from "../../../core/documents/workload";
import { planFrontier } from "../../planner/plan";
import { ladderOfFrontier } from "../../simulator/ladder-of-frontier";
import { simulate as runSimulation } from "../../simulator/simulate";
import type { SimulatedPlan, SimulationOptions } from "../../simulator/simulation-input";
import { arrivalsOf, poolLossOf } from "../arrivals-option";
import { durationMs, durationText } from "../duration";
import { EXIT, type ExitStatus, failure } from "../failure";
import { count, short } from "../numbers";
import type { Output } from "../output";
import { progressLine } from "../progress-line";
import { readChecked, selectInput } from "../select-input";
import { settingsOf } from "../settings-option";
import { simulationTable } from "../simulation-table";
import { writeFrontier } from "./plan";

export interface SimulateOptions {
  format?: "json" | "table";
  plan?: string;
  class?: string;
  duration: string;
  warmup: string;
  seed: string;
  arrivals?: string;
  rateFactor?: string;
  lose?: string;
  maxEvents?: string;
  charts?: boolean;
  ladder?: boolean | string;
  set: string[];
}

/** Simulates a plan: the Plans given, or one of the frontier given or computed. Prints JSON unless a terminal reads it. Status 3 when no plan is feasible. */
export async function simulate(files: readonly string[], options: SimulateOptions, output: Output): Promise<ExitStatus> {
  const simulationOptions = optionsOf(options);
  const settings = settingsOf(options.set, undefined);
  const { documents } = await readChecked(files, output);
  checkPoolLoss(simulationOptions, documents);
  const format = options.format ?? (output.columns === undefined ? "json" : "table");
  const chosen = await choosePlans(documents, options, settings, output);
  if ("infeasible" in chosen) {
    await writeFrontier(chosen.infeasible, [], format, output);
    return EXIT.infeasible;
  }
  const document = runSimulation({ plans: chosen.plans, options: simulationOptions }, simulationProgress(output));
  if (output.isInteractive) output.warn("\r\u001b[2K");
  tellEarlyEnd(document, simulationOptions, output);
  await output.write(format === "json" ? `${JSON.stringify(document, null, 2)}\n` : simulationTable(document));
  return EXIT.done;
}

function optionsOf(options: SimulateOptions): SimulationOptions {
  return {
    durationMs: durationMs(options.duration, "--duration"),
    warmupMs: durationMs(options.warmup, "--warmup"),
    seed: numberOf(options.seed, "--seed"),
    ...(options.arrivals === undefined ? {} : { arrivals: arrivalsOf(options.arrivals) }),
    ...(options.rateFactor === undefined ? {} : { rateFactor: numberOf(options.rateFactor, "--rate-factor") }),
    ...(options.lose === undefined ? {} : { poolLoss: poolLossOf(options.lose) }),
    ...(options.maxEvents === undefined ? {} : { maxEvents: numberOf(options.maxEvents, "--max-events") }),
    ...(options.charts ? { charts: true } : {}),
    ...(options.ladder ? { ladder: typeof options.ladder === "string" ? { cooldownMs: durationMs(options.ladder, "--ladder") } : {} } : {}),
  };
}

/** A pool that no infrastructure has cannot be lost; `api` stands for hosted interfaces. */
function checkPoolLoss({ poolLoss }: SimulationOptions, documents: readonly ParsedDocument[]): void {
  const pools = documents.flatMap(({ document }) => (document.kind === "Infrastructure" ? document.spec.pools.map(({ id }) => id) : []));
  if (!poolLoss || poolLoss.pool === "api" || pools.length === 0 || pools.includes(poolLoss.pool)) return;
  throw failure("invalid-option", `--lose: there is no pool \`${poolLoss.pool}\`${didYouMean(poolLoss.pool, pools)}`, `pools are ${listNames(pools, 20)}`);
}

/** Tells a run that ended before the time asked for, which in JSON is only one key among many. */
function tellEarlyEnd({ spec }: SimulationDocument, { durationMs: asked = 0 }: SimulationOptions, output: Output): void {
  if (spec.stopped !== "events") return;
  const observed =
    spec.seconds > 0
      ? `after ${spec.seconds < 7200 ? durationText(spec.seconds) : `${short(spec.seconds / 3600)} h`} of the ${durationText(asked / 1000)} asked for`
      : "within the warm-up";
  output.warn(`warning: stopped at the limit of ${count(spec.events ?? 0)} events, ${observed}\n  hint: raise --max-events, or give a shorter time\n`);
}

function numberOf(text: string, option: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw failure("invalid-option", `${option}: \`${text}\` is not a number`);
  return value;
}

type Chosen = { plans: SimulatedPlan[] } | { infeasible: FrontierDocument };

async function choosePlans(documents: readonly ParsedDocument[], options: SimulateOptions, settings: Partial<Settings>, output: Output): Promise<Chosen> {
  const given = documents.flatMap(({ document }) => (document.kind === "Plan" ? [document] : []));
  const frontiers = documents.flatMap(({ document }) => (document.kind === "Frontier" ? [document] : []));
  if (frontiers.length > 1 || (frontiers.length > 0 && given.length > 0)) {
    throw failure("wrong-documents", "more than one answer is given to choose a plan from", "give Plans, or one Frontier with --plan ID, or neither");
  }
  if (given.length > 0) {
    if (options.ladder)
      throw failure("wrong-documents", "--ladder needs a frontier to find its steps in", "give a Frontier, or only the documents to plan from");
    const wanted = options.plan === undefined ? given : given.filter(({ spec, metadata }) => spec.id === options.plan || metadata.name === options.plan);
    if (wanted.length === 0) throw failure("invalid-option", `--plan: no Plan given has the id \`${options.plan}\``);
    return {
      plans: wanted.map(({ spec }) => ({
        input: selectInput(documents, {
          classId: spec.class ?? options.class,
          pipelineName: spec.pipeline,
          settings: { ...(spec.statistic ? { statistic: spec.statistic } : {}), ...settings },
        }),
        plan: spec,
      })),
    };
  }
  const [frontier] = frontiers;
  const input = selectInput(documents, {
    classId: options.class ?? frontier?.spec.class,
    ...(frontier?.spec.pipeline === undefined ? {} : { pipelineName: frontier.spec.pipeline }),
    settings: { ...(frontier ? { objectives: frontier.spec.objectives, statistic: frontier.spec.statistic } : {}), ...settings },
  });
  const answer = frontier ?? (await withProgress<FrontierDocument>(output, (control) => planFrontier(input, control)));
  if (answer.spec.plans.length === 0) return { infeasible: answer };
  const base = pick(answer.spec.plans, options.plan);
  if (!options.ladder) return { plans: [{ input, plan: base }] };
  const steps = ladderOfFrontier(input, answer.spec.plans, base);
  if (steps.length < 2) {
    throw failure(
      "invalid-option",
      `--ladder: no other plan of the frontier runs on the machines of ${base.id}`,
      "choose another with --plan ID, or plan with more implementations for the same devices",
    );
  }
  return { plans: steps.map((plan) => ({ input, plan })) };
}

async function withProgress<Result>(output: Output, work: (control: ReturnType<typeof progressLine>["control"]) => Result | Promise<Result>): Promise<Result> {
  const progress = progressLine(output);
  try {
    return await work(progress.control);
  } finally {
    progress.clear();
  }
}

/** The plan of this id, or the cheapest; the first of equally cheap ones. */
function pick(plans: readonly PlanBody[], id: string | undefined): PlanBody {
  if (id === undefined) return plans.reduce((best, plan) => (plan.metrics.costPerThousandUsd < best.metrics.costPerThousandUsd ? plan : best));
  const found = plans.find((plan) => plan.id === id);
  if (found) return found;
  const ids = plans.map((plan) => plan.id);
  throw failure("invalid-option", `--plan: the frontier has no plan \`${id}\`${didYouMean(id, ids)}`, `it has ${listNames(ids)}`);
}

const EVERY_MS = 200;

/** One line of progress on an interactive standard error. */
function simulationProgress(output: Output): Parameters<typeof runSimulation>[1] {
  if (!output.isInteractive) return {};
  let shownMs = performance.now();
  return {
    onProgress: ({ fraction, events }) => {
      const nowMs = performance.now();
      if (nowMs - shownMs < EVERY_MS) return;
      shownMs = nowMs;
      output.warn(`\r\u001b[2KSimulating: ${Math.round(fraction * 100)} %, ${(events / 1e6).toFixed(1)} million events`);
    },
  };
}
