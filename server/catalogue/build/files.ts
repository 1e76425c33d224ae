import { builtinCatalogues } from "./catalogues";
import { catalogueGuide } from "./guide";
import { builtinInfrastructures } from "./infrastructures";
import { toJson } from "./json";
import { builtinLaws } from "./laws-file";
import { AGENT_TEMPLATES } from "./templates/agent-templates";
import { LANGUAGE_TEMPLATES } from "./templates/language-templates";
import { SPEECH_TEMPLATES } from "./templates/speech-templates";
import { templateDocuments } from "./templates/template";
import { VISION_TEMPLATES } from "./templates/vision-templates";
import { visualQaCatalogue, visualQaInfrastructure, visualQaPipeline, visualQaWorkload } from "./visual-qa";
import { toYaml } from "./yaml";

const NOTE = "Made by `npx tsx server/catalogue/build/write.ts`; change the figures there.";

export const TEMPLATES = [...LANGUAGE_TEMPLATES, ...AGENT_TEMPLATES, ...SPEECH_TEMPLATES, ...VISION_TEMPLATES];

/** Every generated document: path from the repository's root -> text. */
export function generatedFiles(): Map<string, string> {
  const files = new Map<string, string>();
  const visualQa = "The visual question answering instance of JellyBean (VLDB 2023), as documents of ours.";
  files.set("examples/visual-qa/pipeline.yaml", toYaml([visualQaPipeline()], `${visualQa}\n${NOTE}`));
  files.set("examples/visual-qa/catalogue.yaml", toYaml([visualQaCatalogue()], `${visualQa}\n${NOTE}`));
  files.set("examples/visual-qa/infrastructure.yaml", toYaml([visualQaInfrastructure()], `${visualQa}\n${NOTE}`));
  files.set("examples/visual-qa/workload.yaml", toYaml([visualQaWorkload()], `${visualQa}\n${NOTE}`));
  for (const spec of TEMPLATES) {
    const documents = templateDocuments(spec);
    for (const part of ["pipeline", "catalogue", "infrastructure", "workload"] as const) {
      files.set(`examples/${spec.name}/${part}.yaml`, toYaml([documents[part]], `${spec.title}.\n${NOTE}`));
    }
  }
  for (const document of builtinCatalogues()) files.set(`server/catalogue/documents/catalogue-${document.metadata.name}.json`, `${toJson(document)}\n`);
  for (const document of builtinInfrastructures())
    files.set(`server/catalogue/documents/infrastructure-${document.metadata.name}.json`, `${toJson(document)}\n`);
  files.set("server/catalogue/documents/laws.json", `${toJson(builtinLaws())}\n`);
  files.set("docs/catalogue.md", catalogueGuide());
  return files;
}
