import type { Context } from "./context";

/** The workspace that the gate names exists from the first start on. */
export async function ensureWorkspace(context: Context): Promise<void> {
  await context.db.workspace.upsert({ where: { id: context.workspace }, create: { id: context.workspace, title: "My workspace" }, update: {} });
}
