"use client";

import { Button } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { SheetPage } from "../documents/sheet-page";
import { useDevices } from "../infrastructure/use-devices";
import { CatalogueEditor } from "./catalogue-editor";

/** The page of one catalogue: what can be done with what, and every figure behind it. */
export function CataloguePage({ id }: { id: string }) {
  const name = useSearchParams().get("name");
  const devices = useDevices();
  const tools = (
    <Button component={Link} href={`/catalogue/import?catalogue=${id}`} variant="subtle" color="gray" leftSection={<IconFileImport size={14} aria-hidden />}>
      Import measurements
    </Button>
  );
  return (
    <SheetPage id={id} kind="Catalogue" tools={tools}>
      {(reveal) => <CatalogueEditor catalogueId={id} devices={devices} reveal={reveal} initialName={name} />}
    </SheetPage>
  );
}
