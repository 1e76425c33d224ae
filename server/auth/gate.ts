import { DomainError } from "../use-cases/domain-error";

declare const workspaceBrand: unique symbol;
/** A workspace that the caller may enter. Only the gate makes one, so a query cannot forget it or take it from the request. */
export type WorkspaceId = string & { readonly [workspaceBrand]: true };

export type Action = "document:read" | "document:write" | "run:read" | "run:start" | "example:load";

export interface Principal {
  /** Who is written into versions and audit events. */
  id: string;
  kind: "person" | "system";
  title: string;
  may: ReadonlySet<Action>;
}

export const DEFAULT_WORKSPACE = "default";

const everything: ReadonlySet<Action> = new Set<Action>(["document:read", "document:write", "run:read", "run:start", "example:load"]);
const local: Principal = { id: "local", kind: "person", title: "You", may: everything };
const examples: Principal = { id: "system:examples", kind: "system", title: "Examples", may: everything };

export interface Entrance {
  principal: Principal;
  workspace: WorkspaceId;
}

/** Single-user mode: whoever reaches the loopback address is the local person, in the one workspace. The only place that decides it. */
export function enterAsRequest(): Entrance {
  return { principal: local, workspace: DEFAULT_WORKSPACE as WorkspaceId };
}

/** For what the server does of itself at start. */
export function enterAsExamples(): Entrance {
  return { principal: examples, workspace: DEFAULT_WORKSPACE as WorkspaceId };
}

/** Refuses what the principal may not do. Called first by every use case. */
export function authorise(principal: Principal, action: Action): void {
  if (!principal.may.has(action)) {
    throw new DomainError("forbidden", `${principal.title} may not do this (${action}). Ask the owner of the workspace.`, { action });
  }
}
