import type { ZodType } from "zod";
import { authorise } from "../auth/gate";
import { ImportFileError } from "../importers/measurements/problems";
import {
  type MeasurementsPreview,
  previewMeasurements,
  type ReadMeasurements,
  type ReadOptions,
  readMeasurements,
  readOptions,
} from "../importers/measurements/read-measurements";
import { LOG_MAX_BYTES } from "../importers/measurements/request-log";
import { sizeText } from "../importers/measurements/text-source";
import type { Context } from "./context";
import { DomainError } from "./domain-error";

/** A look needs no more than this of a file. */
export const HEAD_BYTES = 1_048_576;
/** Beyond this a file is refused before it is read. */
export const FILE_MAX_BYTES = LOG_MAX_BYTES;

/** Options as they come in an address. */
export function parseReadOptions(text: string | null): ReadOptions {
  if (text === null) return {};
  return parsed(text, readOptions);
}

function parsed<T>(text: string, schema: ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new DomainError("invalid-input", "The choice of columns was not understood. Load the page again.", { field: "options" }, { cause: error });
  }
}

function refused(error: unknown): unknown {
  if (!(error instanceof ImportFileError)) return error;
  const { problem } = error;
  return new DomainError("invalid-input", problem.hint ? `${problem.message} ${problem.hint}` : problem.message, { problem }, { cause: error });
}

/** Says what a file is and how its first rows would be read. Stores nothing. */
export async function previewMeasurementFile(
  context: Context,
  input: { head: Uint8Array; sizeBytes: number; options: ReadOptions },
): Promise<MeasurementsPreview> {
  authorise(context.principal, "document:write");
  if (input.sizeBytes > FILE_MAX_BYTES) throw tooLarge(input.sizeBytes);
  try {
    return await previewMeasurements(input.head, input.head.length >= input.sizeBytes, input.options);
  } catch (error) {
    throw refused(error);
  }
}

/** Reads a whole file as it comes in; stores nothing. A request log needs the same memory whatever its length. */
export async function readMeasurementFile(
  context: Context,
  input: { body: AsyncIterable<Uint8Array>; sizeBytes: number | null; options: ReadOptions; wantsTrace: boolean },
): Promise<ReadMeasurements> {
  authorise(context.principal, "document:write");
  if (input.sizeBytes !== null && input.sizeBytes > FILE_MAX_BYTES) throw tooLarge(input.sizeBytes);
  const { format, ...options } = input.options;
  if (!format) throw new DomainError("invalid-input", "Say which format the file has.", { field: "format" });
  try {
    return await readMeasurements(input.body, format, options, { trace: input.wantsTrace });
  } catch (error) {
    throw refused(error);
  }
}

function tooLarge(sizeBytes: number): DomainError {
  return new DomainError(
    "invalid-input",
    `The file has ${sizeText(sizeBytes)}; ${sizeText(FILE_MAX_BYTES)} is the most that is read. Split it, or take a sample of its rows. Nothing was imported.`,
    { problem: { severity: "error", code: "file-too-large", message: `The file has ${sizeText(sizeBytes)}.`, row: null, column: null } },
  );
}
