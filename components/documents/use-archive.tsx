"use client";

import { Anchor } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "../data/trpc";

/** Takes a document out of the lists, with a way back. */
export function useArchive(document: { id: string; title: string }, refresh: () => Promise<void>): () => void {
  const trpc = useTRPC();
  const onError = (error: { message: string }) => notifications.show({ color: "red", title: "Not done", message: error.message });
  const restore = useMutation(trpc.documents.restore.mutationOptions({ onSuccess: refresh, onError }));
  const archive = useMutation(
    trpc.documents.archive.mutationOptions({
      onError,
      onSuccess: async () => {
        await refresh();
        const undo = () => {
          restore.mutate({ id: document.id });
          notifications.hide(shown);
        };
        const shown = notifications.show({
          title: `${document.title} archived`,
          message: (
            <Anchor component="button" type="button" inherit underline="always" onClick={undo}>
              Undo
            </Anchor>
          ),
          color: "gray",
          autoClose: 10_000,
        });
      },
    }),
  );
  return () => archive.mutate({ id: document.id });
}
