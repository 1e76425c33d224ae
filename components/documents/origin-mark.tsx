import { Badge } from "@mantine/core";

/** Whether a document of a list comes with Trilemma; else what it is called in files. */
export function OriginMark({ document }: { document: { builtin: boolean; name: string } }) {
  return document.builtin ? <Badge color="gray">Built in</Badge> : document.name;
}
