import { notifications } from "@mantine/notifications";

/** Reads the system clipboard; where the browser does not allow it, says which key does. */
export async function pasteFromClipboard(use: (text: string) => Promise<boolean>): Promise<void> {
  try {
    const text = await navigator.clipboard.readText();
    if (!(await use(text))) notifications.show({ color: "gray", message: "The clipboard holds no pipeline." });
  } catch {
    notifications.show({ color: "gray", message: "The browser does not let the page read the clipboard. Press Ctrl V instead." });
  }
}
