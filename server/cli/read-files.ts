import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ParsedDocument, parseBytes } from "../../core/documents/parse";
import type { Problem } from "../../core/documents/problem";
import { BUILTIN_FOLDER } from "../catalogue/builtin";

/** Documents and problems of everything named on the command line. */
export interface ReadResult {
  documents: ParsedDocument[];
  problems: Problem[];
  files: string[];
}

/** Name of the standard input in messages. */
const STDIN = "<stdin>";

/** What comes with Trilemma: `builtin:catalogue` (all of it), or one document such as `builtin:catalogue-speech` or `builtin:infrastructure-edge-cloud`. */
const BUILTIN = "builtin:";

/** The command runs from its source or from a bundle, so the folder is looked for upwards. */
function builtinFolder(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); at !== dirname(at); at = dirname(at))
    if (existsSync(join(at, BUILTIN_FOLDER))) return join(at, BUILTIN_FOLDER);
  return BUILTIN_FOLDER;
}

function builtinFiles(arg: string, problems: Problem[]): string[] {
  const folder = builtinFolder();
  const wanted = arg.slice(BUILTIN.length);
  const names = readdirSync(folder)
    .filter((name) => /^(catalogue|infrastructure)-.*\.json$/.test(name))
    .map((name) => name.replace(/\.json$/, ""))
    .sort();
  const found = names.filter((name) => name === wanted || (wanted === "catalogue" && name.startsWith("catalogue-")));
  if (found.length === 0)
    problems.push({
      ...unreadable(arg, "nothing built in has this name"),
      hint: `there are ${["catalogue", ...names].map((name) => BUILTIN + name).join(", ")}`,
    });
  return found.map((name) => join(folder, `${name}.json`));
}

/** Reads files, folders (their *.yaml, *.yml and *.json), what is built in (`builtin:catalogue`) and, for `-`, the standard input. Never throws: what cannot be read is a problem. */
export function readFiles(args: readonly string[]): ReadResult {
  const result: ReadResult = { documents: [], problems: [], files: [] };
  for (const file of args.flatMap((arg) => filesOf(arg, result.problems))) {
    if (result.files.includes(file)) continue;
    result.files.push(file);
    const bytes = bytesOf(file, result.problems);
    if (!bytes) continue;
    const { documents, problems } = parseBytes(bytes, file);
    result.documents.push(...documents);
    result.problems.push(...problems);
  }
  return result;
}

function filesOf(arg: string, problems: Problem[]): string[] {
  if (arg === "-") return [STDIN];
  if (arg.startsWith(BUILTIN)) return builtinFiles(arg, problems);
  try {
    if (!statSync(arg).isDirectory()) return [arg];
    const names = readdirSync(arg)
      .filter((name) => /\.(ya?ml|json)$/i.test(name))
      .sort();
    if (names.length === 0) problems.push(unreadable(arg, "the folder has no *.yaml, *.yml or *.json file"));
    return names.map((name) => join(arg, name));
  } catch (error) {
    problems.push(unreadable(arg, reasonOf(error)));
    return [];
  }
}

function bytesOf(file: string, problems: Problem[]): Uint8Array | undefined {
  try {
    return readFileSync(file === STDIN ? 0 : file);
  } catch (error) {
    // A closed standard input reads as empty.
    if (file === STDIN && (error as NodeJS.ErrnoException).code === "EOF") return new Uint8Array();
    problems.push(unreadable(file, reasonOf(error)));
    return undefined;
  }
}

function unreadable(file: string, message: string): Problem {
  return { code: "unreadable-file", severity: "error", message, file, path: [] };
}

const REASONS: Record<string, string> = {
  ENOENT: "no such file or folder",
  EACCES: "no permission to read it",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is not a folder",
  ELOOP: "too many symbolic links",
  ENAMETOOLONG: "the name is too long",
  EAGAIN: "nothing is given on the standard input",
};

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ""] ?? message;
}
