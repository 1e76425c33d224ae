"use client";

import { Button, Group, Modal, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../data/trpc";

interface RenameDialogProps {
  document: { id: string; title: string } | null;
  onClose: () => void;
}

/** Gives a document another title. Mount it with the document's id as key. */
export function RenameDialog({ document, onClose }: RenameDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [title, setTitle] = useState(document?.title ?? "");
  const rename = useMutation(
    trpc.documents.rename.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: trpc.studies.list.queryKey() });
        await queryClient.invalidateQueries({ queryKey: trpc.documents.list.queryKey() });
        onClose();
      },
    }),
  );
  return (
    <Modal opened={document !== null} onClose={onClose} title="Rename" size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (document) rename.mutate({ id: document.id, title: title.trim() });
        }}
      >
        <TextInput
          label="Name"
          value={title}
          maxLength={200}
          error={rename.error?.message}
          onChange={(event) => setTitle(event.currentTarget.value)}
          data-autofocus
        />
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={rename.isPending} disabled={title.trim() === ""}>
            Rename
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
