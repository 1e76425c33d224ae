import { checkDocuments } from "@/core/documents/check";
import { parseDocument } from "@/core/documents/parse";
import type { Problem } from "@/core/documents/problem";
import type { Tables } from "@/core/history/record-diff";
import { ownerOf, ownerRef } from "@/core/tables/catalogue-tables";
import { fieldValue } from "@/core/tables/field";
import { CODECS, type SheetKind } from "./sheet-codec";

/** Rules whose breach makes a name useless: such an edit is refused like one of the wrong form. Other findings are marked and may stay for now. */
const REFUSED = new Set<Problem["code"]>(["duplicate-id", "reserved-id"]);

/** What a problem says, with what to do and its stable code. */
export function problemSentence(problem: Problem): string {
  const message = `${problem.message.charAt(0).toUpperCase()}${problem.message.slice(1)}`;
  return `${message}${problem.hint ? ` (${problem.hint})` : ""} · ${problem.code}`;
}

/** The same about a cell, which people know by the title of its column and not by its key. */
export function cellSentence(sentence: string, field: string, title: string): string {
  return sentence.replaceAll(`\`${field.split(".").at(-1)}\``, title);
}

/** The tables with only what can be wrong because of a record: for a catalogue its model or implementation. */
function around(kind: SheetKind, tables: Tables, table: string, key: string, field: string): Tables {
  if (kind !== "Catalogue" || field === "name") return tables;
  const row = tables[table]?.[key] as { owner?: string } | undefined;
  const owner = row?.owner ?? ownerRef(table as "models", key);
  const { table: ownerTable, key: ownerKey } = ownerOf(owner);
  const rowsOf = (name: string) => Object.fromEntries(Object.entries(tables[name] ?? {}).filter(([, record]) => (record as { owner: string }).owner === owner));
  const only = (name: string) => (name === ownerTable && tables[name]?.[ownerKey] ? { [ownerKey]: tables[name][ownerKey] } : {});
  return {
    meta: tables.meta ?? {},
    models: only("models"),
    implementations: only("implementations"),
    profiles: rowsOf("profiles"),
    quality: rowsOf("quality"),
    tokens: rowsOf("tokens"),
  };
}

/** Whether a problem in a record is about the field of a column, or about what is inside of it. */
export function isAbout(problemField: string, field: string): boolean {
  return problemField === field || problemField.startsWith(`${field}.`);
}

/** What is wrong with a patch that sets a field, by the rules that check whole documents; null when it can be taken. */
export function checkField(kind: SheetKind, tables: Tables, table: string, key: string, field: string, patch: Record<string, unknown>): string | null {
  const record = tables[table]?.[key];
  if (!record) return null;
  const codec = CODECS[kind];
  const scope = around(kind, tables, table, key, field);
  const edited: Tables = { ...scope, [table]: { ...scope[table], [key]: withPatch(record, patch) } };
  const document = codec.documentOf(edited);
  const found = (problems: readonly Problem[]) =>
    problems.find((problem) => {
      const place = codec.placeOf(edited, problem.path);
      return place?.table === table && place.key === key && (isAbout(place.field, field) || field.startsWith(`${place.field}.`));
    });
  const shape = found(parseDocument(document.kind, document).problems);
  if (shape) return problemSentence(shape);
  const name = patch[field];
  const broken = checkDocuments([{ document }]).find((problem) => {
    if (!REFUSED.has(problem.code)) return false;
    const place = codec.placeOf(edited, problem.path);
    // The later of two of one name is reported, whichever was typed last.
    return place?.table === table && place.field === field && fieldValue(edited[table]?.[place.key] ?? {}, field) === name;
  });
  return broken ? problemSentence(broken) : null;
}

function withPatch(record: object, patch: Record<string, unknown>): object {
  const merged: Record<string, unknown> = { ...record, ...patch };
  for (const key in merged) if (merged[key] === undefined) delete merged[key];
  return merged;
}
