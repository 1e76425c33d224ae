"use client";

import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "../data/trpc";

/** Makes a pipeline, empty or as a copy, and opens it. */
export function useCreatePipeline() {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const opened = async (view: { id: string }) => {
    void queryClient.invalidateQueries({ queryKey: trpc.studies.list.queryKey() });
    router.push(`/pipelines/${view.id}`);
  };
  const failed = (error: { message: string }) => notifications.show({ color: "red", title: "The pipeline was not made", message: error.message });
  const create = useMutation(trpc.documents.create.mutationOptions({ onSuccess: opened, onError: failed }));
  const duplicate = useMutation(trpc.documents.duplicate.mutationOptions({ onSuccess: opened, onError: failed }));
  return {
    pending: create.isPending || duplicate.isPending,
    empty: (title: string) => create.mutateAsync({ kind: "Pipeline", title }).catch(() => null),
    fromExample: (id: string) => duplicate.mutateAsync({ id }).catch(() => null),
  };
}
