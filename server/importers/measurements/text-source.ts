import { ImportFileError } from "./problems";

/** Bytes or text of a file, in pieces. A string is one piece. */
export type FileSource = string | Uint8Array | AsyncIterable<string | Uint8Array>;

export interface TextOptions {
  /** Bytes after which reading stops with a message. */
  maxBytes: number;
  /** Called with the bytes read so far, for a progress bar. */
  onBytes?: (bytes: number) => void;
}

async function* pieces(source: FileSource): AsyncGenerator<string | Uint8Array> {
  if (typeof source === "string" || source instanceof Uint8Array) yield source;
  else yield* source;
}

/** "1.5 GiB" for messages. */
export function sizeText(bytes: number): string {
  if (bytes >= 2 ** 30) return `${Number((bytes / 2 ** 30).toFixed(1))} GiB`;
  if (bytes >= 2 ** 20) return `${Number((bytes / 2 ** 20).toFixed(1))} MiB`;
  return `${Math.ceil(bytes / 1024)} KiB`;
}

/** UTF-16 without a byte order mark: a header line is ASCII, so every second byte of it is 0. */
function bareUtf16(first: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (first.length < 16) return null;
  const pairs = Array.from({ length: 8 }, (_, at) => [first[2 * at] ?? 0, first[2 * at + 1] ?? 0] as const);
  const isSign = (byte: number) => byte >= 9 && byte < 127;
  if (pairs.every(([low, high]) => isSign(low) && high === 0)) return "utf-16le";
  return pairs.every(([high, low]) => high === 0 && isSign(low)) ? "utf-16be" : null;
}

function decoderFor(first: Uint8Array): TextDecoder {
  if (first[0] === 0xff && first[1] === 0xfe) return new TextDecoder("utf-16le", { fatal: true });
  if (first[0] === 0xfe && first[1] === 0xff) return new TextDecoder("utf-16be", { fatal: true });
  if (first[0] === 0x50 && first[1] === 0x4b) {
    throw new ImportFileError(
      "file-not-text",
      "This is a zip archive or a spreadsheet file (.xlsx), not text.",
      "Save the sheet as CSV (UTF-8) and import that.",
    );
  }
  if (first[0] === 0x1f && first[1] === 0x8b)
    throw new ImportFileError("file-not-text", "This file is compressed (gzip).", "Unpack it first and import the text.");
  const bare = bareUtf16(first);
  if (bare) return new TextDecoder(bare, { fatal: true });
  if (first.subarray(0, 4096).includes(0)) throw new ImportFileError("file-not-text", "This file holds binary data, not text.", "Import a CSV or JSON file.");
  return new TextDecoder("utf-8", { fatal: true });
}

/**
 * Text of a file in pieces: UTF-8, or UTF-16.
 * @throws ImportFileError when the file is not text, in another encoding, empty, or too large.
 */
export async function* textOf(source: FileSource, options: TextOptions): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  let bytes = 0;
  let first = true;
  const wrongEncoding = () => encodingError(bytes);
  for await (const piece of pieces(source)) {
    bytes += piece.length;
    if (bytes > options.maxBytes) {
      throw new ImportFileError(
        "file-too-large",
        `The file is larger than ${sizeText(options.maxBytes)}; nothing was imported.`,
        "Split it, or take a sample of its rows.",
      );
    }
    let text: string;
    if (typeof piece === "string") text = first ? piece.replace(/^\uFEFF/, "") : piece;
    else {
      decoder ??= decoderFor(piece);
      try {
        text = decoder.decode(piece, { stream: true });
      } catch {
        throw wrongEncoding();
      }
    }
    first = false;
    options.onBytes?.(bytes);
    if (text !== "") yield text;
  }
  if (decoder) {
    let rest: string;
    try {
      rest = decoder.decode();
    } catch {
      throw wrongEncoding();
    }
    if (rest !== "") yield rest;
  }
  if (bytes === 0) throw new ImportFileError("file-empty", "The file is empty.");
}

/**
 * Text of the first bytes of a file, for a look at it: whole lines only when the file goes on (`isWhole` false).
 * @throws ImportFileError as `textOf` does
 */
export function headText(bytes: Uint8Array, isWhole: boolean): string {
  if (bytes.length === 0) throw new ImportFileError("file-empty", "The file is empty.");
  let text: string;
  try {
    // Without the last flush a character that the cut split is not an error.
    text = decoderFor(bytes).decode(bytes, { stream: true });
  } catch (error) {
    throw error instanceof ImportFileError ? error : encodingError(bytes.length);
  }
  const end = text.lastIndexOf("\n");
  return isWhole || end < 0 ? text : text.slice(0, end + 1);
}

function encodingError(bytes: number): ImportFileError {
  return new ImportFileError(
    "file-encoding",
    `The file is not UTF-8: an invalid character was found in the first ${sizeText(bytes)}.`,
    "It is probably Latin-1 or Windows-1252: save it as CSV UTF-8 and import again.",
  );
}

/** The whole text; only for formats that are small by nature. */
export async function wholeText(source: FileSource, options: TextOptions): Promise<string> {
  const parts: string[] = [];
  for await (const part of textOf(source, options)) parts.push(part);
  const text = parts.join("");
  if (text.trim() === "") throw new ImportFileError("file-empty", "The file is empty.");
  return text;
}

/** Parses JSON with a message that names line and column. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const at = /position (\d+)/.exec(message);
    if (at) {
      const before = text.slice(0, Number(at[1])).split("\n");
      throw new ImportFileError(
        "json-syntax",
        `The JSON breaks off or is malformed at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}.`,
        message,
      );
    }
    throw new ImportFileError("json-syntax", `The JSON is malformed: ${message}.`);
  }
}
