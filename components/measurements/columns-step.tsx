"use client";

import { Select } from "@mantine/core";
import type { MeasurementsPreview, ReadOptions } from "@/server/importers/measurements/read-measurements";
import type { ImportTargets } from "@/server/use-cases/import-targets";
import classes from "./measurements.module.css";
import { PointsTable } from "./points-table";
import { ProblemsTable } from "./problems-table";

const UNITS = [
  { value: "s", label: "seconds" },
  { value: "ms", label: "ms" },
  { value: "us", label: "µs" },
  { value: "ns", label: "ns" },
];
const DELIMITERS = [
  { value: ",", label: "comma" },
  { value: ";", label: "semicolon" },
  { value: "\t", label: "tab" },
  { value: "|", label: "bar" },
];
type Unit = "s" | "ms" | "us" | "ns";
const NOT_READ = "";

const ROLES = [
  ["timestamp", "Time of arrival"],
  ["latency", "Latency"],
  ["promptTokens", "Prompt tokens"],
  ["completionTokens", "Completion tokens"],
  ["ok", "Went well"],
] as const;

interface ColumnsStepProps {
  preview: MeasurementsPreview;
  options: ReadOptions;
  targets: Pick<ImportTargets, "formats" | "meanings">;
  onChange: (options: ReadOptions) => void;
}

/** What the file is and what its columns mean; the first rows show at once what comes of it. */
export function ColumnsStep({ preview, options, targets, onChange }: ColumnsStepProps) {
  const { format, table, sample, problem } = preview;
  const problems = [...(problem ? [problem] : []), ...(sample?.problems ?? [])];
  return (
    <>
      <div className={classes.row}>
        <Select
          label="Format"
          w={260}
          data={targets.formats.map((item) => ({ value: item.id, label: item.title }))}
          value={format}
          allowDeselect={false}
          onChange={(value) => onChange({ format: value as ReadOptions["format"] })}
        />
        {table ? (
          <Select
            label="Cells are separated by"
            w={180}
            data={DELIMITERS}
            value={table.delimiter}
            allowDeselect={false}
            onChange={(value) => onChange({ format, delimiter: value as ReadOptions["delimiter"] })}
          />
        ) : null}
      </div>
      {table && format === "csv" ? (
        <MappingTable table={table} meanings={targets.meanings} onChange={(mapping) => onChange({ ...options, format, mapping })} />
      ) : null}
      {table && format === "request-log" ? <LogMapping table={table} onChange={(logMapping) => onChange({ ...options, format, logMapping })} /> : null}
      <h3 className={classes.sub}>The first rows, as they would be read</h3>
      {sample && sample.notes.length > 0 ? <p className={classes.dim}>{sample.notes.join("; ")}</p> : null}
      {sample && sample.points.length > 0 ? <PointsTable points={sample.points.slice(0, 8)} /> : null}
      {!sample && !problem ? <p className={classes.dim}>The file is read in the next step.</p> : null}
      <ProblemsTable problems={problems} />
    </>
  );
}

type Table = NonNullable<MeasurementsPreview["table"]>;

function MappingTable({
  table,
  meanings,
  onChange,
}: {
  table: Table;
  meanings: ImportTargets["meanings"];
  onChange: (mapping: NonNullable<ReadOptions["mapping"]>) => void;
}) {
  const choices = [{ value: NOT_READ, label: "Not read" }, ...meanings.map((meaning) => ({ value: meaning.field as string, label: meaning.title }))];
  const set = (column: string, field: string, unit: Unit | undefined) => {
    const others = table.mapping.filter((entry) => entry.column !== column && entry.field !== field);
    if (field === NOT_READ) return onChange(others);
    const isTime = meanings.find((meaning) => meaning.field === field)?.isTime ?? false;
    const entry = { column, field: field as Table["mapping"][number]["field"], ...(isTime && unit ? { unit } : {}) };
    // the order of the file's columns
    onChange([...others, entry].sort((left, right) => table.header.indexOf(left.column) - table.header.indexOf(right.column)));
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable with the keyboard
    <section className={classes.scroll} tabIndex={0} aria-label="Columns of the file">
      <table className={classes.table} data-testid="import-columns">
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">First values</th>
            <th scope="col">Means</th>
            <th scope="col">Unit</th>
          </tr>
        </thead>
        <tbody>
          {table.header.map((column, index) => {
            const entry = table.mapping.find((candidate) => candidate.column === column);
            const isTime = meanings.find((meaning) => meaning.field === entry?.field)?.isTime ?? false;
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a broken header may name two columns alike
              <tr key={`${index} ${column}`} data-unused={!entry || undefined}>
                <th scope="row" className={classes.code}>
                  {column === "" ? <span className={classes.dim}>no name</span> : column}
                </th>
                <td className={classes.samples}>
                  {table.rows
                    .slice(0, 3)
                    .map((row) => row[index] ?? "")
                    .join(" · ")}
                </td>
                <td>
                  <Select
                    aria-label={`Meaning of ${column || `column ${index + 1}`}`}
                    w={260}
                    searchable
                    data={choices}
                    value={entry?.field ?? NOT_READ}
                    allowDeselect={false}
                    disabled={column === ""}
                    onChange={(field) => set(column, field ?? NOT_READ, entry?.unit)}
                  />
                </td>
                <td>
                  {isTime && entry ? (
                    <Select
                      aria-label={`Unit of ${column}`}
                      w={110}
                      data={UNITS}
                      value={entry.unit ?? "ms"}
                      allowDeselect={false}
                      onChange={(unit) => set(column, entry.field, (unit ?? "ms") as Unit)}
                    />
                  ) : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function LogMapping({ table, onChange }: { table: Table; onChange: (mapping: NonNullable<ReadOptions["logMapping"]>) => void }) {
  const { logMapping } = table;
  const columns = [{ value: NOT_READ, label: "Not in the file" }, ...[...new Set(table.header)].filter(Boolean).map((name) => ({ value: name, label: name }))];
  const first = (column: string | undefined) => (column === undefined ? "" : (table.rows[0]?.[table.header.indexOf(column)] ?? ""));
  return (
    <div className={classes.roles} data-testid="import-columns">
      {ROLES.map(([role, title]) => (
        <Select
          key={role}
          label={title}
          description={first(logMapping[role]) ? `such as ${first(logMapping[role])}` : " "}
          inputWrapperOrder={["label", "input", "description"]}
          data={columns}
          value={logMapping[role] ?? NOT_READ}
          allowDeselect={false}
          onChange={(value) => {
            const { [role]: _before, ...others } = logMapping;
            onChange(value ? { ...others, [role]: value } : others);
          }}
        />
      ))}
      {logMapping.latency ? (
        <Select
          label="Unit of the latency"
          data={UNITS}
          value={logMapping.latencyUnit ?? "ms"}
          allowDeselect={false}
          onChange={(latencyUnit) => onChange({ ...logMapping, latencyUnit: (latencyUnit ?? "ms") as Unit })}
        />
      ) : null}
    </div>
  );
}
