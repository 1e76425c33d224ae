import { authorise } from "../auth/gate";
import type { Context } from "./context";
import { type DocumentView, loadView } from "./stored-document";

export async function getDocument(context: Context, input: { id: string; version?: number | undefined }): Promise<DocumentView> {
  authorise(context.principal, "document:read");
  return loadView(context.db, context, input.id, input.version);
}
