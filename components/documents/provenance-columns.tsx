import { EVIDENCE } from "@/core/documents/common";
import { fieldValue } from "@/core/tables/field";
import { EvidenceMark } from "./evidence-mark";
import { type SheetColumn, textColumn } from "./sheet-column";
import { SourceText } from "./source-text";

const OPTIONS = [{ value: "", label: "as the source says" }, ...EVIDENCE.map((value) => ({ value, label: value }))];

export const evidenceColumn: SheetColumn = textColumn("evidence", "Evidence", 104, {
  options: () => OPTIONS,
  hint: "How the figures were obtained. Without it: measured by its source, or assumed when there is none",
  render: (row) => <EvidenceMark figure={row as { source?: string }} />,
});

export const sourceColumn: SheetColumn = textColumn("source", "Source", 200, {
  grow: true,
  fallback: "none: counts as assumed",
  hint: "A citation, “measured”, or “assumed: …” with the reasoning",
  render: (row) => <SourceText source={fieldValue(row, "source") as string | undefined} />,
});
