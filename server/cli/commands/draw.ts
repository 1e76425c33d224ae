import { writeFile } from "node:fs/promises";
import { extname } from "node:path";
import type { PipelineDocument } from "../../../core/documents/pipeline";
import type { PlanBody } from "../../../core/documents/plan";
import { hasErrors } from "../../../core/documents/problem";
import { drawPipelineSvg } from "../../../core/graph/draw-svg";
import { EXIT, type ExitStatus, failure, InputFailure } from "../failure";
import type { Output } from "../output";
import { readFiles } from "../read-files";

export interface DrawOptions {
  to?: "svg" | "png";
  out?: string;
  theme: "light" | "dark";
  plan?: string;
  scale: string;
}

/** Why a file cannot be written, by the code of the system. */
const REASONS: Record<string, string> = {
  ENOENT: "the folder does not exist",
  ENOTDIR: "a part of the path is no folder",
  EISDIR: "it is a folder",
  EACCES: "no permission",
  EPERM: "no permission",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
};

/** Draws the pipeline as the canvas shows it, with the choices of a plan when one is given. Needs no browser. */
export async function draw(files: string[], options: DrawOptions, output: Output): Promise<ExitStatus> {
  const { documents, problems } = readFiles(files);
  if (hasErrors(problems)) throw new InputFailure(problems);
  const pipelines = documents.map((entry) => entry.document).filter((document): document is PipelineDocument => document.kind === "Pipeline");
  const [pipeline] = pipelines;
  if (!pipeline || pipelines.length > 1)
    throw failure("wrong-documents", `there are ${pipelines.length} pipelines`, "draw takes one pipeline, and beside it a Plan or a Frontier");
  const format = formatOf(options);
  const plan = planOf(
    documents.map((entry) => entry.document),
    options.plan,
  );
  const svg = drawPipelineSvg(pipeline, { theme: options.theme, ...(plan ? { plan } : {}) });
  if (format === "svg") {
    if (options.out) await writeOut(options.out, svg);
    else await output.write(svg);
    return EXIT.done;
  }
  if (!options.out) throw failure("invalid-option", "a PNG needs a file to go to", "add --out pipeline.png");
  const scale = Number(options.scale);
  if (!Number.isFinite(scale) || scale <= 0 || scale > 8) throw failure("invalid-option", `--scale is ${options.scale}`, "give a number above 0 and up to 8");
  const { pngOfSvg } = await import("../draw-png");
  await writeOut(options.out, await pngOfSvg(svg, scale));
  return EXIT.done;
}

/** `--to`, else the ending of the file's name, which must not promise a format that is not written. */
function formatOf({ to, out }: DrawOptions): "svg" | "png" {
  if (out === undefined) return to ?? "svg";
  const ending = extname(out).toLowerCase();
  if (ending !== ".svg" && ending !== ".png")
    throw failure("invalid-option", `--out: \`${out}\` ends neither in .svg nor in .png`, "draw writes SVG and PNG; give a name that ends so");
  const named = ending === ".png" ? "png" : "svg";
  if (to !== undefined && to !== named) throw failure("invalid-option", `--to ${to} and --out ${out} contradict each other`, "leave --to out");
  return named;
}

async function writeOut(file: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFile(file, content);
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw failure(
      "invalid-option",
      `--out: \`${file}\` cannot be written: ${REASONS[code] ?? message}`,
      "give a file in a folder that exists and may be written to",
    );
  }
}

function planOf(documents: readonly { kind: string; spec: unknown }[], wanted: string | undefined): PlanBody | undefined {
  const plans = documents.flatMap((document) =>
    document.kind === "Frontier" ? (document.spec as { plans: PlanBody[] }).plans : document.kind === "Plan" ? [document.spec as PlanBody] : [],
  );
  if (wanted === undefined) return documents.some((document) => document.kind === "Plan") ? plans[0] : undefined;
  const plan = plans.find((candidate) => candidate.id === wanted);
  if (!plan) throw failure("invalid-option", `no plan given is called ${wanted}`, "give a Frontier or Plan document beside the pipeline");
  return plan;
}
