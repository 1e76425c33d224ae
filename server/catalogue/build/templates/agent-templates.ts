import type { TemplateSpec } from "./template";

export const AGENT_TEMPLATES: readonly TemplateSpec[] = [
  {
    name: "code-debate",
    title: "Code generation with debate and tests",
    description:
      "Several agents debate over a solution, its tests run in a sandbox, and failures send it round again. Accuracy and tokens of every knob setting are those of the Murakkab paper.",
    area: "agents",
    pipeline: {
      inputs: [{ id: "task", at: "us", type: "text" }],
      operators: [
        {
          id: "write",
          title: "Write and debate",
          task: "code-generation",
          candidates: ["gemma-3-27b-code-debate", "deepseek-qwen-32b-code-debate", "phi-4-code-debate"],
          iterations: { mean: 1.15, max: 2 },
        },
        {
          id: "test",
          title: "Run the tests",
          task: "code-execution",
          candidates: ["sandbox-container", "sandbox-microvm", "sandbox-wasm"],
          iterations: { mean: 1.15, max: 2 },
        },
      ],
      edges: [
        { from: "task", to: "write", bytes: 4000 },
        { from: "write", to: "test", bytes: 6000 },
      ],
      quality: { model: "product" },
    },
    infrastructure: { base: "two-regions", pools: ["us-a100", "us-h100", "us-cpu"], counts: { "us-a100": 64, "us-h100": 64 } },
    workload: {
      id: "coding",
      title: "One task every two seconds",
      rateRps: 0.5,
      at: "us",
      slos: [
        { metric: "quality", op: ">=", value: 0.85, hard: false, weight: 1 },
        { metric: "latency", statistic: "p50", op: "<=", value: 120_000, hard: false, weight: 1 },
      ],
      settings: { statistic: "p50" },
    },
  },
  {
    name: "research-agents",
    title: "Multi-agent research with a loop",
    description:
      "A planner asks four questions at once, readers condense what the search finds, a writer drafts, and a reviewer sends the draft back until it holds.",
    area: "agents",
    pipeline: {
      inputs: [{ id: "question", at: "cloud", type: "text" }],
      operators: [
        { id: "plan", title: "Plan the search", task: "text-generation", candidates: ["llama-3.3-70b", "gpt-4.1-mini", "gemini-2.5-flash"] },
        { id: "search", title: "Search the web", task: "web-search", candidates: ["search-basic", "search-deep"], fanOut: 4, parallel: true },
        {
          id: "read",
          title: "Condense the pages",
          task: "summarisation",
          candidates: ["llama-3.1-8b-summary", "gemma-3-12b-summary", "gpt-4.1-mini-summary"],
          fanOut: 4,
          parallel: true,
        },
        {
          id: "write",
          title: "Write the draft",
          task: "text-generation",
          candidates: ["llama-3.3-70b", "qwen3-235b-a22b", "gpt-4.1", "claude-sonnet-4"],
          iterations: { mean: 1.6, max: 3 },
        },
        {
          id: "review",
          title: "Review",
          task: "text-generation",
          candidates: ["gpt-4.1-mini", "claude-sonnet-4", "gpt-5-mini"],
          iterations: { mean: 1.6, max: 3 },
        },
      ],
      edges: [
        { from: "question", to: "plan", bytes: 800 },
        { from: "plan", to: "search", bytes: 400 },
        { from: "search", to: "read", bytes: 40_000 },
        { from: "read", to: "write", bytes: 6000 },
        { from: "write", to: "review", bytes: 12_000 },
      ],
      quality: { model: "product", operators: ["search", "read", "write", "review"] },
    },
    infrastructure: { base: "aws-us-east-1", pools: ["g6e-l40s", "p4de-a100", "p5-h100"] },
    workload: {
      id: "research",
      title: "One question every two seconds",
      rateRps: 0.5,
      at: "cloud",
      slos: [
        { metric: "latency", statistic: "p95", op: "<=", value: 90_000, hard: false, weight: 1 },
        { metric: "costPerThousand", op: "<=", value: 80, hard: false, weight: 1 },
      ],
    },
  },
  {
    name: "video-question-answering",
    title: "Video question answering",
    description:
      "A question about a video, from its frames alone or with its speech written down. Accuracy and tokens of every setting are those of the Murakkab paper.",
    area: "vision",
    pipeline: {
      inputs: [{ id: "video", at: "us", type: "video" }],
      operators: [
        {
          id: "answer",
          title: "Answer",
          alternatives: [
            {
              name: "frames-and-speech",
              operators: [
                {
                  id: "speech",
                  title: "Write down the speech",
                  task: "speech-to-text",
                  candidates: ["whisper-large-v3-turbo", "parakeet-tdt-0.6b", "distil-whisper-large-v3.5"],
                  fanOut: 6,
                  parallel: true,
                },
                {
                  id: "reply",
                  title: "Answer from frames and text",
                  task: "video-qa",
                  candidates: ["gemma-3-27b-video-qa", "llava-onevision-7b-video-qa", "nvlm-d-72b-video-qa"],
                  knobs: { stt: ["on"] },
                },
              ],
              edges: [
                { from: "in", to: "speech", bytes: 320_000 },
                { from: "in", to: "reply", bytes: 1_500_000 },
                { from: "speech", to: "reply", bytes: 240 },
                { from: "reply", to: "out", bytes: 400 },
              ],
              quality: { model: "product", operators: ["reply"] },
            },
            {
              name: "frames-only",
              operators: [
                {
                  id: "reply",
                  title: "Answer from frames",
                  task: "video-qa",
                  candidates: ["gemma-3-27b-video-qa", "llava-onevision-7b-video-qa", "nvlm-d-72b-video-qa"],
                  knobs: { stt: ["off"] },
                },
              ],
              edges: [
                { from: "in", to: "reply", bytes: 1_500_000 },
                { from: "reply", to: "out", bytes: 400 },
              ],
              quality: { model: "product", operators: ["reply"] },
            },
          ],
        },
      ],
      edges: [{ from: "video", to: "answer", bytes: 1_500_000 }],
      quality: { model: "product" },
    },
    infrastructure: { base: "two-regions", pools: ["us-a100", "us-h100", "us-cpu", "us-l4"], counts: { "us-a100": 32, "us-h100": 32 } },
    workload: {
      id: "videos",
      title: "Four questions per second",
      rateRps: 4,
      at: "us",
      slos: [
        { metric: "quality", op: ">=", value: 0.614, hard: false, weight: 1 },
        { metric: "latency", statistic: "p50", op: "<=", value: 20_000, hard: false, weight: 1 },
      ],
      settings: { statistic: "p50" },
    },
  },
];
