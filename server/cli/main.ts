import { Command, CommanderError, Option } from "commander";
import { PlanningError } from "../../core/metrics/planning-error";
import { SimulationError } from "../simulator/simulation-input";
import { diff } from "./commands/diff";
import { type DrawOptions, draw } from "./commands/draw";
import { type EvaluateOptions, evaluate } from "./commands/evaluate";
import { type PlanOptions, plan } from "./commands/plan";
import { schema } from "./commands/schema";
import { type SimulateOptions, simulate } from "./commands/simulate";
import { type ValidateOptions, validate } from "./commands/validate";
import { EXIT, type ExitStatus, InputFailure } from "./failure";
import { type Output, printable, processOutput, tellProblems } from "./output";

const FILES = "files, folders (their *.yaml, *.yml, *.json), builtin:catalogue or another built-in document, or - for the standard input";
const collect = (value: string, before: string[]): string[] => [...before, value];

/** Runs one command line and returns its exit status. Everything it says goes to `output`. */
export async function run(args: readonly string[], output: Output): Promise<ExitStatus> {
  let status: ExitStatus = EXIT.done;
  const program = new Command("trilemma")
    .description("Plans for compound AI pipelines: the exact trade-off of cost, latency and quality.")
    .showHelpAfterError("(trilemma --help shows what there is)")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void output.write(text),
      writeErr: output.warn,
      getOutHelpWidth: () => output.columns ?? 100,
      getErrHelpWidth: () => 100,
      outputError: (text, write) => write(text.replace(/^error: /, "trilemma: ")),
    })
    .addHelpText(
      "after",
      "\nExit status: 0 done; 1 a fault of trilemma; 2 the input is wrong; 3 no plan is feasible.\nExample: trilemma plan examples/visual-qa",
    );
  const format = (): Option => new Option("-f, --format <format>", "how to print it").choices(["table", "json", "csv"]).default("table");
  const set = (): Option =>
    new Option("--set <workload.settings.key=value>", "change a setting of the workload; may be given several times").argParser(collect).default([], "none");
  const ofClass = (): Option => new Option("--class <id>", "the query class, when the workload has several");

  program
    .command("validate")
    .description("tell every problem in every file, with line, column, code and a hint")
    .argument("<files...>", FILES)
    .addOption(new Option("-f, --format <format>", "text on standard error, or a list in JSON").choices(["text", "json"]).default("text"))
    .option("--strict", "take warnings as errors")
    .action(async (files: string[], options: ValidateOptions) => {
      status = await validate(files, options, output);
    });
  program
    .command("plan")
    .description("print the frontier: every plan that no other beats")
    .argument("<files...>", FILES)
    .option("--objectives <names>", "what to trade, such as cost,latency,quality (also energy, throughput, costPerHour)")
    .option("--explain", "tell what every hard target costs, also those that need a search of their own")
    .addOption(set())
    .addOption(ofClass())
    .addOption(format())
    .action(async (files: string[], options: PlanOptions) => {
      status = await plan(files, options, output);
    });
  program
    .command("evaluate")
    .description("recompute a Plan (or every plan of a Frontier) from its documents, and tell what differs")
    .argument("<files...>", FILES)
    .addOption(set())
    .addOption(ofClass())
    .addOption(format())
    .action(async (files: string[], options: EvaluateOptions) => {
      status = await evaluate(files, options, output);
    });
  program
    .command("simulate")
    .description("run a plan under its workload, event by event, and print what happens: a Plan given, or one of the frontier")
    .argument("<files...>", FILES)
    .option("--plan <id>", "the plan of the frontier (default: the cheapest)")
    .addOption(ofClass())
    .option("--duration <time>", "simulated time that is observed, such as 1h or 90s", "1h")
    .option("--warmup <time>", "simulated time before it", "5m")
    .option("--seed <number>", "the same seed gives the same bytes", "1")
    .option(
      "--arrivals <pattern>",
      "poisson, uniform, trace, curve, mmpp (bursty) or spike, such as spike:factor=3,at=10m,for=2m (default: the trace or curve of the class, else poisson)",
    )
    .option("--rate-factor <number>", "multiply every rate, such as 1.5 for half as much again")
    .option("--lose <pool@time>", "lose a pool, such as gpus@10m, or gpus@10m..20m when it comes back")
    .option("--ladder [cool-down]", "switch between plans of the frontier on the same machines as the one chosen, by the queued work (cool-down: 10s)")
    .option("--max-events <number>", "stop after so many events (default: 50 million)")
    .option("--charts", "add time series, histogram and quantiles to the JSON")
    .addOption(set())
    .addOption(new Option("-f, --format <format>", "how to print it (default: table on a terminal, else json)").choices(["json", "table"]))
    .action(async (files: string[], options: SimulateOptions) => {
      status = await simulate(files, options, output);
    });
  program
    .command("schema")
    .description("print the JSON Schema of a document kind, or of any document")
    .argument("[kind]", "Pipeline, Catalogue, Infrastructure, Workload, Plan or Frontier")
    .option("--markdown", "print the format reference instead")
    .action(async (kind: string | undefined, options: { markdown?: boolean }) => {
      status = await schema(kind, options, output);
    });

  program
    .command("diff")
    .description("tell what changed in meaning between two documents of one kind")
    .argument("<before>", "a file with one document")
    .argument("<after>", "a file with one document")
    .addOption(new Option("-f, --format <format>", "lines, or a list in JSON").choices(["text", "json"]).default("text"))
    .action(async (before: string, after: string, options: { format: "text" | "json" }) => {
      status = await diff(before, after, options, output);
    });

  program
    .command("draw")
    .description("draw the pipeline as SVG or PNG, with the choices of a plan when one is given")
    .argument("<files...>", FILES)
    .addOption(new Option("--to <format>", "svg (default, on the standard output without --out) or png").choices(["svg", "png"]))
    .option("-o, --out <file>", "where to write it; the name ends in .svg or .png, which says what is written")
    .addOption(new Option("--theme <theme>", "light or dark").choices(["light", "dark"]).default("light"))
    .option("--plan <id>", "the plan of a frontier whose choices are written into the drawing")
    .option("--scale <number>", "pixels of a PNG for each px of the drawing", "2")
    .action(async (files: string[], options: DrawOptions) => {
      status = await draw(files, options, output);
    });

  try {
    await program.parseAsync(args, { from: "user" });
    return status;
  } catch (error) {
    return statusOf(error, output);
  }
}

function statusOf(error: unknown, output: Output): ExitStatus {
  // Help and version end the parsing by an exception too.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.input;
  if (error instanceof InputFailure) {
    tellProblems(output, error.problems);
    return EXIT.input;
  }
  if (error instanceof SimulationError) {
    output.warn(`error ${error.code}: ${printable(error.message)}\n`);
    return EXIT.input;
  }
  if (error instanceof PlanningError) {
    output.warn(`error ${error.code}: ${printable(error.message)}\n`);
    for (const finding of error.problems.slice(1, 20)) output.warn(`  also: ${printable(finding)}\n`);
    return EXIT.input;
  }
  const fault = error instanceof Error ? error : new Error(String(error));
  output.warn(`trilemma: a fault of the program: ${printable(fault.message)}\n`);
  if (process.env.TRILEMMA_DEBUG) output.warn(`${fault.stack ?? ""}\n`);
  else output.warn("  hint: set TRILEMMA_DEBUG=1 to see where, and please report it\n");
  return EXIT.fault;
}

/** The command itself; the launcher calls it. */
export async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const output = processOutput();
  process.exitCode = await run(args.length === 0 ? ["--help"] : args, output);
}
