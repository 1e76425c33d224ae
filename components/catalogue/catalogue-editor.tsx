"use client";

import { SegmentedControl, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useMemo, useState } from "react";
import { nextOrder } from "@/core/graph/edit-tables";
import { TASKS, taskInfo } from "@/core/graph/task-ports";
import type { Transaction } from "@/core/history/transaction";
import { type CatalogueTables, type OwnerTable, ownerOf, removeOwner } from "@/core/tables/catalogue-tables";
import type { SheetPlace } from "@/core/tables/infrastructure-tables";
import { freeKey, freeName, keysInOrder } from "@/core/tables/records";
import { useSheet } from "../documents/sheet-store";
import { SheetTable } from "../documents/sheet-table";
import { formatCount } from "../ui/format";
import type { CellPlace } from "../ui/grid/grid-types";
import { hasWords, searchWords } from "../ui/search-words";
import classes from "./catalogue.module.css";
import { implementationColumns, MODEL_COLUMNS } from "./catalogue-columns";
import { OwnerDetails } from "./owner-details";

type Tx = Transaction<CatalogueTables>;

interface CatalogueEditorProps {
  catalogueId: string;
  devices: readonly string[];
  reveal: SheetPlace | null;
  /** Implementation or model that is open first, by name. */
  initialName?: string | null;
}

/** Implementations and models as tables; the figures of the chosen one below. */
export function CatalogueEditor({ catalogueId, devices, reveal, initialName }: CatalogueEditorProps) {
  const tables = useSheet((state) => state.tables) as CatalogueTables;
  const { models, implementations } = tables;
  const [table, setTable] = useState<OwnerTable>(() => initialTable(tables, initialName));
  const [chosen, setChosen] = useState<Record<OwnerTable, string | null>>(() => ({
    implementations: keyNamed(tables, "implementations", initialName) ?? keysInOrder(implementations)[0] ?? null,
    models: keyNamed(tables, "models", initialName) ?? keysInOrder(models)[0] ?? null,
  }));
  const [search, setSearch] = useState("");
  const [focus, setFocus] = useState<CellPlace | null>(() => {
    const key = keyNamed(tables, table, initialName);
    return key ? { key, column: "name" } : null;
  });
  const tasks = useMemo(
    () => [...new Set([...Object.values(implementations).map((entry) => entry.task), ...TASKS.map((task) => task.id)])].sort(),
    [implementations],
  );
  const columns = useMemo(() => (table === "models" ? MODEL_COLUMNS : implementationColumns(tasks)), [table, tasks]);
  const keys = useMemo(() => {
    const words = searchWords(search);
    const records = table === "models" ? models : implementations;
    return keysInOrder(records).filter((key) => {
      const { name = "", title = "", task = "", model = "" } = records[key] as { name: string; title?: string; task?: string; model?: string };
      return hasWords(words, name, title, task, task && taskInfo(task).title, model);
    });
  }, [table, models, implementations, search]);

  const open = (next: OwnerTable, key: string, column?: string) => {
    setTable(next);
    setSearch("");
    setChosen((now) => ({ ...now, [next]: key }));
    if (column !== undefined) setFocus({ key, column });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new wish moves the selection
  useEffect(() => {
    if (!reveal) return;
    const row = (tables as unknown as Record<string, Record<string, { owner?: string }>>)[reveal.table]?.[reveal.key];
    const owner = row?.owner ? ownerOf(row.owner) : { table: reveal.table as OwnerTable, key: reveal.key };
    open(owner.table, owner.key, row?.owner ? undefined : reveal.field);
  }, [reveal]);

  const add = (tx: Tx): string => {
    const taken = new Set(Object.values(tx.tables[table]).map((entry) => entry.name));
    const name = freeName(taken, table === "models" ? "new-model" : "new-implementation");
    const key = freeKey(tx.tables, table, name);
    const order = nextOrder(tx.tables[table]);
    if (table === "models") tx.put("models", key, { name, order });
    else tx.put("implementations", key, { name, task: tasks[0] ?? "text-generation", order });
    return key;
  };
  const selected = chosen[table];
  const name = selected ? tables[table][selected]?.name : undefined;

  return (
    <div className={classes.editor}>
      <section className={classes.card} aria-label={table === "models" ? "Models" : "Implementations"}>
        <div className={classes.toolbar}>
          <SegmentedControl
            aria-label="What is listed"
            value={table}
            onChange={(next) => {
              setTable(next as OwnerTable);
              setSearch("");
            }}
            data={[
              { value: "implementations", label: `Implementations ${formatCount(Object.keys(implementations).length)}` },
              { value: "models", label: `Models ${formatCount(Object.keys(models).length)}` },
            ]}
          />
          <TextInput
            aria-label="Search this catalogue"
            placeholder="Search name, task, model"
            leftSection={<IconSearch size={14} aria-hidden />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            className={classes.search}
          />
          {search ? <span className={classes.sum}>{formatCount(keys.length)} found</span> : null}
        </div>
        <SheetTable
          key={table}
          table={table}
          keys={keys}
          columns={columns}
          noun={table === "models" ? "model" : "implementation"}
          label={table === "models" ? "Models" : "Implementations"}
          nameOf={(key) => tables[table][key]?.name ?? ""}
          selectedKey={selected}
          onSelect={(key) => setChosen((now) => ({ ...now, [table]: key }))}
          reveal={focus}
          onReveal={(place) => open(table, place.key, place.column)}
          onAdd={(tx) => add(tx as unknown as Tx)}
          onRemove={(tx, key) => removeOwner(tx as unknown as Tx, table, key)}
          maxHeight="44vh"
          empty={
            search
              ? "Nothing matches the search."
              : table === "models"
                ? "No models: implementations may carry figures of their own."
                : "No implementations yet. Add one, or import a file."
          }
        />
      </section>
      <section className={classes.card} aria-label="Figures">
        {selected ? (
          <OwnerDetails
            key={`${table}/${selected}`}
            table={table}
            recordKey={selected}
            devices={devices}
            reveal={reveal}
            onOpenModel={(model) => {
              const key = keyNamed(tables, "models", model);
              if (key) open("models", key, "name");
            }}
            {...(name ? { profilesHref: `/catalogue/${catalogueId}/profiles/${encodeURIComponent(name)}` } : {})}
          />
        ) : (
          <p className={classes.pad}>Choose a row to see its figures.</p>
        )}
      </section>
    </div>
  );
}

function keyNamed(tables: CatalogueTables, table: OwnerTable, name: string | null | undefined): string | null {
  return Object.entries(tables[table]).find(([, record]) => record.name === name)?.[0] ?? null;
}

function initialTable(tables: CatalogueTables, name: string | null | undefined): OwnerTable {
  return name && !keyNamed(tables, "implementations", name) && keyNamed(tables, "models", name) ? "models" : "implementations";
}
