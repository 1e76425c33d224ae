import { notifications } from "@mantine/notifications";
import { decodeText } from "@/core/documents/decode";
import { pasteYaml } from "./clipboard";
import type { EditorServices } from "./editor-services";
import type { EditorStore } from "./editor-store";

const MOST_BYTES = 20_000_000;

/** Draws the pipelines of files into this one, at a place of the canvas or beside what is there; one undo step for each file. */
export async function importFiles(store: EditorStore, services: EditorServices, files: readonly File[], at?: { x: number; y: number }): Promise<void> {
  if (store.getState().document.readOnly) return;
  for (const file of files) {
    if (file.size > MOST_BYTES) {
      notifications.show({ color: "red", title: `${file.name} was not imported`, message: "It is larger than 20 MB." });
      continue;
    }
    const decoded = decodeText(new Uint8Array(await file.arrayBuffer()), file.name);
    if ("problem" in decoded) {
      const { message, hint, line } = decoded.problem;
      notifications.show({ color: "red", title: `${file.name} was not imported`, message: `Line ${line}: ${message} (${hint})` });
    } else if (!(await pasteYaml(store, services, decoded.text, at)))
      notifications.show({ color: "red", title: `${file.name} was not imported`, message: "It is no YAML or JSON document of a pipeline." });
  }
}

/** Asks for files and draws their pipelines into this one. */
export function chooseAndImport(store: EditorStore, services: EditorServices): void {
  const field = document.createElement("input");
  field.type = "file";
  field.multiple = true;
  field.accept = ".yaml,.yml,.json,application/json,application/yaml";
  field.addEventListener("change", () => void importFiles(store, services, [...(field.files ?? [])]));
  field.click();
}
