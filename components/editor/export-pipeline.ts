import { notifications } from "@mantine/notifications";
import { pipelineOfTables } from "@/core/graph/edit-tables";
import type { EditorStore } from "./editor-store";

export type ExportFormat = "yaml" | "json" | "svg" | "png";

const PNG_SCALE = 2;

function download(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width * PNG_SCALE;
  canvas.height = image.height * PNG_SCALE;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("The browser cannot draw pictures.");
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The drawing is too large for a PNG. Export it as SVG."))), "image/png"),
  );
}

/** Hands the pipeline to the browser as a file; pictures are drawn from the model, with the chosen plan. */
export async function exportPipeline(store: EditorStore, format: ExportFormat): Promise<void> {
  const { document: slice, choice, actions } = store.getState();
  const pipeline = pipelineOfTables(slice.tables);
  const name = pipeline.metadata.name;
  try {
    if (format === "yaml") {
      const { pipelineYaml } = await import("./pipeline-yaml");
      download(`${name}.yaml`, new Blob([pipelineYaml(pipeline)], { type: "application/yaml" }));
    } else if (format === "json") download(`${name}.json`, new Blob([`${JSON.stringify(pipeline, null, 2)}\n`], { type: "application/json" }));
    else {
      const theme = document.documentElement.dataset.mantineColorScheme === "dark" ? "dark" : "light";
      const { drawPipelineSvg } = await import("@/core/graph/draw-svg");
      const svg = drawPipelineSvg(pipeline, { theme, ...(choice.plan ? { plan: choice.plan } : {}) });
      download(`${name}.${format}`, format === "svg" ? new Blob([svg], { type: "image/svg+xml" }) : await pngOf(svg));
    }
    actions.announce(`${name}.${format} exported`);
  } catch (error) {
    notifications.show({ color: "red", title: "Not exported", message: error instanceof Error ? error.message : String(error) });
  }
}
