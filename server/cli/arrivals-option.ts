import { didYouMean, listNames } from "../../core/documents/nearest";
import { type ArrivalPattern, arrivalPattern, type PoolLoss } from "../../core/documents/simulation";
import { problemsOfIssues } from "../../core/documents/zod-problems";
import { durationMs } from "./duration";
import { failure } from "./failure";

/** What may follow a pattern's name after a colon, and the key it sets. */
const PARAMETERS: Record<ArrivalPattern["kind"], Record<string, { key: string; isDuration?: true }>> = {
  poisson: {},
  uniform: {},
  trace: {},
  curve: {},
  mmpp: { factor: { key: "burstFactor" }, share: { key: "burstShare" }, for: { key: "burstMs", isDuration: true } },
  spike: { factor: { key: "factor" }, at: { key: "atMs", isDuration: true }, for: { key: "forMs", isDuration: true } },
};
const KINDS = Object.keys(PARAMETERS) as ArrivalPattern["kind"][];

/** The pattern of `--arrivals poisson` or `--arrivals spike:factor=3,at=10m,for=2m`. Throws InputFailure naming what is wrong. */
export function arrivalsOf(text: string): ArrivalPattern {
  const [name = "", rest = ""] = text.split(/:(.*)/s);
  const kind = name === "bursty" ? "mmpp" : (KINDS.find((known) => known === name) ?? null);
  if (kind === null) throw failure("invalid-option", `--arrivals: unknown pattern \`${name}\`${didYouMean(name, KINDS)}`, `patterns are ${listNames(KINDS)}`);
  const known = PARAMETERS[kind];
  const value: Record<string, unknown> = { kind };
  for (const assignment of rest.split(",").filter((part) => part !== "")) {
    const [parameter = "", given = ""] = assignment.split(/=(.*)/s);
    const target = known[parameter];
    if (!target) {
      const names = Object.keys(known);
      throw failure(
        "invalid-option",
        `--arrivals ${kind}: unknown parameter \`${parameter}\`${didYouMean(parameter, names)}`,
        names.length > 0 ? `it has ${listNames(names)}` : "it has none",
      );
    }
    value[target.key] = target.isDuration ? durationMs(given, `--arrivals ${parameter}`) : Number(given);
  }
  const result = arrivalPattern.safeParse(value);
  if (result.success) return result.data;
  const [problem] = problemsOfIssues(result.error.issues, arrivalPattern, value);
  const [parameter = ""] = Object.entries(known).find(([, { key }]) => key === problem?.path.at(-1)) ?? [];
  throw failure(
    "invalid-option",
    `--arrivals ${kind}: ${problem?.message.replace(/`\w+`/, `\`${parameter}\``)}`,
    "write it as --arrivals spike:factor=3,at=10m,for=2m",
  );
}

/** The loss of `--lose POOL@10m` or `--lose POOL@10m..20m`. Throws InputFailure. */
export function poolLossOf(text: string): PoolLoss {
  const match = /^([^@]+)@([^@]+?)(?:\.\.([^@]+))?$/.exec(text);
  if (!match) throw failure("invalid-option", `--lose: \`${text}\` does not say when`, "write --lose POOL@10m, or --lose POOL@10m..20m when it comes back");
  const [, pool = "", at = "", until] = match;
  const atMs = durationMs(at, "--lose");
  const untilMs = until === undefined ? undefined : durationMs(until, "--lose");
  if (untilMs !== undefined && untilMs <= atMs)
    throw failure("invalid-option", "--lose: the pool would be back before it is lost", "write the earlier time first");
  return { pool, atMs, ...(untilMs === undefined ? {} : { untilMs }) };
}
