"use client";

import { Button, Group, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { useCreatePipeline } from "./use-create-pipeline";

export function NewPipelineDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [title, setTitle] = useState("");
  const { empty, pending } = useCreatePipeline();
  return (
    <Modal opened={opened} onClose={onClose} title="New pipeline" size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void empty(title.trim()).then((view) => view && onClose());
        }}
      >
        <TextInput
          label="Name"
          placeholder="Untitled pipeline"
          value={title}
          maxLength={200}
          onChange={(event) => setTitle(event.currentTarget.value)}
          data-autofocus
        />
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={pending}>
            Create
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
