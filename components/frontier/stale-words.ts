/** The parts of a semantic key in its order (`semanticKey` in core/graph). */
const PARTS = ["the pipeline's name", "inputs", "operators", "edges", "routers", "quality", "the workload"] as const;

type Entry = [string, unknown];

function isRecord(value: unknown): value is Entry[] {
  return Array.isArray(value) && value.every((item) => Array.isArray(item) && item.length === 2 && typeof item[0] === "string");
}

/** Records that are new, gone or different, by their `id`. */
function changedIds(before: unknown, after: unknown): string[] {
  const byId = (list: unknown) =>
    new Map(
      (Array.isArray(list) ? list : []).filter(isRecord).map((record): [string, string] => {
        const id = record.find(([name]) => name === "id")?.[1];
        return [typeof id === "string" ? id : JSON.stringify(record), JSON.stringify(record)];
      }),
    );
  const [a, b] = [byId(before), byId(after)];
  return [...new Set([...a.keys(), ...b.keys()])].filter((id) => a.get(id) !== b.get(id));
}

/** What differs between what was planned and what is on the page, in words; null when only something outside of both can have changed. */
export function staleWords(planned: string | null, now: string): string | null {
  if (planned === null) return null;
  const [before, after] = [JSON.parse(planned) as unknown[], JSON.parse(now) as unknown[]];
  const words = PARTS.flatMap((name, part) => {
    if (JSON.stringify(before[part]) === JSON.stringify(after[part])) return [];
    if (name === "operators" || name === "inputs") {
      const ids = changedIds(before[part], after[part]);
      return ids.length > 0
        ? [`${ids.length === 1 ? name.slice(0, -1) : name} ${ids.slice(0, 3).join(", ")}${ids.length > 3 ? ` and ${ids.length - 3} more` : ""}`]
        : [`order of ${name}`];
    }
    if (name === "the workload") {
      const fields = (list: unknown) => (Array.isArray(list) ? list : []).filter(isRecord).flat();
      const [a, b] = [fields(before[part]), fields(after[part])];
      const names = [...new Set([...a, ...b].map(([field]) => field))].filter(
        (field) => JSON.stringify(a.filter(([own]) => own === field)) !== JSON.stringify(b.filter(([own]) => own === field)),
      );
      return names.map(
        (field) => ({ slos: "targets", rateRps: "rate", at: "where the users are", curve: "the daily curve", trace: "the trace" })[field] ?? field,
      );
    }
    return [name];
  });
  return words.length > 0 ? words.join("; ") : null;
}
