import { Document, isCollection, isMap, isSeq, visit } from "yaml";

const WIDTH = 240;

/** Decimal places that survive: figures keep 12 significant digits, so that a rebuild on another machine gives the same bytes. */
export function tidy(value: number, digits = 12): number {
  return Number(value.toPrecision(digits));
}

/**
 * YAML of our documents as a person would write it: short collections on one line, long ones indented. The same documents always give the same bytes.
 */
export function toYaml(documents: readonly unknown[], heading: string): string {
  const texts = documents.map((content) => {
    const document = new Document(content, { aliasDuplicateObjects: false });
    visit(document, {
      Collection(_key, node, path) {
        if (path.length <= 3) return undefined;
        // A list of records has one line for each.
        if (isSeq(node) && node.items.some(isMap)) return undefined;
        const json = JSON.stringify(node.toJSON());
        const indent = path.filter(isCollection).length * 2;
        if (json.length + indent <= WIDTH && (isSeq(node) || isMap(node))) {
          node.flow = true;
          return visit.SKIP;
        }
        return undefined;
      },
    });
    return document.toString({ lineWidth: 0, flowCollectionPadding: true });
  });
  const comment = heading
    .trim()
    .split("\n")
    .map((line) => `# ${line}`.trimEnd())
    .join("\n");
  return `${comment}\n${texts.join("---\n")}`;
}
