"use client";

import { ActionIcon, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconArchive, IconCopy, IconDots, IconDownload } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC, useTRPCClient } from "../data/trpc";
import { downloadDocument } from "./download";
import { useArchive } from "./use-archive";

interface DocumentMenuProps {
  document: { id: string; title: string; usedBy: number };
  list: string;
}

/** What can be done with a document from its list. */
export function DocumentMenu({ document, list }: DocumentMenuProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const router = useRouter();
  const queryClient = useQueryClient();
  const refresh = async () => {
    await queryClient.invalidateQueries({ queryKey: trpc.library.pathKey() });
    await queryClient.invalidateQueries({ queryKey: trpc.workloads.list.queryKey() });
    await queryClient.invalidateQueries({ queryKey: trpc.documents.list.queryKey() });
  };
  const failed = (error: { message: string }) => notifications.show({ color: "red", title: "Not done", message: error.message });
  const duplicate = useMutation(
    trpc.documents.duplicate.mutationOptions({
      onError: failed,
      onSuccess: (view) => {
        void refresh();
        router.push(`${list}/${view.id}`);
      },
    }),
  );
  const archive = useArchive(document, refresh);
  const download = async (format: "yaml" | "json") => {
    try {
      downloadDocument((await client.documents.get.query({ id: document.id })).document, format);
    } catch (error) {
      failed({ message: error instanceof Error ? error.message : "The server does not answer. Try again." });
    }
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`Actions for ${document.title}`}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconCopy size={14} aria-hidden />} onClick={() => duplicate.mutate({ id: document.id })}>
          Duplicate
        </Menu.Item>
        <Menu.Item leftSection={<IconDownload size={14} aria-hidden />} onClick={() => void download("yaml")}>
          Export YAML
        </Menu.Item>
        <Menu.Item leftSection={<IconDownload size={14} aria-hidden />} onClick={() => void download("json")}>
          Export JSON
        </Menu.Item>
        <Menu.Item leftSection={<IconArchive size={14} aria-hidden />} disabled={document.usedBy > 0} onClick={archive}>
          {document.usedBy > 0 ? "Archive (in use)" : "Archive"}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
