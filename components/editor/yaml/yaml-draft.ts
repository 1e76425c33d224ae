import type { DraftStore, TextDraft } from "@/components/saving/draft-store";
import type { EditTables } from "@/core/graph/edit-tables";
import type { EditorStore } from "../editor-store";

/** Keeps a text that is not drawn yet in this browser, so that a reload or a crash does not lose it, and takes it up again. Returns what ends that. */
export function keepYamlDraft(store: EditorStore, drafts: DraftStore): () => void {
  const documentId = `${store.getState().document.documentId}, text`;
  let ended = false;
  drafts
    .get<TextDraft<EditTables>>(documentId)
    .then((draft) => {
      const { interaction, actions } = store.getState();
      if (ended || !draft || interaction.unappliedYaml) return;
      actions.setInteraction({ unappliedYaml: { text: draft.text, base: draft.base } });
    })
    .catch(() => {});
  const unsubscribe = store.subscribe(({ interaction: { unappliedYaml } }, previous) => {
    if (unappliedYaml === previous.interaction.unappliedYaml) return;
    const write = unappliedYaml
      ? drafts.put<TextDraft<EditTables>>({ documentId, base: unappliedYaml.base, text: unappliedYaml.text })
      : drafts.remove(documentId);
    void write.catch(() => {});
  });
  return () => {
    ended = true;
    unsubscribe();
  };
}
