import type { Implementation } from "../../../core/documents/catalogue";
import { ROUTING_COUNTS } from "../figures/routing";
import { assumedQuality, assumedTokens, measuredShare } from "./common";
import { ROUTELLM, remembered } from "./sources";
import { tidy } from "./yaml";

function moderation(): Implementation[] {
  const GUARD = "Llama Guard 3 model card, Meta (own test set, response classification)";
  const tokens = assumedTokens({ mean: 420, p95: 900 }, { mean: 4, p95: 12 }, "the policy and one message in, a verdict and a category out");
  const small = (name: string, title: string, milliseconds: number, f1: number, reasoning: string): Implementation => ({
    name,
    title,
    task: "moderation",
    outputBytes: 32,
    quality: [assumedQuality(f1, "F1", reasoning)],
    profiles: ["xeon-8-threads", "i7-12700h", "l4"].map((device) => ({
      device,
      latencyMs: { mean: device === "l4" ? Math.max(1, tidy(milliseconds / 6, 3)) : milliseconds },
      cv: 0.3,
      memoryGiB: 1,
      powerW: device === "l4" ? 50 : 60,
      source: `assumed: ${reasoning}`,
      evidence: "assumed" as const,
    })),
  });
  return [
    {
      name: "llama-guard-3-8b",
      title: "Llama Guard 3 8B",
      task: "moderation",
      model: "llama-3.1-8b",
      outputBytes: 32,
      description: "Runs as the model it was tuned from.",
      quality: [measuredShare(0.939, "F1", "Meta's English hazard set", GUARD)],
      tokens: [tokens],
    },
    {
      name: "llama-guard-2-8b",
      title: "Llama Guard 2 8B",
      task: "moderation",
      model: "llama-3.1-8b",
      outputBytes: 32,
      description: "Runs as a model of the size of Llama 3.1 8B.",
      quality: [measuredShare(0.877, "F1", "Meta's English hazard set", GUARD)],
      tokens: [tokens],
    },
    {
      name: "gpt-4.1-nano-moderation",
      title: "GPT-4.1 nano with a policy prompt",
      task: "moderation",
      model: "gpt-4.1-nano",
      outputBytes: 32,
      quality: [assumedQuality(0.82, "F1", "a little above the 0.805 that Meta measured for GPT-4 as a judge on its hazard set")],
      tokens: [tokens],
    },
    small(
      "bert-toxicity",
      "BERT toxicity classifier",
      28,
      0.79,
      "a 110 million parameter encoder on a short message; F1 below the guard models on harms that are not insults",
    ),
    small("word-list", "Word list and patterns", 0.4, 0.55, "matching a few thousand patterns; knows no context"),
  ];
}

function routing(): Implementation[] {
  const { mmlu } = ROUTING_COUNTS;
  const half = (mmlu.weak + mmlu.strong) / 2;
  const where = `${ROUTELLM}: right answers with half of the questions sent to the strong model, over those of the strong model alone`;
  const profile = (milliseconds: number, reasoning: string) =>
    ["xeon-8-threads", "i7-12700h"].map((device) => ({
      device,
      latencyMs: { mean: milliseconds },
      cv: 0.2,
      memoryGiB: 0.8,
      powerW: 50,
      source: `assumed: ${reasoning}`,
      evidence: "assumed" as const,
    }));
  return [
    {
      name: "router-random",
      title: "Random half",
      task: "routing",
      outputBytes: 16,
      quality: [
        {
          value: tidy(half / mmlu.strong, 5),
          metric: "accuracy kept",
          dataset: "MMLU",
          source: `${where}, at random`,
          samples: mmlu.items,
          evidence: "measured",
        },
      ],
      profiles: profile(0.1, "a random number"),
    },
    {
      name: "router-prompt-length",
      title: "By prompt length",
      task: "routing",
      outputBytes: 16,
      quality: [
        {
          value: tidy(mmlu.longToStrong / mmlu.strong, 5),
          metric: "accuracy kept",
          dataset: "MMLU",
          source: `${where}, the longer half`,
          samples: mmlu.items,
          evidence: "measured",
        },
      ],
      profiles: profile(0.2, "counting characters"),
    },
    {
      name: "router-bert",
      title: "BERT router",
      task: "routing",
      outputBytes: 16,
      quality: [
        assumedQuality(
          0.965,
          "accuracy kept",
          `between routing by length and a perfect router; ${remembered("router quality").replace("assumed: ", "")}`,
          "MMLU",
        ),
      ],
      profiles: profile(25, "a 110 million parameter encoder on one question"),
    },
  ];
}

function classification(): Implementation[] {
  const tokens = assumedTokens({ mean: 300, p95: 700 }, { mean: 5, p95: 12 }, "a message and the list of classes in, one class out");
  return [
    {
      name: "llama-3.1-8b-classify",
      title: "Llama 3.1 8B as a classifier",
      task: "text-classification",
      model: "llama-3.1-8b",
      outputBytes: 32,
      quality: [assumedQuality(0.88, "accuracy", "intents of a help desk, no training examples")],
      tokens: [tokens],
    },
    {
      name: "gpt-4.1-nano-classify",
      title: "GPT-4.1 nano as a classifier",
      task: "text-classification",
      model: "gpt-4.1-nano",
      outputBytes: 32,
      quality: [assumedQuality(0.9, "accuracy", "intents of a help desk, no training examples")],
      tokens: [tokens],
    },
    {
      name: "bert-classifier",
      title: "BERT classifier, tuned",
      task: "text-classification",
      outputBytes: 32,
      quality: [assumedQuality(0.86, "accuracy", "intents of a help desk, a few hundred training examples")],
      profiles: [
        {
          device: "xeon-8-threads",
          latencyMs: { mean: 28 },
          cv: 0.3,
          memoryGiB: 1,
          powerW: 60,
          source: "assumed: a 110 million parameter encoder on a short message",
          evidence: "assumed",
        },
      ],
    },
  ];
}

export function controlImplementations(): Implementation[] {
  return [...moderation(), ...routing(), ...classification()];
}
