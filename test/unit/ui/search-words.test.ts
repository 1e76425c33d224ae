import { describe, expect, it } from "vitest";
import { hasWords, searchWords } from "../../../components/ui/search-words";

describe("the words of a search", () => {
  it("stand each somewhere, in any order, case and text", () => {
    const words = searchWords("  H100  edge ");
    expect(words).toEqual(["h100", "edge"]);
    expect(hasWords(words, "Edge box", null, "h100-80gb")).toBe(true);
    expect(hasWords(words, "Edge box", undefined, "a100")).toBe(false);
    expect(hasWords(searchWords(" "), "anything")).toBe(true);
  });
});
