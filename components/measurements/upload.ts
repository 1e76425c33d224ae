import type { ImportProblem } from "@/server/importers/measurements/problems";
import type { MeasurementsPreview, ReadMeasurements, ReadOptions } from "@/server/importers/measurements/read-measurements";

/** A look at a file needs no more than its beginning. */
const HEAD_BYTES = 262_144;

/** Why a file was refused, in the server's words. */
export class FileRefused extends Error {
  readonly problem: ImportProblem | null;

  constructor(message: string, problem: ImportProblem | null = null) {
    super(message);
    this.name = "FileRefused";
    this.problem = problem;
  }
}

interface ErrorAnswer {
  error?: { message?: string; details?: { problem?: ImportProblem } | null };
}

function refusalOf(text: string): FileRefused {
  try {
    const { error } = JSON.parse(text) as ErrorAnswer;
    if (error?.message) return new FileRefused(error.message, error.details?.problem ?? null);
  } catch {
    // not an answer of ours
  }
  return new FileRefused("The server did not answer as it should. Nothing was stored; try again.");
}

function address(path: string, options: ReadOptions, extra: Record<string, string>): string {
  return `/api/measurements/${path}?${new URLSearchParams({ options: JSON.stringify(options), ...extra })}`;
}

/** What a file is, from its beginning. */
export async function previewFile(file: File, options: ReadOptions, signal: AbortSignal): Promise<MeasurementsPreview> {
  let response: Response;
  try {
    response = await fetch(address("preview", options, { size: String(file.size) }), { method: "POST", body: file.slice(0, HEAD_BYTES), signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new FileRefused("The server does not answer. Check that it runs and that you are online. Nothing was stored.");
  }
  const text = await response.text();
  if (!response.ok) throw refusalOf(text);
  return JSON.parse(text) as MeasurementsPreview;
}

interface ReadSettings {
  wantsTrace: boolean;
  /** Share of the file that the server has taken. */
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/** Sends a whole file and gets what was read from it. The server reads while it receives, so the bytes sent tell how far it is. */
export function readFile(file: File, options: ReadOptions, settings: ReadSettings): Promise<ReadMeasurements> {
  return new Promise((resolve, reject) => {
    // fetch does not tell how much of a body has gone out
    const request = new XMLHttpRequest();
    request.open("POST", address("read", options, settings.wantsTrace ? { trace: "1" } : {}));
    request.upload.onprogress = (event) => settings.onProgress(event.total > 0 ? event.loaded / event.total : 0);
    request.onload = () => {
      if (request.status !== 200) reject(refusalOf(request.responseText));
      else resolve(JSON.parse(request.responseText) as ReadMeasurements);
    };
    request.onerror = () => reject(new FileRefused("The connection broke while the file was sent. Nothing was stored; try again."));
    request.onabort = () => reject(new DOMException("cancelled", "AbortError"));
    settings.signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}
