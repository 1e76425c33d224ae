import type { TemplateSpec } from "./template";

export const SPEECH_TEMPLATES: readonly TemplateSpec[] = [
  {
    name: "meeting-companion",
    title: "Meeting companion",
    description:
      "Speech is found, written down and given to its speakers, then summarised, and action items are drawn from the summary; partly at the site, partly in the region.",
    area: "speech",
    edgeAssisted: true,
    pipeline: {
      inputs: [{ id: "audio", at: "edge", type: "audio" }],
      operators: [
        { id: "voice", title: "Find speech", task: "voice-activity-detection", candidates: ["silero-vad", "webrtc-vad"] },
        {
          id: "write-down",
          title: "Write down",
          task: "speech-to-text",
          candidates: ["parakeet-tdt-0.6b", "whisper-large-v3-turbo", "whisper-small-en", "canary-1b-flash"],
          fanOut: 3,
          parallel: true,
        },
        { id: "speakers", title: "Who speaks", task: "diarisation", candidates: ["pyannote-3.1", "diarize-onnx", "sortformer-v2"] },
        { id: "summarise", title: "Summarise", task: "summarisation", candidates: ["llama-3.1-8b-summary", "gemma-3-12b-summary", "llama-3.3-70b-summary"] },
        { id: "actions", title: "Action items", task: "extraction", candidates: ["llama-3.1-8b-extract", "gemma-3-12b-extract", "llama-3.3-70b-extract"] },
      ],
      edges: [
        { from: "audio", to: "voice", bytes: 960_000 },
        { from: "voice", to: "write-down", bytes: 320_000 },
        { from: "voice", to: "speakers", bytes: 960_000 },
        { from: "write-down", to: "summarise", bytes: 1200 },
        { from: "speakers", to: "summarise", bytes: 400 },
        { from: "summarise", to: "actions", bytes: 1600 },
      ],
      quality: { model: "product", operators: ["write-down", "speakers", "summarise", "actions"] },
    },
    infrastructure: { base: "edge-cloud", pools: ["edge-l4", "edge-cpu", "region-cpu", "region-l4", "region-a100", "region-h100"] },
    workload: {
      id: "meetings",
      title: "Sixty meetings at once, a window of thirty seconds each",
      rateRps: 2,
      at: "edge",
      slos: [
        { metric: "latency", statistic: "p95", op: "<=", value: 20_000, hard: false, weight: 1 },
        { metric: "quality", op: ">=", value: 0.55, hard: false, weight: 1 },
      ],
    },
  },
  {
    name: "voice-agent",
    title: "Voice agent",
    description: "A spoken turn is written down, checked, answered and spoken again, fast enough for a conversation.",
    area: "speech",
    edgeAssisted: true,
    pipeline: {
      inputs: [{ id: "audio", at: "edge", type: "audio" }],
      operators: [
        {
          id: "listen",
          title: "Write down",
          task: "speech-to-text",
          candidates: ["parakeet-tdt-0.6b", "whisper-large-v3-turbo", "moonshine-base", "whisper-small-en"],
        },
        { id: "check", title: "Moderate", task: "moderation", candidates: ["bert-toxicity", "llama-guard-3-8b", "word-list"] },
        { id: "reply", title: "Answer", task: "text-generation", candidates: ["llama-3.1-8b", "qwen3-30b-a3b", "gpt-4.1-nano", "gemini-2.5-flash"] },
        { id: "speak", title: "Speak", task: "text-to-speech", candidates: ["kokoro-82m", "supertonic-3", "inflect-nano", "gpt-4o-mini-tts"] },
      ],
      edges: [
        { from: "audio", to: "listen", bytes: 320_000 },
        { from: "listen", to: "check", bytes: 240 },
        { from: "check", to: "reply", bytes: 280 },
        { from: "reply", to: "speak", bytes: 800 },
      ],
      quality: { model: "product", operators: ["listen", "check", "reply", "speak"] },
    },
    infrastructure: { base: "edge-cloud", pools: ["edge-l4", "edge-cpu", "region-cpu", "region-l4", "region-a100", "region-h100"] },
    workload: {
      id: "calls",
      title: "Three turns per second",
      rateRps: 3,
      at: "edge",
      slos: [
        { metric: "latency", statistic: "p95", op: "<=", value: 5000, hard: false, weight: 1 },
        { metric: "costPerThousand", op: "<=", value: 2, hard: false, weight: 1 },
      ],
    },
  },
];
