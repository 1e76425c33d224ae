"use client";

import { Button, Group, Modal, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "../data/trpc";

interface NewDocumentDialogProps {
  kind: "Catalogue" | "Infrastructure";
  list: string;
  opened: boolean;
  onClose: () => void;
}

/** Makes an empty catalogue or infrastructure and opens it. */
export function NewDocumentDialog({ kind, list, opened, onClose }: NewDocumentDialogProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [title, setTitle] = useState("");
  const create = useMutation(
    trpc.documents.create.mutationOptions({
      onSuccess: (view) => {
        void queryClient.invalidateQueries({ queryKey: trpc.library.pathKey() });
        void queryClient.invalidateQueries({ queryKey: trpc.documents.list.queryKey() });
        router.push(`${list}/${view.id}`);
      },
    }),
  );
  const noun = kind.toLowerCase();
  return (
    <Modal opened={opened} onClose={onClose} title={`New ${noun}`} size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate({ kind, title: title.trim() });
        }}
      >
        <TextInput
          label="Name"
          placeholder={`Untitled ${noun}`}
          value={title}
          maxLength={200}
          error={create.error?.message}
          onChange={(event) => setTitle(event.currentTarget.value)}
          data-autofocus
        />
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Create
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
