/** Whether a document came with Trilemma as reference; the server refuses to change it. */
export function isBuiltin(document: { origin: string | null }): boolean {
  return document.origin?.startsWith("example:builtin/") ?? false;
}
