import { formatReference } from "../../../core/documents/format-reference";
import { jsonSchemaOf, jsonSchemaOfAny } from "../../../core/documents/json-schema";
import { DOCUMENT_KINDS } from "../../../core/documents/kinds";
import { didYouMean, listNames } from "../../../core/documents/nearest";
import { EXIT, type ExitStatus, failure } from "../failure";
import type { Output } from "../output";

/** The JSON Schema of a kind (of any document without one), or the format reference. */
export async function schema(name: string | undefined, options: { markdown?: boolean }, output: Output): Promise<ExitStatus> {
  const kind = DOCUMENT_KINDS.find((candidate) => candidate.toLowerCase() === name?.toLowerCase());
  if (name !== undefined && !kind)
    throw failure("unknown-kind", `unknown kind \`${name}\`${didYouMean(name, DOCUMENT_KINDS)}`, `kinds are ${listNames(DOCUMENT_KINDS)}`);
  if (options.markdown) await output.write(formatReference());
  else await output.write(`${JSON.stringify(kind ? jsonSchemaOf(kind) : jsonSchemaOfAny(), null, 2)}\n`);
  return EXIT.done;
}
