import type { CatalogueDocument, Implementation, Model } from "../../../core/documents/catalogue";
import { agenticImplementations } from "./agentic";
import { apiModels } from "./api-models";
import { byName } from "./common";
import { controlImplementations } from "./control";
import { knowledgeImplementations } from "./knowledge";
import { languageImplementations } from "./language";
import { languageModels } from "./language-models";
import { speechImplementations } from "./speech";
import { visionCatalogue } from "./vision";

function document(name: string, title: string, description: string, models: Model[], implementations: Implementation[]): CatalogueDocument {
  return {
    apiVersion: "trilemma/v1",
    kind: "Catalogue",
    metadata: { name, title, description, labels: { builtin: "true" } },
    spec: models.length > 0 ? { models, implementations } : { implementations },
  };
}

let built: CatalogueDocument[] | null = null;

/** The built-in catalogue, one document per field; the planner reads them as one. */
export function builtinCatalogues(): CatalogueDocument[] {
  if (built) return built;
  const language = languageImplementations();
  const agentic = agenticImplementations();
  const speech = speechImplementations();
  const vision = visionCatalogue();
  const knowledge = knowledgeImplementations();
  const control = controlImplementations();
  byName([...language, ...agentic, ...speech, ...vision.implementations, ...knowledge, ...control]);
  built = [
    document(
      "language-models",
      "Language models",
      "Self-hosted and hosted language and vision-language models, and the tasks that are done by asking one.",
      [...languageModels(), ...apiModels()],
      language,
    ),
    document("agents", "Agents, code and video", "Workflows measured end to end: code generation, code execution, video question answering.", [], agentic),
    document("speech", "Speech", "Speech to text, text to speech, who speaks when.", [], speech),
    document("vision", "Vision", "Detection, tracking, classification, features, reading and drawing pictures.", vision.models, vision.implementations),
    document("knowledge", "Knowledge", "Embeddings, indexes, rerankers, web search.", [], knowledge),
    document("control", "Control", "Moderation, routing, classification.", [], control),
  ];
  return built;
}
