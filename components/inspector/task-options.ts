import type { CatalogueIndex } from "@/components/editor/catalogue-index";
import { TASKS, taskInfo } from "@/core/graph/task-ports";

/** Tasks to choose from: those that an open catalogue serves first, with how many ways it knows; each title once. */
export function taskOptions(index: CatalogueIndex, current: string | undefined): { value: string; label: string }[] {
  const known = [...new Set([...index.byTask.keys(), ...TASKS.filter((task) => !task.alias).map((task) => task.id), ...(current ? [current] : [])])];
  const options = known
    .map((task) => ({ value: task, title: taskInfo(task).title, count: index.byTask.get(task)?.length ?? 0 }))
    .sort((a, b) => Number(b.count > 0) - Number(a.count > 0) || (a.title < b.title ? -1 : 1));
  return options
    .filter((option, at) => option.value === current || option.count > 0 || options.findIndex((other) => other.title === option.title) === at)
    .map(({ value, title, count }) => ({ value, label: `${title}${count > 0 ? ` (${count})` : ""}` }));
}
