import type { PipelineDocument } from "../documents/pipeline";
import type { PlanBody, PlanOperator } from "../documents/plan";
import { edgeLanes, lanePath } from "./edge-lanes";
import { boundsOfGroup, collapsedMembers, groupOfKey } from "./edit-groups";
import { NODE_SIZE, NOTE_SIZE } from "./edit-operations";
import { type EditTables, inOrder, tablesOfPipeline } from "./edit-tables";
import { shownEdges } from "./shown-edges";
import { taskInfo } from "./task-ports";

export interface DrawOptions {
  /** Plan whose choices are written into the nodes. */
  plan?: PlanBody;
  theme?: "light" | "dark";
  /** Space around the drawing, px. */
  padding?: number;
  title?: boolean;
}

interface Palette {
  background: string;
  surface: string;
  border: string;
  text: string;
  dim: string;
  faint: string;
  track: string;
}

const PALETTES: Readonly<Record<"light" | "dark", Palette>> = {
  light: { background: "#ffffff", surface: "#ffffff", border: "#cdd1d7", text: "#1b1e23", dim: "#5d646f", faint: "#6f7681", track: "#eceef1" },
  dark: { background: "#131518", surface: "#202328", border: "#3d4149", text: "#e3e5e9", dim: "#a0a6b0", faint: "#868c97", track: "#24272c" },
};
const BARS = [
  ["latencyShare", "#0072B2"],
  ["costShare", "#E69F00"],
  ["qualityLossShare", "#009E73"],
] as const;
const SANS = "Inter, 'Segoe UI', system-ui, sans-serif";
const MONO = "'JetBrains Mono', ui-monospace, Menlo, monospace";

/** Signs for loops and copies as paths of 24 × 24 px (Tabler's): text fonts have none. */
const LOOP = "M4 12v-3a3 3 0 0 1 3-3h13m-3-3l3 3l-3 3M20 12v3a3 3 0 0 1-3 3h-13m3 3l-3-3l3-3";
const SPLIT = "M21 17h-8l-3.5-5h-6.5M21 7h-8l-3.5 5M18 10l3-3l-3-3M18 20l3-3l-3-3";

interface Badge {
  readonly icon: string;
  readonly text: string;
}

function escapeXml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

/** Width of a glyph of the text font, per font size. */
const AVERAGE_GLYPH = 0.545;
const NOTE_LINE = 16;

/** Cuts a text to a width, counting an average glyph width per font size. */
function shorten(text: string, width: number, size: number, mono = false): string {
  const most = Math.floor(width / (size * (mono ? 0.602 : AVERAGE_GLYPH)));
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
}

/** The lines of a text within a box; what has no room at its end is left out, and said to be by `…`. */
function wrapped(text: string, width: number, height: number, size: number): string[] {
  const most = Math.max(4, Math.floor(width / (size * AVERAGE_GLYPH)));
  const lines = text.split("\n").flatMap((paragraph) => {
    const list = [""];
    for (const word of paragraph.split(" ")) {
      const last = list[list.length - 1] as string;
      if (last === "") list[list.length - 1] = word;
      else if (last.length + 1 + word.length <= most) list[list.length - 1] = `${last} ${word}`;
      else list.push(word);
    }
    return list.map((line) => shorten(line, width, size));
  });
  const room = Math.max(1, Math.floor(height / NOTE_LINE));
  return lines.length <= room ? lines : [...lines.slice(0, room - 1), `${lines[room - 1]} …`];
}

function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}

interface TextStyle {
  size: number;
  colour: string;
  weight?: number;
  mono?: boolean;
  anchor?: "end" | "middle";
}

function textElement(x: number, y: number, content: string, style: TextStyle): string {
  const { size, colour, weight = 400, mono = false, anchor } = style;
  return `<text x="${number(x)}" y="${number(y)}" font-family="${mono ? MONO : SANS}" font-size="${size}" font-weight="${weight}" fill="${colour}"${anchor ? ` text-anchor="${anchor}"` : ""}>${escapeXml(content)}</text>`;
}

