import { Document, isCollection, isMap, isSeq, visit } from "yaml";

const WIDTH = 154;

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
        // As long as the flow form is: a blank after each comma and colon, two in each pair of braces.
        const json = JSON.stringify(node.toJSON())
          .replaceAll(/[,:{}]/g, "$& ")
          .replaceAll(/"([\w./-]+)"/g, "$1");
        const indent = path.filter(isCollection).length * 2;
        if (json.length + indent <= WIDTH && (isSeq(node) || isMap(node))) {
          node.flow = true;
          return visit.SKIP;
        }
        return undefined;
      },
    });
    // Maps keep their inner blanks, lists do not, as our formatter wants it; no text of ours holds a bracket beside a blank.
    return document.toString({ lineWidth: 0, flowCollectionPadding: true }).replaceAll("[ ", "[").replaceAll(" ]", "]");
  });
  const comment = heading
    .trim()
    .split("\n")
    .map((line) => `# ${line}`.trimEnd())
    .join("\n");
  return `${comment}\n${texts.join("---\n")}`;
}
