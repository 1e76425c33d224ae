const WIDTH = 400;

/** JSON with short values on one line each: small differences, and files that open fast (YAML of this size takes a hundred times longer to read). */
export function toJson(value: unknown, indent = ""): string {
  const flat = JSON.stringify(value);
  if (flat.length + indent.length <= WIDTH && !(indent.length < 4)) return flat.replaceAll(/\s*\n\s*/g, " ");
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return `[\n${value.map((item) => `${indent}  ${toJson(item, `${indent}  `)}`).join(",\n")}\n${indent}]`;
  }
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return `{\n${entries.map(([key, item]) => `${indent}  ${JSON.stringify(key)}: ${toJson(item, `${indent}  `)}`).join(",\n")}\n${indent}}`;
  }
  return flat;
}
