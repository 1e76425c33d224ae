import type { Implementation, Model, Profile } from "../../../core/documents/catalogue";
import { fitBatchLatency, predictBatchLatency } from "../../profiler/batch-law";
import { fitRelative, type LinearFit, predict } from "../../profiler/linear-fit";
import { numberOf, optionalNumber, readFigures, textOf } from "../figures/read";
import { assumedQuality, measuredShare } from "./common";
import { deviceOf } from "./devices";
import { MLENERGY, PADDLEOCR, remembered, TIMM, YOLOX } from "./sources";
import { tidy } from "./yaml";

/** V100 time of the detectors against their arithmetic, to place the two that were not timed. */
export function detectorLaw(): LinearFit {
  const timed = readFigures("detection-models.csv").filter((row) => optionalNumber(row, "v100_ms") !== null);
  return fitRelative(
    ["fixed ms", "ms per GFLOP"],
    timed.map((row) => ({ features: [1, numberOf(row, "gflops")], y: numberOf(row, "v100_ms") })),
  );
}

function detection(): Implementation[] {
  const law = detectorLaw();
  return readFigures("detection-models.csv").map((row): Implementation => {
    const model = textOf(row, "model");
    const gflops = numberOf(row, "gflops");
    const timed = optionalNumber(row, "v100_ms");
    const estimate = predict(law, [1, gflops]);
    const v100 = timed ?? estimate.value;
    const memoryGiB = tidy(1 + numberOf(row, "params_m") / 100, 3);
    const scaled = (device: string, factor: number, reasoning: string): Profile => ({
      device,
      latencyMs: { mean: tidy(v100 * factor, 4) },
      cv: 0.1,
      memoryGiB,
      powerW: deviceOf(device).boardPowerW,
      source: `assumed: ${reasoning}`,
      evidence: "assumed",
    });
    const profiles: Profile[] = [
      timed !== null
        ? {
            device: "v100-32gb",
            latencyMs: { mean: timed },
            cv: 0.1,
            memoryGiB,
            powerW: 250,
            source: `${YOLOX}: fp16, batch 1; cv and powerW assumed`,
            evidence: "measured",
          }
        : {
            device: "v100-32gb",
            latencyMs: {
              mean: tidy(estimate.value, 4),
              ci95: [tidy(estimate.interval95[0], 4), tidy(estimate.interval95[1], 4)],
              samples: law.samples,
              evidence: "fitted",
              source: `${YOLOX}: affine in arithmetic over the ${law.samples} timed models (R2 ${law.rSquared.toFixed(3)})`,
            },
            cv: 0.1,
            memoryGiB,
            powerW: 250,
            source: `${YOLOX}, fitted; cv and powerW assumed`,
            evidence: "fitted",
          },
      scaled("l4", 0.95, "the V100 time: similar fp16 arithmetic, small batches are bound by launches"),
      scaled("rtx-4090", 0.55, "0.55 of the V100 time, between the ratios of arithmetic (0.76) and of clocks (0.5)"),
      scaled("vehicle-soc", 2.2, "2.2 times the V100 time: a third of its arithmetic in fp16, kernels compiled for the device"),
    ];
    if (gflops < 30) {
      profiles.push({
        device: "phone-npu",
        latencyMs: { mean: tidy(12 + gflops * 2.4, 4) },
        cv: 0.2,
        memoryGiB: 0.5,
        powerW: 4,
        source: "assumed: 12 ms of overhead and 0.4 effective Tflop/s",
        evidence: "assumed",
      });
      profiles.push({
        device: "i7-12700h",
        latencyMs: { mean: tidy(6 + gflops * 5, 4) },
        cv: 0.2,
        memoryGiB: 1,
        powerW: 45,
        source: "assumed: 0.2 effective Tflop/s in fp32 on this processor",
        evidence: "assumed",
      });
    }
    return {
      name: model.toLowerCase(),
      title: `${model} (${numberOf(row, "pixels")} px)`,
      task: "object-detection",
      outputBytes: 2000,
      quality: [measuredShare(numberOf(row, "map") / 100, "mAP 50-95", "COCO val2017", YOLOX)],
      profiles,
    };
  });
}

