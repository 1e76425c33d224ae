import { useLayoutEffect } from "react";
import type { EditorState } from "./editor-state";
import { useEditorStore } from "./editor-store";

/** Writes a text of the document past React, which would draw anew all that is round it for every letter that is typed. */
export function useLiveText(read: (state: EditorState) => string, write: (text: string) => void): void {
  const store = useEditorStore();
  useLayoutEffect(() => {
    let written: string | null = null;
    const follow = (state: EditorState) => {
      const text = read(state);
      if (text === written) return;
      written = text;
      write(text);
    };
    follow(store.getState());
    return store.subscribe(follow);
  });
}
