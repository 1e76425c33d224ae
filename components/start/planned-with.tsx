"use client";

import { MultiSelect, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../data/trpc";
import { ErrorState } from "../ui/state-view";
import classes from "./import-dialog.module.css";

/** What an imported pipeline is planned with; absent: as the server chooses, the newest infrastructure and every catalogue. */
export interface PlannedWithChoice {
  infrastructureId?: string;
  catalogueIds?: string[];
}

interface PlannedWithProps {
  /** Whether the files bring none, so that one is chosen here. */
  infrastructure: boolean;
  catalogues: boolean;
  choice: PlannedWithChoice;
  onChoose: (choice: PlannedWithChoice) => void;
}

/** What a pipeline will be planned with where its files do not say. */
export function PlannedWith({ infrastructure, catalogues, choice, onChoose }: PlannedWithProps) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery({ ...trpc.documents.list.queryOptions(), enabled: infrastructure || catalogues });
  if (error) {
    return (
      <ErrorState compact title="What it can be planned with could not be loaded" onRetry={() => void refetch()}>
        Imported now, it is planned with what the workspace has.
      </ErrorState>
    );
  }
  const optionsOf = (kind: "Infrastructure" | "Catalogue") =>
    (data ?? []).flatMap((item) => (item.kind === kind ? [{ value: item.id, label: item.title, name: item.name }] : []));
  const sites = optionsOf("Infrastructure");
  const libraries = optionsOf("Catalogue");
  return (
    <>
      {infrastructure ? (
        <Select
          className={classes.choice}
          label="Planned on"
          description="No infrastructure is among the documents."
          data={distinct(sites)}
          value={choice.infrastructureId ?? sites[0]?.value ?? null}
          onChange={(id) => id && onChoose({ ...choice, infrastructureId: id })}
          allowDeselect={false}
          searchable
          nothingFoundMessage="No infrastructure is called that."
        />
      ) : null}
      {catalogues ? (
        <MultiSelect
          className={classes.choice}
          label="With the catalogues"
          description="No catalogue is among the documents. Where two have an implementation of the same name, the later one counts."
          data={distinct(libraries)}
          value={choice.catalogueIds ?? libraries.map((library) => library.value)}
          onChange={(ids) => onChoose({ ...choice, catalogueIds: ids })}
          searchable
          clearable
          nothingFoundMessage="No catalogue is called that."
        />
      ) : null}
    </>
  );
}

/** Titles that several share are told apart by their names. */
function distinct(options: readonly { value: string; label: string; name: string }[]): { value: string; label: string }[] {
  return options.map(({ value, label, name }) => ({
    value,
    label: options.some((other) => other.value !== value && other.label === label) ? `${label} (${name})` : label,
  }));
}
