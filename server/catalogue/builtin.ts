import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CatalogueDocument } from "../../core/documents/catalogue";
import type { InfrastructureDocument } from "../../core/documents/infrastructure";
import type { Law } from "../profiler/fit-observations";
import type { LinearFit } from "../profiler/linear-fit";

/** Folder of the built-in documents, from the repository's root. */
export const BUILTIN_FOLDER = "server/catalogue/documents";

export interface BuiltinFile<D> {
  /** File name in the folder. */
  file: string;
  document: D;
}

function read<D>(root: string, prefix: string): BuiltinFile<D>[] {
  const folder = join(root, BUILTIN_FOLDER);
  return readdirSync(folder)
    .filter((file) => file.startsWith(prefix) && file.endsWith(".json"))
    .sort()
    .map((file) => ({ file, document: JSON.parse(readFileSync(join(folder, file), "utf8")) as D }));
}

let catalogues: BuiltinFile<CatalogueDocument>[] | null = null;
let infrastructures: BuiltinFile<InfrastructureDocument>[] | null = null;

/**
 * The built-in catalogue, one document per field; together they are one catalogue. Read once and shared: do not change it.
 * The files are checked against the schema by the tests, not again at each start.
 * @param root the repository's root (default: where the process runs)
 */
export function builtinCatalogueFiles(root: string = process.cwd()): readonly BuiltinFile<CatalogueDocument>[] {
  catalogues ??= read(root, "catalogue-");
  return catalogues;
}

/** The built-in infrastructure profiles. Read once and shared: do not change them. */
export function builtinInfrastructureFiles(root: string = process.cwd()): readonly BuiltinFile<InfrastructureDocument>[] {
  infrastructures ??= read(root, "infrastructure-");
  return infrastructures;
}

/** A performance law behind operating points of the built-in catalogue: the points, the fit and its residuals. */
export interface BuiltinLaw {
  /** Model, or implementation that is its own model. */
  model: string;
  device: string;
  devices: number;
  law: Law;
  source: string;
  fit: LinearFit;
}

let laws: BuiltinLaw[] | null = null;

/** The fits behind the built-in figures. Read once and shared: do not change them. */
export function builtinLawsOf(model: string, root: string = process.cwd()): BuiltinLaw[] {
  laws ??= JSON.parse(readFileSync(join(root, BUILTIN_FOLDER, "laws.json"), "utf8")) as BuiltinLaw[];
  return laws.filter((entry) => entry.model === model);
}

/** The built-in documents as one example of that name, for the use case that loads examples into a workspace. */
export function builtinExample(root: string = process.cwd()): { name: string; files: { name: string; text: string }[] } {
  const folder = join(root, BUILTIN_FOLDER);
  const files = readdirSync(folder)
    .filter((file) => /^(catalogue|infrastructure)-.*\.json$/.test(file))
    .sort()
    .map((file) => ({ name: file, text: readFileSync(join(folder, file), "utf8") }));
  return { name: "builtin", files };
}
