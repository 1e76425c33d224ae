/**
 * Right answers out of all items, counted from per-item results of two models, github.com/lm-sys/RouteLLM (commit 0b64fda, Apache-2.0).
 * Weak: Mixtral-8x7B-Instruct; strong: gpt-4-1106-preview. `longToStrong`: the longer half of the prompts goes to the strong model;
 * `either`: a router that always picks a model that is right.
 */
export const ROUTING_COUNTS = {
  mmlu: { items: 14042, weak: 9560, strong: 11315, either: 12057, longToStrong: 10703 },
  gsm8k: { items: 1319, weak: 842, strong: 1130, either: 1225, longToStrong: 1027 },
} as const;