const IMAGE_NAMES: Record<string, readonly [name: string, title: string]> = {
  "resnet18.a1_in1k": ["resnet-18", "ResNet-18"],
  "resnet34.a1_in1k": ["resnet-34", "ResNet-34"],
  "resnet50.a1_in1k": ["resnet-50", "ResNet-50"],
  "resnet101.a1_in1k": ["resnet-101", "ResNet-101"],
  "resnet152.a1_in1k": ["resnet-152", "ResNet-152"],
  "mobilenetv3_large_100.ra_in1k": ["mobilenet-v3-large", "MobileNet v3 large"],
  "mobilenetv3_small_100.lamb_in1k": ["mobilenet-v3-small", "MobileNet v3 small"],
  "efficientnet_b0.ra_in1k": ["efficientnet-b0", "EfficientNet B0"],
  "tf_efficientnetv2_s.in21k_ft_in1k": ["efficientnet-v2-s", "EfficientNet v2 S"],
  "convnext_tiny.fb_in22k_ft_in1k": ["convnext-tiny", "ConvNeXt tiny"],
  "convnext_base.fb_in22k_ft_in1k": ["convnext-base", "ConvNeXt base"],
  "convnext_large.fb_in22k_ft_in1k": ["convnext-large", "ConvNeXt large"],
  "vit_base_patch16_224.augreg2_in21k_ft_in1k": ["vit-base", "ViT base/16"],
  "vit_small_patch16_224.augreg_in21k_ft_in1k": ["vit-small", "ViT small/16"],
  "vit_tiny_patch16_224.augreg_in21k_ft_in1k": ["vit-tiny", "ViT tiny/16"],
  "swin_base_patch4_window7_224.ms_in22k_ft_in1k": ["swin-base", "Swin base"],
  "eva02_base_patch14_448.mim_in22k_ft_in22k_in1k": ["eva02-base", "EVA-02 base"],
  "deit3_small_patch16_224.fb_in22k_ft_in1k": ["deit3-small", "DeiT III small"],
};
/** Time of one small batch beyond its share of the large one: kernel launches. */
const LAUNCH_MS = 5;
const SMALL_BATCH = 16;

function imageProfiles(row: Record<string, string>): Profile[] {
  const profiles: Profile[] = [];
  const memoryGiB = tidy(1 + (numberOf(row, "params_m") * 4) / 1000, 3);
  for (const [column, device] of [
    ["rtx_4090", "rtx-4090"],
    ["rtx_3090", "rtx-3090"],
    ["rtx_5090", "rtx-5090"],
  ] as const) {
    const step = optionalNumber(row, `${column}_ms`);
    const batch = optionalNumber(row, `${column}_batch`);
    if (step === null || batch === null) continue;
    profiles.push({
      device,
      batch,
      latencyMs: { mean: step },
      cv: 0.05,
      memoryGiB: 20,
      powerW: deviceOf(device).boardPowerW,
      source: `${TIMM}: step of one batch, mixed precision; cv, memoryGiB and powerW (board) assumed`,
      evidence: "measured",
    });
    profiles.push({
      device,
      batch: SMALL_BATCH,
      latencyMs: { mean: tidy(LAUNCH_MS + (step * SMALL_BATCH) / batch, 4) },
      cv: 0.1,
      memoryGiB: tidy(memoryGiB + 1, 3),
      powerW: tidy(deviceOf(device).boardPowerW * 0.7, 3),
      source: `assumed: the time per image of the measured batch of ${batch} (${TIMM}) plus ${LAUNCH_MS} ms of launches`,
      evidence: "assumed",
    });
  }
  for (const [column, device] of [
    ["i9_10940x", "i9-10940x"],
    ["i7_12700h", "i7-12700h"],
  ] as const) {
    const step = optionalNumber(row, `${column}_ms`);
    if (step === null) continue;
    profiles.push({
      device,
      latencyMs: { mean: step },
      cv: 0.1,
      memoryGiB,
      powerW: deviceOf(device).boardPowerW,
      source: `${TIMM}: fp32, batch 1, all cores; cv and powerW assumed`,
      evidence: "measured",
    });
  }
  const i9 = optionalNumber(row, "i9_10940x_ms");
  if (i9 !== null) {
    profiles.push({
      device: "xeon-8-threads",
      latencyMs: { mean: tidy(i9 * 2.4, 4) },
      cv: 0.2,
      memoryGiB,
      powerW: 90,
      source: `assumed: 2.4 times the Core i9-10940X (${TIMM}): 4 cores against 14 at a higher clock, small models do not use all`,
      evidence: "assumed",
    });
    profiles.push({
      device: "l4",
      batch: SMALL_BATCH,
      latencyMs: { mean: tidy(LAUNCH_MS + ((optionalNumber(row, "rtx_4090_ms") ?? 0) * SMALL_BATCH * 2.6) / (optionalNumber(row, "rtx_4090_batch") ?? 1), 4) },
      cv: 0.1,
      memoryGiB,
      powerW: 72,
      source: `assumed: 2.6 times the RTX 4090's time per image (${TIMM}), between the ratios of arithmetic and bandwidth`,
      evidence: "assumed",
    });
  }
  if (numberOf(row, "gmacs") < 2) {
    profiles.push({
      device: "phone-npu",
      latencyMs: { mean: tidy(2 + numberOf(row, "gmacs") * 4, 4) },
      cv: 0.2,
      memoryGiB: 0.3,
      powerW: 3,
      source: "assumed: 2 ms of overhead and 0.5 effective Tflop/s",
      evidence: "assumed",
    });
  }
  profiles.push({
    device: "vehicle-soc",
    latencyMs: { mean: tidy(2 + numberOf(row, "gmacs") * 0.35, 4) },
    cv: 0.1,
    memoryGiB,
    powerW: 40,
    source: "assumed: 2 ms of overhead and 6 effective Tflop/s",
    evidence: "assumed",
  });
  return profiles;
}

