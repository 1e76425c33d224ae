import type { Problem } from "./problem";

/** Text of a file's bytes, or the problem that it is not UTF-8, with the line and column of the first wrong byte. */
export function decodeText(bytes: Uint8Array, file: string): { text: string } | { problem: Problem } {
  const fault = (message: string, hint: string, line = 1, column = 1): { problem: Problem } => ({
    problem: { code: "not-utf8", severity: "error", message, hint, file, line, column, path: [] },
  });
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return fault("the file is UTF-16", "save it as UTF-8");
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes) };
  } catch {
    let start = 0;
    for (let line = 1; start <= bytes.length; line++) {
      const next = bytes.indexOf(0x0a, start);
      const end = next < 0 ? bytes.length : next;
      const text = new TextDecoder("utf-8").decode(bytes.subarray(start, end));
      const column = text.indexOf("\ufffd");
      if (column >= 0) return fault("the file is not text in UTF-8", "save it as UTF-8; other encodings are not read", line, column + 1);
      start = end + 1;
    }
    return fault("the file is not text in UTF-8", "save it as UTF-8");
  }
}
