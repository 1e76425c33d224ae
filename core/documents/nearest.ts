import { distance } from "fastest-levenshtein";

/**
 * The candidate a person most likely meant by `text`, or undefined when none is near: edit distance of at most a third of its
 * length (two at least), or one being the beginning of the other, upper and lower case being equal.
 */
export function nearest(text: string, candidates: Iterable<string>): string | undefined {
  const wanted = text.toLowerCase();
  if (wanted === "") return undefined;
  let best: string | undefined;
  let bestScore = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    const limit = Math.max(2, Math.floor(Math.max(wanted.length, other.length) / 3));
    const shortest = Math.min(wanted.length, other.length);
    let score = Math.abs(wanted.length - other.length) <= limit ? distance(wanted, other) : Number.POSITIVE_INFINITY;
    if (score > limit || score >= Math.max(wanted.length, other.length)) score = Number.POSITIVE_INFINITY;
    if (shortest >= 3 && (other.startsWith(wanted) || wanted.startsWith(other))) score = Math.min(score, limit + 0.5);
    if (score < bestScore) {
      best = candidate;
      bestScore = score;
    }
  }
  return best;
}

/** "; did you mean `x`?" or an empty string. */
export function didYouMean(text: string, candidates: Iterable<string>): string {
  const found = nearest(text, candidates);
  return found === undefined ? "" : `; did you mean \`${found}\`?`;
}

/** "a, b and 3 more" with each name in backticks. */
export function listNames(names: readonly string[], limit = 8): string {
  const shown = names.slice(0, limit).map((name) => `\`${name}\``);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(", ")} and ${rest} more`;
  if (shown.length < 2) return shown.join("");
  return `${shown.slice(0, -1).join(", ")} and ${shown[shown.length - 1]}`;
}
