import type { Implementation } from "../../../../core/documents/catalogue";
import type { TemplateSpec } from "./template";

const planner = (name: string, title: string, milliseconds: number, share: number): Implementation => ({
  name,
  title,
  task: "motion-planning",
  outputBytes: 800,
  quality: [
    { value: share, metric: "scenes without intervention", source: "assumed: a rule-based and a learned planner on recorded drives", evidence: "assumed" },
  ],
  profiles: ["vehicle-soc", "l4", "xeon-8-threads"].map((device) => ({
    device,
    latencyMs: { mean: device === "l4" ? milliseconds / 2 : milliseconds },
    cv: 0.2,
    memoryGiB: 1,
    powerW: device === "vehicle-soc" ? 30 : 60,
    source: "assumed: sampled trajectories against the tracked boxes",
    evidence: "assumed" as const,
  })),
});

export const VISION_TEMPLATES: readonly TemplateSpec[] = [
  {
    name: "driving-perception",
    title: "Driving perception",
    description:
      "Ten camera frames a second: boxes, tracks and signs, and a trajectory from them; in the vehicle, at the roadside, or in the region, by what the radio allows.",
    area: "vision",
    edgeAssisted: true,
    pipeline: {
      inputs: [{ id: "camera", at: "vehicle", type: "image" }],
      operators: [
        { id: "detect", title: "Detect", task: "object-detection", candidates: ["yolox-tiny", "yolox-s", "yolox-m", "yolox-l", "yolox-x"] },
        { id: "track", title: "Track", task: "tracking", candidates: ["bytetrack", "bot-sort-reid", "sort"] },
        {
          id: "signs",
          title: "Read signs",
          task: "image-classification",
          candidates: ["mobilenet-v3-large-classifier", "efficientnet-b0-classifier", "resnet-50-classifier"],
          fanOut: 3,
          parallel: true,
        },
        { id: "steer", title: "Plan the path", task: "motion-planning", candidates: ["rule-planner", "learned-planner"] },
      ],
      edges: [
        { from: "camera", to: "detect", bytes: 180_000 },
        { from: "detect", to: "track", bytes: 2000 },
        { from: "detect", to: "signs", bytes: 12_000 },
        { from: "track", to: "steer", bytes: 1500 },
        { from: "signs", to: "steer", bytes: 64 },
      ],
      quality: { model: "product", operators: ["detect", "track", "signs"] },
    },
    infrastructure: { base: "vehicle-edge-cloud", pools: ["vehicle-soc", "edge-l4", "edge-cpu"], counts: { "vehicle-soc": 4 } },
    own: [planner("rule-planner", "Rules and sampled paths", 6, 0.9), planner("learned-planner", "Learned planner", 22, 0.96)],
    workload: {
      id: "frames",
      title: "Ten frames per second",
      rateRps: 10,
      at: "vehicle",
      slos: [
        { metric: "latency", statistic: "p99", op: "<=", value: 150, hard: false, weight: 2 },
        { metric: "quality", op: ">=", value: 0.2, hard: false, weight: 1 },
      ],
      settings: { statistic: "p99" },
    },
  },
  {
    name: "gaming-assistant",
    title: "Immersive-gaming assistant",
    description:
      "A player asks about what is on the screen: the frame is searched for objects, the question is written down, a vision model answers, and a voice speaks.",
    area: "vision",
    edgeAssisted: true,
    pipeline: {
      inputs: [
        { id: "frame", at: "device", type: "image" },
        { id: "voice", at: "device", type: "audio" },
      ],
      operators: [
        { id: "objects", title: "Find objects", task: "object-detection", candidates: ["yolox-nano", "yolox-tiny", "yolox-s"] },
        {
          id: "listen",
          title: "Write down",
          task: "speech-to-text",
          candidates: ["moonshine-tiny", "moonshine-base", "parakeet-tdt-0.6b", "whisper-large-v3-turbo"],
        },
        {
          id: "reply",
          title: "Answer",
          task: "visual-question-answering",
          candidates: ["qwen3-vl-8b-visual-qa", "qwen3-vl-30b-a3b-visual-qa", "gemma-3-12b-visual-qa"],
        },
        { id: "speak", title: "Speak", task: "text-to-speech", candidates: ["kokoro-82m", "supertonic-3", "inflect-nano"] },
      ],
      edges: [
        { from: "frame", to: "objects", bytes: 160_000 },
        { from: "voice", to: "listen", bytes: 120_000 },
        { from: "objects", to: "reply", bytes: 160_000 },
        { from: "listen", to: "reply", bytes: 240 },
        { from: "reply", to: "speak", bytes: 300 },
      ],
      quality: { model: "product", operators: ["listen", "reply", "speak"] },
    },
    infrastructure: { base: "phone-edge-cloud", pools: ["phone", "edge-l4", "edge-cpu", "region-l4", "region-a100", "region-h100"] },
    workload: {
      id: "players",
      title: "Four questions per second",
      rateRps: 4,
      at: "device",
      slos: [
        { metric: "latency", statistic: "p95", op: "<=", value: 3500, hard: false, weight: 2 },
        { metric: "costPerThousand", op: "<=", value: 3, hard: false, weight: 1 },
      ],
    },
  },
  {
    name: "product-pictures",
    title: "Product pictures",
    description: "Pictures are drawn from a brief and looked at before they go out; the time of a batch follows the fitted law, and energy is an objective.",
    area: "vision",
    pipeline: {
      inputs: [{ id: "brief", at: "rack", type: "text" }],
      operators: [
        {
          id: "draw",
          title: "Draw",
          task: "image-generation",
          candidates: ["sana-1.5-1.6b", "sana-1.5-4.8b", "pixart-sigma", "sd-3.5-medium", "sd-3.5-large", "flux.1-dev"],
        },
        {
          id: "inspect",
          title: "Inspect",
          task: "multimodal-generation",
          candidates: ["qwen3-vl-8b-image-chat", "gemma-3-27b-image-chat", "qwen3-vl-32b-image-chat"],
        },
      ],
      edges: [
        { from: "brief", to: "draw", bytes: 600 },
        { from: "draw", to: "inspect", bytes: 1_500_000 },
      ],
      quality: { model: "product" },
    },
    infrastructure: { base: "on-premises-rack", pools: ["rack-h100", "rack-l40s", "rack-cpu"] },
    workload: {
      id: "pictures",
      title: "One picture every two seconds",
      rateRps: 0.5,
      at: "rack",
      slos: [
        { metric: "latency", statistic: "p95", op: "<=", value: 30_000, hard: false, weight: 1 },
        { metric: "energy", op: "<=", value: 8000, hard: false, weight: 1 },
      ],
      settings: { objectives: ["cost", "latency", "quality", "energy"] },
    },
  },
];
