import type { CatalogueIndex } from "@/components/editor/catalogue-index";
import { INPUT_PREFIX } from "@/components/editor/edit-commands";
import { searchWords } from "@/components/ui/search-words";
import { PORT_TYPES, TASKS, type TaskInfo, taskInfo } from "@/core/graph/task-ports";

/** One thing that can be added to the canvas. */
export interface PaletteItem {
  /** Task, or `input:TYPE`. */
  readonly key: string;
  readonly title: string;
  readonly group: string;
  readonly summary: string;
  /** Implementations in the open catalogues; null for inputs. */
  readonly count: number | null;
}

/** Tasks of the open catalogues, then those we know that no catalogue serves yet; without catalogues, all we know. */
export function paletteItems(catalogue: CatalogueIndex): PaletteItem[] {
  const served = [...catalogue.byTask.keys()].map((task) => taskInfo(task));
  const titles = new Set(served.map((task) => task.title));
  const others = TASKS.filter((task) => !task.alias && !catalogue.byTask.has(task.id) && !titles.has(task.title)).filter(
    (task, index, all) => all.findIndex((item) => item.title === task.title) === index,
  );
  const item = (task: TaskInfo, group: string): PaletteItem => ({
    key: task.id,
    title: task.title,
    group,
    summary: task.summary,
    count: catalogue.byTask.get(task.id)?.length ?? 0,
  });
  const order = ["Language", "Knowledge", "Vision", "Speech", "Control"];
  // Compared by code, not by the rules of a language: to load those takes longer than to draw the palette.
  const known = served.sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group) || (a.title < b.title ? -1 : 1)).map((task) => item(task, task.group));
  const inputs = PORT_TYPES.filter((type) => ["text", "image", "audio", "video", "documents", "any"].includes(type)).map((type) => ({
    key: `${INPUT_PREFIX}${type}`,
    title: type === "any" ? "Any input" : `${type.charAt(0).toUpperCase()}${type.slice(1)} input`,
    group: "Inputs",
    summary: "Where data enters the pipeline",
    count: null,
  }));
  return [...inputs, ...known, ...others.map((task) => item(task, "No implementation yet"))];
}

/** Items whose title, key, group or summary contain every word. */
export function searchItems(items: readonly PaletteItem[], query: string): PaletteItem[] {
  const words = searchWords(query);
  if (words.length === 0) return [...items];
  const score = (item: PaletteItem): number => {
    const title = item.title.toLowerCase();
    const all = `${title} ${item.key} ${item.group} ${item.summary}`.toLowerCase();
    if (!words.every((word) => all.includes(word))) return -1;
    return (title.startsWith(words[0] as string) ? 4 : 0) + (words.every((word) => title.includes(word)) ? 2 : 0) + (item.count ? 1 : 0);
  };
  return items
    .map((item) => ({ item, score: score(item) }))
    .filter((entry) => entry.score >= 0)
    .sort((a, b) => b.score - a.score)
    .map((entry) => entry.item);
}