/** Image backbones at one input size; classifying and embedding share them. */
function imageModels(): { models: Model[]; implementations: Implementation[] } {
  const models: Model[] = [];
  const result: Implementation[] = [];
  const seen = new Set<string>();
  for (const row of readFigures("image-models.csv")) {
    const label = textOf(row, "model");
    const named = IMAGE_NAMES[label];
    if (!named) throw new Error(`no name for ${label}`);
    const pixels = numberOf(row, "pixels");
    const [base, title] = named;
    const name = seen.has(base) ? `${base}-${pixels}` : base;
    seen.add(base);
    models.push({ name, title: `${title} (${pixels} px)`, profiles: imageProfiles(row) });
    const quality = measuredShare(numberOf(row, "top1") / 100, "top-1 accuracy", "ImageNet-1k", TIMM, 50_000);
    result.push({
      name: `${name}-classifier`,
      title: `${title} (${pixels} px)`,
      task: "image-classification",
      model: name,
      outputBytes: 64,
      quality: [quality],
    });
    if (!name.endsWith("288") && !name.endsWith("384")) {
      result.push({
        name,
        title: `${title} features (${pixels} px)`,
        task: "image-embedding",
        outputBytes: 4096,
        model: name,
        quality: [{ ...quality, metric: "top-1 accuracy of the backbone (stand-in)" }],
      });
    }
  }
  return { models, implementations: result };
}

/** Model in the figures -> name here and GenEval score. */
export const GENERATORS: Record<string, readonly [name: string, share: number]> = {
  "SANA 1.5 1.6B": ["sana-1.5-1.6b", 0.66],
  "SANA 1.5 4.8B": ["sana-1.5-4.8b", 0.72],
  "PixArt-Σ": ["pixart-sigma", 0.54],
  "Hunyuan-DiT 1.2": ["hunyuan-dit-1.2", 0.63],
  "FLUX.1 Dev": ["flux.1-dev", 0.67],
  "Stable Diffusion 3.5 Large": ["sd-3.5-large", 0.71],
  "Stable Diffusion 3.5 Medium": ["sd-3.5-medium", 0.63],
};

export function generatorSeries(): { model: string; device: string; points: { batch: number; batchMs: number; powerW: number }[] }[] {
  const series = new Map<string, { model: string; device: string; points: { batch: number; batchMs: number; powerW: number }[] }>();
  for (const row of readFigures("image-generation.csv")) {
    const key = `${textOf(row, "model")}/${textOf(row, "device")}`;
    const known = series.get(key) ?? { model: textOf(row, "model"), device: textOf(row, "device") === "h100" ? "h100-80gb" : "b200", points: [] };
    known.points.push({ batch: numberOf(row, "batch"), batchMs: numberOf(row, "batch_ms"), powerW: numberOf(row, "power_w") });
    series.set(key, known);
  }
  return [...series.values()];
}

