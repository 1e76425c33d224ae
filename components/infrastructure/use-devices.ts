"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "../data/trpc";

/** Devices that some catalogue has figures for. */
export function useDevices(): readonly string[] {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.library.catalogues.queryOptions());
  return useMemo(() => [...new Set((data ?? []).flatMap((catalogue) => catalogue.implementations.flatMap((entry) => entry.devices)))].sort(), [data]);
}
