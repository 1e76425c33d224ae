import type { DraftStore } from "@/components/saving/draft-store";
import type { EditTables } from "@/core/graph/edit-tables";
import type { EditorStore } from "../editor-store";

/** Keeps a text that is not drawn yet in this browser, so that a reload or a crash does not lose it, and takes it up again. Returns what ends that. */
export function keepYamlDraft(store: EditorStore, drafts: DraftStore): () => void {
  const { document, saving } = store.getState();
  const documentId = `${document.documentId}, text`;
  let ended = false;
  drafts
    .get<EditTables>(documentId)
    .then((draft) => {
      const { interaction, actions } = store.getState();
      if (ended || draft?.text === undefined || interaction.unappliedYaml) return;
      actions.setInteraction({ unappliedYaml: { text: draft.text, base: draft.base } });
    })
    .catch(() => {});
  const unsubscribe = store.subscribe(({ interaction: { unappliedYaml } }, previous) => {
    if (unappliedYaml === previous.interaction.unappliedYaml) return;
    const write = unappliedYaml
      ? drafts.put({
          documentId,
          baseVersion: saving.version,
          base: unappliedYaml.base,
          tables: unappliedYaml.base,
          text: unappliedYaml.text,
          savedAt: Date.now(),
        })
      : drafts.remove(documentId);
    void write.catch(() => {});
  });
  return () => {
    ended = true;
    unsubscribe();
  };
}
