import { randomUUID } from "node:crypto";
import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { z } from "zod";
import { frontierTransfer } from "../../core/frontier/frontier-transfer";
import type { Context } from "../use-cases/context";
import { DomainError, invalidInput, isDomainError } from "../use-cases/domain-error";

/** What a page learns about an error beside its message. */
export interface ErrorReport {
  /** A `DomainErrorCode`, `invalid-input` or `internal`. */
  code: string;
  details: unknown;
}

const TRPC_CODES = {
  400: "BAD_REQUEST",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  409: "CONFLICT",
  422: "UNPROCESSABLE_CONTENT",
  503: "SERVICE_UNAVAILABLE",
} as const;

/** The one place where errors become tRPC's; what is our fault is logged with an id and told as that id only. */
export function toTrpcError(error: unknown): TRPCError {
  if (error instanceof TRPCError) {
    if (error.code !== "INTERNAL_SERVER_ERROR") return error;
    return error.cause && !(error.cause instanceof TRPCError) ? toTrpcError(error.cause) : hidden(error);
  }
  if (isDomainError(error)) {
    const code = TRPC_CODES[error.status as keyof typeof TRPC_CODES] ?? "BAD_REQUEST";
    return new TRPCError({ code, message: error.message, cause: error });
  }
  if (error instanceof Error && "code" in error && error.code === "P2002") {
    const taken = new DomainError("name-taken", "Something with this name was made at the same moment. Try again.", {}, { cause: error });
    return new TRPCError({ code: "CONFLICT", message: taken.message, cause: taken });
  }
  return hidden(error);
}

function hidden(error: unknown): TRPCError {
  const id = randomUUID();
  console.error(`[${id}]`, error);
  return new TRPCError({
    code: "INTERNAL_SERVER_ERROR",
    message: `Something failed on the server, by a fault of ours. Nothing was lost. The log has more under ${id}.`,
  });
}

superjson.registerCustom(frontierTransfer, "frontier");

const t = initTRPC.context<Context>().create({
  transformer: superjson,
  isDev: false,
  sse: { ping: { enabled: true, intervalMs: 5_000 }, client: { reconnectAfterInactivityMs: 15_000 } },
  errorFormatter({ shape, error }) {
    const { stack: _stack, ...data } = shape.data as typeof shape.data & { stack?: string };
    let report: ErrorReport = { code: "internal", details: null };
    const cause = error.cause instanceof z.ZodError ? invalidInput(error.cause) : error.cause;
    if (isDomainError(cause)) report = { code: cause.code, details: cause.details };
    else if (error.code !== "INTERNAL_SERVER_ERROR") report = { code: error.code.toLowerCase().replaceAll("_", "-"), details: null };
    return { ...shape, message: isDomainError(cause) ? cause.message : shape.message, data: { ...data, report } };
  },
});

export const router = t.router;

export const procedure = t.procedure.use(async ({ next }) => {
  const result = await next();
  if (!result.ok) throw toTrpcError(result.error);
  return result;
});