function imageGeneration(): Implementation[] {
  const all = generatorSeries();
  return Object.entries(GENERATORS).map(([model, [name, share]]): Implementation => {
    const profiles: Profile[] = [];
    for (const series of all.filter((candidate) => candidate.model === model)) {
      const law = fitBatchLatency(series.points);
      for (const batch of [1, 4]) {
        const estimate = predictBatchLatency(law, batch);
        const power = series.points.toSorted((left, right) => Math.abs(left.batch - batch) - Math.abs(right.batch - batch))[0]?.powerW;
        profiles.push({
          device: series.device,
          batch,
          latencyMs: {
            mean: tidy(estimate.value, 5),
            ci95: [tidy(estimate.ci95[0], 5), tidy(estimate.ci95[1], 5)],
            samples: law.samples,
            source: `${MLENERGY}; affine in batch (R2 ${law.rSquared.toFixed(3)})`,
            evidence: "fitted",
          },
          cv: 0.02,
          memoryGiB: 40,
          powerW: tidy(power ?? deviceOf(series.device).boardPowerW, 4),
          source: `${MLENERGY}, 1024 px; power of the measured run; cv and memoryGiB assumed`,
          evidence: "fitted",
        });
      }
    }
    return {
      name,
      title: model,
      task: "image-generation",
      outputBytes: 1_500_000,
      quality: [assumedQuality(share, "GenEval overall", remembered("GenEval score"), "GenEval")],
      profiles,
    };
  });
}

function ocr(): Implementation[] {
  const reader = (name: string, title: string, gpuS: number, cpuS: number, accuracy: number, vramGiB: number, ramGiB: number): Implementation => ({
    name,
    title,
    task: "ocr",
    outputBytes: 2600,
    quality: [measuredShare(accuracy, "text recognition, weighted average", "PP-OCRv5 evaluation set", PADDLEOCR)],
    profiles: [
      {
        device: "v100-32gb",
        latencyMs: { mean: gpuS * 1000, samples: 200 },
        cv: 0.5,
        memoryGiB: vramGiB,
        powerW: 120,
        source: `${PADDLEOCR}: mean of 200 images, reading from disk included; cv and powerW assumed`,
        evidence: "measured",
      },
      {
        device: "l4",
        latencyMs: { mean: gpuS * 1000 },
        cv: 0.5,
        memoryGiB: vramGiB,
        powerW: 60,
        source: `assumed: the V100 time (${PADDLEOCR}): the GPU is a third busy, the rest is host work`,
        evidence: "assumed",
      },
      {
        device: "xeon-8-threads",
        latencyMs: { mean: tidy(cpuS * 1250, 5) },
        cv: 0.5,
        memoryGiB: ramGiB,
        powerW: 90,
        source: `assumed: ${PADDLEOCR} on a Xeon Gold 6271C (mean of 200 images, about ten busy cores), times 10/8 for 8 threads`,
        evidence: "assumed",
      },
    ],
  });
  return [
    reader("pp-ocrv5-server", "PP-OCRv5 server", 0.74, 4.34, 0.8401, 5.4, 4),
    reader("pp-ocrv5-mobile", "PP-OCRv5 mobile", 0.62, 1.75, 0.8015, 4.2, 2.2),
    reader("pp-ocrv4-server", "PP-OCRv4 server", 0.47, 5.42, 0.5735, 6.8, 4),
    reader("pp-ocrv4-mobile", "PP-OCRv4 mobile", 0.29, 1.37, 0.5301, 1.3, 2.1),
  ];
}

function trackingAndFusion(): Implementation[] {
  const tracker = (name: string, title: string, milliseconds: number, share: number, reasoning: string): Implementation => ({
    name,
    title,
    task: "tracking",
    outputBytes: 1500,
    quality: [assumedQuality(share, "HOTA", remembered("tracking accuracy"), "MOT17")],
    profiles: ["vehicle-soc", "xeon-8-threads", "i7-12700h", "l4"].map((device) => ({
      device,
      latencyMs: { mean: device === "vehicle-soc" ? milliseconds * 1.5 : milliseconds },
      cv: 0.3,
      memoryGiB: 0.5,
      powerW: device === "l4" ? 40 : 25,
      source: `assumed: ${reasoning}`,
      evidence: "assumed" as const,
    })),
  });
  return [
    tracker("bytetrack", "ByteTrack", 4, 0.631, "Kalman filter and assignment for fifty boxes on one core"),
    tracker("bot-sort-reid", "BoT-SORT with re-identification", 14, 0.65, "assignment plus one small embedding per box"),
    tracker("sort", "SORT", 1.5, 0.52, "Kalman filter and overlap only"),
  ];
}

export function visionCatalogue(): { models: Model[]; implementations: Implementation[] } {
  const images = imageModels();
  return { models: images.models, implementations: [...detection(), ...trackingAndFusion(), ...images.implementations, ...imageGeneration(), ...ocr()] };
}
