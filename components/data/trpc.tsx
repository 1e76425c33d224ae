"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchStreamLink, httpSubscriptionLink, splitLink, TRPCClientError } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import superjson from "superjson";
import { frontierTransfer } from "@/core/frontier/frontier-transfer";
import type { AppRouter } from "@/server/trpc/router";
import type { ErrorReport } from "@/server/trpc/trpc";

superjson.registerCustom(frontierTransfer, "frontier");

const context = createTRPCContext<AppRouter>();
export const useTRPC = context.useTRPC;
export const useTRPCClient = context.useTRPCClient;

const NEVER_RETRIED = new Set(["BAD_REQUEST", "FORBIDDEN", "NOT_FOUND", "CONFLICT", "UNPROCESSABLE_CONTENT"]);

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: true,
        retry: (failures, error) => failures < 2 && !(error instanceof TRPCClientError && NEVER_RETRIED.has(error.data?.code)),
      },
      mutations: { retry: false },
    },
  });
}

function createClient() {
  const url = typeof window === "undefined" ? "http://localhost/api/trpc" : `${window.location.origin}/api/trpc`;
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === "subscription",
        true: httpSubscriptionLink({ url, transformer: superjson }),
        false: httpBatchStreamLink({ url, transformer: superjson }),
      }),
    ],
  });
}

/** Gives the pages below it the server's procedures and the cache of what they answered. */
export function DataProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  const [client] = useState(createClient);
  return (
    <QueryClientProvider client={queryClient}>
      <context.TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </context.TRPCProvider>
    </QueryClientProvider>
  );
}

/** The stable code and the details of a failed call; null when the server was not reached at all (offline). */
export function reportOf(error: unknown): ErrorReport | null {
  if (!(error instanceof TRPCClientError)) return null;
  const data: unknown = error.data;
  return data !== null && typeof data === "object" && "report" in data ? (data.report as ErrorReport) : null;
}

/** Whether the server says that there is no such thing, or that its name cannot be one. */
export function isMissing(error: unknown): boolean {
  const code = reportOf(error)?.code;
  return code === "not-found" || code === "invalid-input";
}
