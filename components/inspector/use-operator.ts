"use client";

import { useEditor } from "@/components/editor/editor-store";
import { sameFields } from "@/components/editor/same-fields";
import type { OperatorRecord } from "@/core/graph/edit-tables";

/** Some fields of an operator: whoever asks for them is drawn again only when one of them changes, not at every keystroke in another field. */
export function useOperator<K extends keyof OperatorRecord>(id: string, ...keys: K[]): Partial<Pick<OperatorRecord, K>> {
  return useEditor((state) => {
    const record = state.document.tables.operators[id];
    const picked: Partial<Pick<OperatorRecord, K>> = {};
    if (record) for (const key of keys) picked[key] = record[key];
    return picked;
  }, sameFields);
}
