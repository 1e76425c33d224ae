"use client";

import { Button, Switch } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import Link from "next/link";
import { useMemo, useState } from "react";
import { nextOrder } from "@/core/graph/edit-tables";
import type { Transaction } from "@/core/history/transaction";
import { type CatalogueTables, type ImplementationRecord, type OwnerTable, ownerRef, rowsOfOwner } from "@/core/tables/catalogue-tables";
import type { SheetPlace } from "@/core/tables/infrastructure-tables";
import { freeKey } from "@/core/tables/records";
import type { SheetColumn } from "../documents/sheet-column";
import { useSheet, useSheetStore } from "../documents/sheet-store";
import { SheetTable } from "../documents/sheet-table";
import classes from "./catalogue.module.css";
import { API_COLUMNS, profileColumns, qualityColumns, tokensColumns } from "./catalogue-columns";

type Tx = Transaction<CatalogueTables>;
type ListName = "profiles" | "quality" | "tokens";

interface OwnerDetailsProps {
  table: OwnerTable;
  recordKey: string;
  devices: readonly string[];
  reveal: SheetPlace | null;
  /** Leads to the model that an implementation names. */
  onOpenModel?: (name: string) => void;
  /** Page with the measured points and the fit behind the figures. */
  profilesHref?: string;
}

function newRow(list: ListName, devices: readonly string[]): object {
  if (list === "quality") return { value: 0.5, source: "assumed" };
  if (list === "tokens") return { completion: { mean: 100 }, source: "assumed" };
  return { device: devices[0] ?? "device", latencyMs: { mean: 100 }, source: "assumed" };
}

/** All figures of one model or implementation, each list a table of its own. */
export function OwnerDetails({ table, recordKey, devices, reveal, onOpenModel, profilesHref }: OwnerDetailsProps) {
  const store = useSheetStore();
  const record = useSheet((state) => (state.tables as CatalogueTables)[table][recordKey]);
  const readOnly = useSheet((state) => state.readOnly);
  const [all, setAll] = useState(false);
  if (!record) return <p className={classes.pad}>Choose a row to see its figures.</p>;
  const owner = ownerRef(table, recordKey);
  const model = table === "implementations" ? (record as ImplementationRecord).model : undefined;
  const lists: readonly ListName[] = table === "models" ? ["profiles"] : ["quality", "tokens", "profiles"];
  const common = { owner, devices, all, reveal, name: record.name };
  const addApi = () =>
    store
      .getState()
      .actions.edit(`Add an API to ${record.name}`, (tx) =>
        (tx as unknown as Tx).update(table, recordKey, { api: { pricePerCallUsd: 0, latencyMs: { mean: 1000 }, source: "assumed" } } as object),
      );
  return (
    <div className={classes.details}>
      <div className={classes.detailsHead}>
        <h2>{record.title ?? record.name}</h2>
        {record.title ? <code className={classes.code}>{record.name}</code> : null}
        {profilesHref ? (
          <Link href={profilesHref} className={classes.link}>
            Points and fits
          </Link>
        ) : null}
        <span className={classes.space} />
        <Switch label="All columns" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />
      </div>
      {record.description ? <p className={classes.pad}>{record.description}</p> : null}
      {lists.map((list) => (
        <Rows key={list} list={list} {...common} model={list === "profiles" ? model : undefined} onOpenModel={onOpenModel} />
      ))}
      <section aria-label="API">
        <h3 className={classes.listTitle}>API</h3>
        {record.api ? (
          <SheetTable
            table={table}
            keys={[recordKey]}
            columns={API_COLUMNS}
            noun="API"
            label={`API of ${record.name}`}
            nameOf={() => record.name}
            reveal={reveal?.table === table && reveal.key === recordKey && reveal.field.startsWith("api") ? { key: reveal.key, column: reveal.field } : null}
          />
        ) : (
          <p className={classes.pad}>{model ? "None of its own: that of its model counts, where it has one." : "Not offered as a hosted interface."}</p>
        )}
        {readOnly ? null : record.api ? (
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            m={4}
            leftSection={<IconTrash size={13} aria-hidden />}
            onClick={() => store.getState().actions.edit(`Remove the API of ${record.name}`, (tx) => tx.update(table, recordKey, { api: undefined } as object))}
          >
            Remove the API
          </Button>
        ) : (
          <Button variant="subtle" color="gray" size="compact-xs" m={4} leftSection={<IconPlus size={13} aria-hidden />} onClick={addApi}>
            Add an API
          </Button>
        )}
      </section>
    </div>
  );
}

const TITLES: Record<ListName, { title: string; noun: string; none: string }> = {
  quality: { title: "Quality", noun: "quality row", none: "No quality value: it is not offered where a pipeline’s quality model needs one." },
  tokens: { title: "Tokens per call", noun: "token row", none: "No token counts. They are needed only where times or prices are per token." },
  profiles: { title: "Operating points", noun: "operating point", none: "No operating point: it cannot run on devices of one’s own." },
};

interface RowsProps {
  list: ListName;
  owner: string;
  name: string;
  devices: readonly string[];
  all: boolean;
  reveal: SheetPlace | null;
  model: string | undefined;
  onOpenModel: ((name: string) => void) | undefined;
}

function Rows({ list, owner, name, devices, all, reveal, model, onOpenModel }: RowsProps) {
  const rows = useSheet((state) => (state.tables as CatalogueTables)[list]) as Readonly<Record<string, object & { owner: string; order: number }>>;
  const [added, setAdded] = useState<{ key: string; column: string } | null>(null);
  const keys = useMemo(() => rowsOfOwner(rows, owner), [rows, owner]);
  const shown = useMemo(() => keys.map((key) => rows[key] as object), [keys, rows]);
  const columns = useMemo((): readonly SheetColumn[] => {
    if (list === "quality") return qualityColumns(shown, all);
    return list === "tokens" ? tokensColumns(shown, all) : profileColumns(shown, devices, all);
  }, [list, shown, all, devices]);
  const { title, noun, none } = TITLES[list];
  const wanted = useMemo(() => (reveal?.table === list && keys.includes(reveal.key) ? { key: reveal.key, column: reveal.field } : null), [reveal, list, keys]);
  const inherits = list === "profiles" && model !== undefined && keys.length === 0;
  return (
    <section aria-label={title}>
      <h3 className={classes.listTitle}>
        {title}
        {keys.length > 0 ? <span className={classes.sum}>{keys.length}</span> : null}
        {inherits ? (
          <span className={classes.sum}>
            those of{" "}
            <button type="button" className={classes.linkButton} onClick={() => onOpenModel?.(model)}>
              {model}
            </button>
          </span>
        ) : null}
      </h3>
      <SheetTable
        table={list}
        keys={keys}
        columns={columns}
        noun={noun}
        label={`${title} of ${name}`}
        nameOf={(key) => `${keys.indexOf(key) + 1} of ${name}`}
        reveal={added ?? wanted}
        onReveal={setAdded}
        onAdd={(tx) => {
          const key = freeKey(tx.tables, list, `${owner} new`);
          tx.put(list, key, { ...newRow(list, devices), owner, order: nextOrder(rows) } as object);
          return key;
        }}
        onRemove={(tx, key) => tx.remove(list, key)}
        maxHeight={360}
        empty={inherits ? "The model’s operating points count. Points added here would replace them." : none}
      />
    </section>
  );
}
