/** The words of a search, as they are looked for. */
export function searchWords(search: string): string[] {
  return search.toLowerCase().split(/\s+/).filter(Boolean);
}

/** Whether each of the words stands somewhere in the texts, whatever its case. */
export function hasWords(words: readonly string[], ...texts: readonly (string | null | undefined)[]): boolean {
  const text = texts.join(" ").toLowerCase();
  return words.every((word) => text.includes(word));
}
