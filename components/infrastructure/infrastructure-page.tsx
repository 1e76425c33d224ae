"use client";

import { SheetPage } from "../documents/sheet-page";
import { InfrastructureEditor } from "./infrastructure-editor";
import { useDevices } from "./use-devices";

/** The page of one infrastructure: its map and its tables. */
export function InfrastructurePage({ id }: { id: string }) {
  const devices = useDevices();
  return (
    <SheetPage id={id} kind="Infrastructure">
      {(reveal) => <InfrastructureEditor devices={devices} reveal={reveal} />}
    </SheetPage>
  );
}
