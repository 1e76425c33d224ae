import type { TemplateSpec } from "./template";

export const LANGUAGE_TEMPLATES: readonly TemplateSpec[] = [
  {
    name: "retrieval-chat",
    title: "Retrieval-augmented chat",
    description: "A question is embedded, passages are found and reranked, and a language model answers from them.",
    area: "language",
    pipeline: {
      inputs: [{ id: "question", at: "cloud", type: "text" }],
      operators: [
        {
          id: "embed",
          title: "Embed the question",
          task: "embedding",
          candidates: ["all-minilm-l6-v2", "all-mpnet-base-v2", "multi-qa-mpnet-base-dot-v1", "text-embedding-3-small"],
        },
        { id: "find", title: "Find passages", task: "retrieval", candidates: ["flat-index", "hnsw-index", "ivf-index"] },
        { id: "rank", title: "Rerank", task: "reranking", candidates: ["ms-marco-tinybert-l2-v2", "ms-marco-minilm-l6-v2", "ms-marco-minilm-l12-v2"] },
        {
          id: "answer",
          title: "Answer",
          task: "text-generation",
          candidates: ["llama-3.1-8b", "llama-3.3-70b", "qwen3-30b-a3b", "gpt-4.1-mini", "gemini-2.5-flash"],
        },
      ],
      edges: [
        { from: "question", to: "embed", bytes: 400 },
        { from: "embed", to: "find" },
        { from: "find", to: "rank" },
        { from: "rank", to: "answer" },
        { from: "question", to: "answer", bytes: 400 },
      ],
      quality: { model: "product" },
    },
    infrastructure: { base: "aws-us-east-1", pools: ["c7i", "g6-l4", "p4de-a100", "p5-h100"], counts: { c7i: 16, "g6-l4": 8, "p4de-a100": 16, "p5-h100": 16 } },
    workload: {
      id: "chat",
      title: "Twelve questions per second",
      rateRps: 12,
      at: "cloud",
      slos: [
        { metric: "latency", statistic: "p95", op: "<=", value: 8000, hard: false, weight: 1 },
        { metric: "costPerThousand", op: "<=", value: 2, hard: false, weight: 1 },
      ],
    },
  },
  {
    name: "routed-chat",
    title: "Chat with a small and a large model",
    description: "A router sends easy questions to a small model and hard ones to a large one; targets of the share are the router's.",
    area: "language",
    pipeline: {
      inputs: [{ id: "question", at: "cloud", type: "text" }],
      operators: [
        { id: "triage", title: "Easy or hard?", task: "routing", candidates: ["router-prompt-length", "router-bert", "router-random"] },
        { id: "small", title: "Small model", task: "text-generation", candidates: ["llama-3.1-8b", "qwen3-8b", "gpt-4.1-nano"] },
        { id: "large", title: "Large model", task: "text-generation", candidates: ["llama-3.3-70b", "qwen3-235b-a22b", "gpt-4.1", "claude-sonnet-4"] },
      ],
      edges: [
        { from: "question", to: "triage", bytes: 1200 },
        { from: "triage", to: "small", bytes: 1200 },
        { from: "triage", to: "large", bytes: 1200 },
      ],
      routers: [
        {
          at: "triage",
          choose: [
            { to: "small", probability: 0.7 },
            { to: "large", probability: 0.3 },
          ],
        },
      ],
      quality: { model: "product" },
    },
    infrastructure: { base: "aws-us-east-1", pools: ["c7i", "g6e-l40s", "p4de-a100", "p5-h100"] },
    workload: {
      id: "chat",
      title: "Twenty questions per second",
      rateRps: 20,
      at: "cloud",
      slos: [
        { metric: "latency", statistic: "p95", op: "<=", value: 12000, hard: false, weight: 1 },
        { metric: "quality", op: ">=", value: 0.55, hard: false, weight: 1 },
      ],
    },
  },
  {
    name: "document-extraction",
    title: "Document extraction",
    description: "Fields out of scanned pages: either the text is read first and a language model extracts, or a vision model looks at the page itself.",
    area: "language",
    pipeline: {
      inputs: [{ id: "page", at: "cloud", type: "image" }],
      operators: [
        {
          id: "fields",
          title: "Fields of the page",
          alternatives: [
            {
              name: "read-then-extract",
              operators: [
                { id: "read", title: "Read the text", task: "ocr", candidates: ["pp-ocrv5-server", "pp-ocrv5-mobile"] },
                {
                  id: "extract",
                  title: "Extract the fields",
                  task: "extraction",
                  candidates: ["llama-3.1-8b-extract", "llama-3.3-70b-extract", "gemma-3-12b-extract"],
                },
              ],
              edges: [
                { from: "in", to: "read", bytes: 900_000 },
                { from: "read", to: "extract", bytes: 2600 },
                { from: "extract", to: "out", bytes: 1500 },
              ],
            },
            {
              name: "look",
              operators: [
                {
                  id: "look",
                  title: "Look at the page",
                  task: "multimodal-generation",
                  candidates: ["qwen3-vl-8b-image-chat", "gemma-3-27b-image-chat", "llama-4-scout-image-chat", "gemini-2.5-flash-image-chat"],
                },
              ],
              edges: [
                { from: "in", to: "look", bytes: 900_000 },
                { from: "look", to: "out", bytes: 1500 },
              ],
              quality: {
                model: "product",
                values: [
                  {
                    operator: "look",
                    when: "llama-4-scout-image-chat",
                    value: 0.944,
                    source: "Llama 4 model card, Meta: DocVQA (test), ANLS",
                    evidence: "measured",
                  },
                  { operator: "look", when: "gemma-3-27b-image-chat", value: 0.866, source: "Gemma 3 technical report: DocVQA", evidence: "measured" },
                  {
                    operator: "look",
                    when: "qwen3-vl-8b-image-chat",
                    value: 0.961,
                    source: "assumed: DocVQA score, as published by the maker; not re-read",
                    evidence: "assumed",
                  },
                  {
                    operator: "look",
                    when: "gemini-2.5-flash-image-chat",
                    value: 0.93,
                    source: "assumed: DocVQA score, as published by the maker; not re-read",
                    evidence: "assumed",
                  },
                ],
              },
            },
          ],
        },
        { id: "check", title: "Sort by kind", task: "text-classification", candidates: ["bert-classifier", "llama-3.1-8b-classify"] },
      ],
      edges: [
        { from: "page", to: "fields", bytes: 900_000 },
        { from: "fields", to: "check", bytes: 1500 },
      ],
      quality: { model: "product" },
    },
    infrastructure: { base: "aws-us-east-1", pools: ["c7i", "g6-l4", "g6e-l40s", "p4de-a100", "p5-h100"] },
    workload: {
      id: "pages",
      title: "Four pages per second",
      rateRps: 4,
      at: "cloud",
      slos: [
        { metric: "latency", statistic: "p95", op: "<=", value: 10000, hard: false, weight: 1 },
        { metric: "costPerThousand", op: "<=", value: 4, hard: false, weight: 1 },
      ],
    },
  },
  {
    name: "moderation-cascade",
    title: "Moderation cascade",
    description:
      "A cheap classifier passes most messages; the doubtful ones go on to a guard model. Quality is a chain: the guard mends what the first stage missed.",
    area: "safety",
    pipeline: {
      inputs: [{ id: "message", at: "cloud", type: "text" }],
      operators: [
        { id: "screen", title: "Quick screen", task: "moderation", candidates: ["bert-toxicity", "word-list"] },
        { id: "guard", title: "Guard model", task: "moderation", candidates: ["llama-guard-3-8b", "llama-guard-2-8b", "gpt-4.1-nano-moderation"] },
        { id: "decide", title: "Decide", task: "text-classification", candidates: ["bert-classifier"] },
      ],
      edges: [
        { from: "message", to: "screen", bytes: 600 },
        { from: "screen", to: "decide", bytes: 32 },
        { from: "screen", to: "guard", bytes: 632 },
        { from: "guard", to: "decide", bytes: 32 },
      ],
      routers: [
        {
          at: "screen",
          choose: [
            { to: "decide", probability: 0.85 },
            { to: "guard", probability: 0.15 },
          ],
        },
      ],
      quality: {
        model: "chain",
        operators: ["screen", "guard"],
        values: [
          {
            operator: "guard",
            when: "llama-guard-3-8b",
            value: 0.98,
            givenBad: 0.9,
            source: "assumed: the guard's F1 on the messages the first stage doubts",
            evidence: "assumed",
          },
          {
            operator: "guard",
            when: "llama-guard-2-8b",
            value: 0.96,
            givenBad: 0.82,
            source: "assumed: the guard's F1 on the messages the first stage doubts",
            evidence: "assumed",
          },
          {
            operator: "guard",
            when: "gpt-4.1-nano-moderation",
            value: 0.95,
            givenBad: 0.75,
            source: "assumed: the judge's F1 on the messages the first stage doubts",
            evidence: "assumed",
          },
        ],
      },
    },
    infrastructure: { base: "aws-us-east-1", pools: ["c7i", "g6-l4", "g6e-l40s", "p4de-a100"] },
    workload: {
      id: "messages",
      title: "Two hundred messages per second",
      rateRps: 200,
      at: "cloud",
      slos: [
        { metric: "latency", statistic: "p95", op: "<=", value: 900, hard: false, weight: 1 },
        { metric: "costPerThousand", op: "<=", value: 0.1, hard: false, weight: 1 },
      ],
    },
  },
];