function operatorElement(
  x: number,
  y: number,
  title: string,
  task: string,
  badges: readonly Badge[],
  planned: PlanOperator | undefined,
  colours: Palette,
): string {
  const { width, height } = NODE_SIZE.operator;
  let badgesAt = x + width - 10;
  const badgeParts = badges.map(({ icon, text }) => {
    badgesAt -= text.length * 6.5;
    const label = textElement(badgesAt, y + 22, text, { size: 11, colour: colours.dim });
    badgesAt -= 14;
    const drawn = `<path transform="translate(${number(badgesAt)} ${number(y + 12)}) scale(0.5)" d="${icon}" fill="none" stroke="${colours.dim}" stroke-width="2"/>`;
    badgesAt -= 6;
    return label + drawn;
  });
  const lines = [
    `<rect x="${number(x)}" y="${number(y)}" width="${width}" height="${height}" rx="6" fill="${colours.surface}" stroke="${colours.border}"/>`,
    textElement(x + 10, y + 22, shorten(title, badgesAt - x - 14, 13), { size: 13, colour: colours.text, weight: 600 }),
  ];
  lines.push(...badgeParts);
  if (planned) {
    const { configuration, parts, metrics } = planned;
    const knobs = Object.entries(configuration.knobs).map(([name, value]) => `${name} ${String(value)}`);
    const replicas = parts.reduce((sum, part) => sum + part.replicas, 0);
    const pools = [...new Set(parts.map((part) => (part.pool === "api" ? "API" : part.pool)))].join(" + ");
    lines.push(
      textElement(x + 10, y + 40, shorten([configuration.implementation, ...knobs].join(" · "), width - 20, 11, true), {
        size: 11,
        colour: colours.text,
        mono: true,
      }),
    );
    lines.push(textElement(x + 10, y + 57, shorten(pools, width - 60, 11), { size: 11, colour: colours.dim }));
    if (replicas > 0) lines.push(textElement(x + width - 10, y + 57, `×${replicas}`, { size: 11, colour: colours.dim, anchor: "end" }));
    BARS.forEach(([key, colour], index) => {
      const top = y + 66 + index * 5;
      const share = Math.min(1, metrics?.[key] ?? 0);
      lines.push(`<rect x="${number(x + 10)}" y="${number(top)}" width="${width - 20}" height="3" rx="1.5" fill="${colours.track}"/>`);
      if (share > 0)
        lines.push(`<rect x="${number(x + 10)}" y="${number(top)}" width="${number((width - 20) * share)}" height="3" rx="1.5" fill="${colour}"/>`);
    });
  } else lines.push(textElement(x + 10, y + 42, shorten(task, width - 20, 11), { size: 11, colour: colours.dim }));
  return lines.join("");
}

/**
 * Draws a pipeline as a stand-alone SVG, from the document alone: no browser, no fonts to load. With a plan, every operator says what
 * runs where. Positions are px; the drawing is as large as what is on it.
 */
