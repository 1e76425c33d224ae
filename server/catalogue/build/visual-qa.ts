import type { CatalogueDocument, Implementation, Profile } from "../../../core/documents/catalogue";
import type { InfrastructureDocument } from "../../../core/documents/infrastructure";
import type { PipelineDocument } from "../../../core/documents/pipeline";
import type { WorkloadDocument } from "../../../core/documents/workload";
import { cvFromP90 } from "../../profiler/spread";
import { END_TO_END_ACCURACY, EXECUTION_PROFILE, JELLYBEAN, MESSAGE_KIB, RATE_RPS, UPLINK_USD_PER_GIB, VARIANT_ACCURACY, WORKERS } from "../figures/jellybean";
import { tidy } from "./yaml";

const KIB = 1024;
const NAMES = {
  resnet18: "resnet-18",
  resnet34: "resnet-34",
  resnet50: "resnet-50",
  resnet101: "resnet-101",
  resnet152: "resnet-152",
  "wav2vec2-base-960h": "wav2vec2-base",
  "wav2vec2-large-960h-lv60-self": "wav2vec2-large",
} as const;
type Variant = keyof typeof NAMES;
type ImageVariant = keyof typeof MESSAGE_KIB.features;

function profilesOf(variant: string): Profile[] {
  return EXECUTION_PROFILE.filter((row) => row[0] === variant).map(([, worker, mean, p50, p90]) => ({
    device: worker,
    latencyMs: { mean, p50, p90 },
    cv: tidy(cvFromP90(mean, p90) ?? 0, 6),
    source: `${JELLYBEAN}; cv fitted to it`,
  }));
}

function image(variant: ImageVariant, title: string): Implementation {
  return {
    name: NAMES[variant],
    title,
    task: "image-embedding",
    outputBytes: MESSAGE_KIB.features[variant] * KIB,
    quality: [
      {
        value: tidy(VARIANT_ACCURACY[variant] / 100),
        metric: "top-5 accuracy",
        dataset: "ImageNet-1k",
        source: `${JELLYBEAN}, accuracy of the image models`,
        evidence: "measured",
      },
    ],
    profiles: profilesOf(variant),
  };
}

function speech(variant: "wav2vec2-base-960h" | "wav2vec2-large-960h-lv60-self", title: string): Implementation {
  return {
    name: NAMES[variant],
    title,
    task: "speech-to-text",
    outputBytes: MESSAGE_KIB.text * KIB,
    quality: [
      {
        value: tidy(1 - VARIANT_ACCURACY[variant] / 100),
        metric: "1 - word error rate",
        dataset: "LibriSpeech test-clean",
        source: `${JELLYBEAN}, accuracy of the speech models`,
        evidence: "measured",
      },
    ],
    profiles: profilesOf(variant),
  };
}

export function visualQaCatalogue(): CatalogueDocument {
  return {
    apiVersion: "trilemma/v1",
    kind: "Catalogue",
    metadata: {
      name: "visual-qa",
      title: "Visual question answering: measured models",
      description: `Service times of eight models on nine workers (${JELLYBEAN}).`,
    },
    spec: {
      implementations: [
        image("resnet18", "ResNet-18"),
        image("resnet34", "ResNet-34"),
        image("resnet50", "ResNet-50"),
        image("resnet101", "ResNet-101"),
        image("resnet152", "ResNet-152"),
        speech("wav2vec2-base-960h", "wav2vec 2.0 Base"),
        speech("wav2vec2-large-960h-lv60-self", "wav2vec 2.0 Large"),
        {
          name: "vqa-fusion",
          title: "VQA head",
          description: "Fuses the question with the image features and classifies the answer. Its quality is only known end to end (see the pipeline's table).",
          task: "visual-question-answering",
          profiles: profilesOf("vqa"),
        },
      ],
    },
  };
}

export function visualQaPipeline(): PipelineDocument {
  return {
    apiVersion: "trilemma/v1",
    kind: "Pipeline",
    metadata: {
      name: "visual-qa",
      title: "Visual question answering",
      description: `A spoken question about a picture, answered between an edge site and a cloud. The published instance of ${JELLYBEAN}: every quality is measured end to end.`,
      labels: { template: "true", area: "vision" },
      layout: {
        nodes: { image: { x: 0, y: 0 }, speech: { x: 0, y: 160 }, features: { x: 260, y: 0 }, asr: { x: 260, y: 160 }, answer: { x: 520, y: 80 } },
      },
    },
    spec: {
      inputs: [
        { id: "image", at: "edge", type: "image" },
        { id: "speech", at: "edge", type: "audio" },
      ],
      operators: [
        { id: "features", title: "Image features", task: "image-embedding" },
        { id: "asr", title: "Speech recognition", task: "speech-to-text" },
        { id: "answer", title: "Answer", task: "visual-question-answering" },
      ],
      edges: [
        { from: "image", to: "features", bytes: MESSAGE_KIB.image * KIB },
        { from: "speech", to: "asr", bytes: MESSAGE_KIB.speech * KIB },
        { from: "features", to: "answer", bytes: 8196 },
        { from: "asr", to: "answer", bytes: MESSAGE_KIB.text * KIB },
      ],
      quality: {
        model: "table",
        values: END_TO_END_ACCURACY.map(([features, asr, percent]) => ({
          when: { features: NAMES[features as Variant], asr: NAMES[asr as Variant] },
          value: tidy(percent / 100),
          source: `${JELLYBEAN}, end-to-end accuracy`,
        })),
      },
    },
  };
}

export function visualQaInfrastructure(): InfrastructureDocument {
  return {
    apiVersion: "trilemma/v1",
    kind: "Infrastructure",
    metadata: {
      name: "visual-qa",
      title: "Five edge boxes and four cloud machines",
      description: `Nine workers of one device each (${JELLYBEAN}). Data may go up to the cloud and not come back.`,
    },
    spec: {
      tiers: [
        { id: "edge", title: "Edge" },
        { id: "cloud", title: "Cloud" },
      ],
      pools: WORKERS.map(([worker, tier, pricePerHourUsd]) => ({
        id: `${tier}-${worker}`,
        tier,
        device: worker,
        count: 1,
        pricePerHourUsd,
        billing: "reserved" as const,
        source: `${JELLYBEAN}, worker prices`,
      })),
      links: [
        {
          from: "edge",
          to: "cloud",
          pricePerGiBUsd: UPLINK_USD_PER_GIB,
          source: `${JELLYBEAN}, link cost 1.0 scaled by 0.1; the source gives no round trip and no bandwidth, so transfers take no time here`,
        },
      ],
    },
  };
}

export function visualQaWorkload(): WorkloadDocument {
  return {
    apiVersion: "trilemma/v1",
    kind: "Workload",
    metadata: {
      name: "visual-qa",
      title: "40 questions per second",
      description: `Rate of ${JELLYBEAN}. Targets are soft, so that the whole frontier stays in view.`,
    },
    spec: {
      settings: { objectives: ["cost", "latency", "quality"], statistic: "p90", queueing: "none" },
      classes: [
        {
          id: "questions",
          title: "Spoken questions",
          pipeline: "visual-qa",
          rateRps: RATE_RPS,
          at: "edge",
          slos: [
            { metric: "latency", statistic: "p90", op: "<=", value: 150, hard: false, weight: 1 },
            { metric: "quality", op: ">=", value: 0.56, hard: false, weight: 1 },
            { metric: "costPerHour", op: "<=", value: 10, hard: false, weight: 1 },
          ],
        },
      ],
    },
  };
}
