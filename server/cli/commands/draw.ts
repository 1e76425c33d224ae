import { writeFile } from "node:fs/promises";
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

/** Draws the pipeline as the canvas shows it, with the choices of a plan when one is given. Needs no browser. */
export async function draw(files: string[], options: DrawOptions, output: Output): Promise<ExitStatus> {
  const { documents, problems } = readFiles(files);
  if (hasErrors(problems)) throw new InputFailure(problems);
  const pipelines = documents.map((entry) => entry.document).filter((document): document is PipelineDocument => document.kind === "Pipeline");
  const [pipeline] = pipelines;
  if (!pipeline || pipelines.length > 1)
    throw failure("wrong-documents", `there are ${pipelines.length} pipelines`, "draw takes one pipeline, and beside it a Plan or a Frontier");
  const format = options.to ?? (options.out?.toLowerCase().endsWith(".png") ? "png" : "svg");
  const plan = planOf(
    documents.map((entry) => entry.document),
    options.plan,
  );
  const svg = drawPipelineSvg(pipeline, { theme: options.theme, ...(plan ? { plan } : {}) });
  if (format === "svg") {
    if (options.out) await writeFile(options.out, svg);
    else await output.write(svg);
    return EXIT.done;
  }
  if (!options.out) throw failure("invalid-option", "a PNG needs a file to go to", "add --out pipeline.png");
  const scale = Number(options.scale);
  if (!Number.isFinite(scale) || scale <= 0 || scale > 8) throw failure("invalid-option", `--scale is ${options.scale}`, "give a number above 0 and up to 8");
  const { pngOfSvg } = await import("../draw-png");
  await writeFile(options.out, await pngOfSvg(svg, scale));
  return EXIT.done;
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