export function drawPipelineSvg(document: PipelineDocument, options: DrawOptions = {}): string {
  const { plan, theme = "light", padding = 24, title = true } = options;
  const colours = PALETTES[theme];
  const tables = tablesOfPipeline(document);
  const inputs = inOrder(tables.inputs);
  const operators = inOrder(tables.operators);
  const folded = collapsedMembers(tables.groups);
  const shown = <R extends { id: string }>(records: readonly R[]) => records.filter(({ id }) => !folded.has(id));
  const sizeOf = (id: string) => (tables.inputs[id] ? NODE_SIZE.input : NODE_SIZE.operator);
  const groups = Object.keys(tables.groups).flatMap((id) => {
    const box = boundsOfGroup(tables, id);
    return box ? [{ id, box, group: tables.groups[id] as EditTables["groups"][string] }] : [];
  });
  const notes = Object.entries(tables.notes).filter(([id]) => !folded.has(id));
  const lanes = edgeLanes(tables);
  const boxes = [
    ...[...shown(inputs), ...shown(operators)].map(({ id }) => ({ ...(tables.positions[id] ?? { x: 0, y: 0 }), ...sizeOf(id) })),
    ...notes.map(([, note]) => ({ x: note.x, y: note.y, width: note.width ?? NOTE_SIZE.width, height: note.height ?? NOTE_SIZE.height })),
    ...groups.map(({ box }) => box),
    ...[...lanes.values()].map((lane) => ({ x: lane.from, y: lane.y, width: lane.to - lane.from, height: 0 })),
  ];
  const left = boxes.length > 0 ? Math.min(...boxes.map((box) => box.x)) : 0;
  const top = boxes.length > 0 ? Math.min(...boxes.map((box) => box.y)) : 0;
  const width = (boxes.length > 0 ? Math.max(...boxes.map((box) => box.x + box.width)) - left : 240) + 2 * padding;
  const head = title ? 28 : 0;
  const height = (boxes.length > 0 ? Math.max(...boxes.map((box) => box.y + box.height)) - top : 40) + 2 * padding + head;
  const place = (id: string) => {
    const group = groupOfKey(id);
    const at = (group === null ? tables.positions[id] : boundsOfGroup(tables, group)) ?? { x: 0, y: 0 };
    return { x: at.x - left + padding, y: at.y - top + padding + head };
  };
  const planned = new Map(plan?.operators.map((operator) => [operator.id, operator]));
  const parts: string[] = [];

  for (const { box, group } of groups) {
    const x = box.x - left + padding;
    const y = box.y - top + padding + head;
    if (group.collapsed) parts.push(operatorElement(x, y, group.title, `${group.members.length} members`, [], undefined, colours));
    else {
      parts.push(
        `<rect x="${number(x)}" y="${number(y)}" width="${number(box.width)}" height="${number(box.height)}" rx="8" fill="none" stroke="${colours.border}" stroke-dasharray="4 3"/>`,
      );
      parts.push(textElement(x + 10, y + 18, shorten(group.title, box.width - 20, 12), { size: 12, colour: colours.dim, weight: 600 }));
    }
  }
  for (const [, note] of notes) {
    const x = note.x - left + padding;
    const y = note.y - top + padding + head;
    const { width = NOTE_SIZE.width, height = NOTE_SIZE.height } = note;
    parts.push(
      `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" rx="4" fill="none" stroke="${colours.border}" stroke-dasharray="2 3"/>`,
    );
    wrapped(note.text, width - 20, height - 16, 12).forEach((line, index) => {
      parts.push(textElement(x + 10, y + 20 + index * NOTE_LINE, line, { size: 12, colour: colours.dim }));
    });
  }
  for (const edge of shownEdges(tables)) {
    if (!(tables.operators[edge.from] ?? tables.inputs[edge.from]) || !tables.operators[edge.to]) continue;
    const from = place(edge.source);
    const to = place(edge.target);
    const start = { x: from.x + sizeOf(edge.source).width, y: from.y + sizeOf(edge.source).height / 2 };
    const end = { x: to.x, y: to.y + NODE_SIZE.operator.height / 2 };
    const bend = Math.max(24, Math.abs(end.x - start.x) / 2);
    const drawn = lanes.get(edge.id);
    const lane = drawn && { from: drawn.from - left + padding, to: drawn.to - left + padding, y: drawn.y - top + padding + head };
    const path = lane
      ? lanePath(start, lane, end)
      : `M${number(start.x)} ${number(start.y)} C${number(start.x + bend)} ${number(start.y)} ${number(end.x - bend)} ${number(end.y)} ${number(end.x)} ${number(end.y)}`;
    parts.push(`<path d="${path}" fill="none" stroke="${colours.faint}" stroke-width="1.25" marker-end="url(#arrow)"/>`);
    const probability = tables.routers[edge.from]?.choose.find((choice) => choice.to === edge.to)?.probability;
    if (probability !== undefined) {
      const x = lane ? (lane.from + lane.to) / 2 : (start.x + end.x) / 2;
      const y = lane ? lane.y : (start.y + end.y) / 2;
      parts.push(`<rect x="${number(x - 20)}" y="${number(y - 9)}" width="40" height="18" rx="3" fill="${colours.surface}" stroke="${colours.border}"/>`);
      parts.push(textElement(x, y + 4, `${Math.round(probability * 1000) / 10} %`, { size: 11, colour: colours.text, anchor: "middle" }));
    }
  }
  for (const input of shown(inputs)) {
    const { x, y } = place(input.id);
    const { width: w, height: h } = NODE_SIZE.input;
    parts.push(
      `<rect x="${number(x)}" y="${number(y)}" width="${w}" height="${h}" rx="6" fill="${colours.surface}" stroke="${colours.border}" stroke-dasharray="4 3"/>`,
    );
    parts.push(textElement(x + 10, y + 19, shorten(input.id, w - 20, 12), { size: 12, colour: colours.text, weight: 600 }));
    parts.push(
      textElement(x + 10, y + 34, shorten([input.type, input.at && `at ${input.at}`].filter(Boolean).join(", ") || "input", w - 20, 11), {
        size: 11,
        colour: colours.dim,
      }),
    );
  }
  for (const operator of shown(operators)) {
    const { x, y } = place(operator.id);
    const badges = [
      ...(operator.iterations && operator.iterations.max !== 1 ? [{ icon: LOOP, text: number(operator.iterations.mean) }] : []),
      ...((operator.fanOut ?? 1) !== 1 ? [{ icon: SPLIT, text: number(operator.fanOut ?? 1) }] : []),
    ];
    const used = plan?.alternatives?.[operator.id];
    const task = operator.alternatives ? (used ? `Uses ${used}` : `${operator.alternatives.length} alternatives`) : taskInfo(operator.task).title;
    parts.push(operatorElement(x, y, operator.title ?? operator.id, task, badges, planned.get(operator.id), colours));
  }
  const name = document.metadata.title ?? document.metadata.name;
  const caption = title ? textElement(padding, padding + 6, plan ? `${name} · plan ${plan.id}` : name, { size: 14, colour: colours.text, weight: 600 }) : "";
  const described = `${operators.length} operators, ${Object.keys(tables.edges).length} edges`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${number(width)}" height="${number(height)}" viewBox="0 0 ${number(width)} ${number(height)}" role="img">`,
    `<title>${escapeXml(name)}</title><desc>${escapeXml(described)}</desc>`,
    `<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M1 1.5 L9 5 L1 8.5" fill="none" stroke="${colours.faint}" stroke-width="1.5"/></marker></defs>`,
    `<rect width="100%" height="100%" fill="${colours.background}"/>`,
    caption,
    ...parts,
    "</svg>",
    "",
  ].join("\n");
}
