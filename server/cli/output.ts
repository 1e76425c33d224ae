import { writeSync } from "node:fs";
import { type Problem, pathText } from "../../core/documents/problem";

/** Where a command writes; the tests give their own. */
export interface Output {
  /** Writes to standard output, waiting until it takes more. */
  write: (text: string) => Promise<void>;
  /** Writes to standard error at once. */
  warn: (text: string) => void;
  /** Width of the terminal on standard output; undefined when it is none. */
  columns?: number;
  /** Whether standard error is a terminal that may show progress. */
  isInteractive: boolean;
  /** Whether standard error shows colours. */
  hasColour: boolean;
}

/** The process's own streams. A reader that went away (`| head`) ends the command quietly. */
export function processOutput(): Output {
  const { stdout, stderr, env } = process;
  for (const stream of [stdout, stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(0);
      throw error;
    });
  }
  return {
    write: (text) =>
      new Promise((resolve) => {
        if (stdout.write(text)) resolve();
        else stdout.once("drain", resolve);
      }),
    warn: (text) => {
      try {
        writeSync(2, text);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code !== "EPIPE" && code !== "EAGAIN") throw error;
        if (code === "EAGAIN") stderr.write(text);
      }
    },
    columns: stdout.isTTY ? stdout.columns : undefined,
    isInteractive: Boolean(stderr.isTTY) && env.TERM !== "dumb",
    hasColour: Boolean(stderr.isTTY) && !env.NO_COLOR && env.TERM !== "dumb",
  };
}

/** Text of a document as one line that cannot move the cursor or change the terminal. */
export function printable(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, " ").replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}

/** A problem as lines: `file:line:column: error code: message`, then the hint. */
export function problemText(problem: Problem, hasColour: boolean): string {
  const paint = (code: number, text: string): string => (hasColour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(":");
  const path = problem.line === undefined && problem.path.length > 0 ? ` (${pathText(problem.path)})` : "";
  const level = problem.severity === "error" ? paint(31, "error") : paint(33, "warning");
  const lines = [`${place === "" ? "" : `${paint(1, printable(place))}: `}${level} ${problem.code}: ${printable(problem.message)}${path}`];
  if (problem.hint !== undefined) lines.push(`  hint: ${printable(problem.hint)}`);
  return `${lines.join("\n")}\n`;
}

/** Tells problems on standard error; at most so many, as nobody reads more. */
export function tellProblems(output: Output, problems: readonly Problem[], limit = 200): void {
  for (const problem of problems.slice(0, limit)) output.warn(problemText(problem, output.hasColour));
  if (problems.length > limit) output.warn(`... and ${problems.length - limit} more\n`);
}
