/** Pictures of charts as they stand on the page: canvases, drawings and the words round them in one standalone SVG. */

const STYLED = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-opacity",
  "stroke-linejoin",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "paint-order",
  "dominant-baseline",
  "letter-spacing",
] as const;
const PADDING = 16;
const TITLE_HEIGHT = 26;

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

function isSeen(style: CSSStyleDeclaration): boolean {
  return style.display !== "none" && style.visibility !== "hidden" && Number(style.opacity) > 0.01;
}

function isTransparent(colour: string): boolean {
  return colour === "transparent" || /rgba\(.*, 0\)$/.test(colour) || /\/ 0(%|\))/.test(colour);
}

/** A drawing with what style sheets and variables give it written into it. */
function inlined(drawing: SVGSVGElement): SVGSVGElement {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const originals = [drawing, ...drawing.querySelectorAll<SVGElement>("*")];
  const copies = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  originals.forEach((original, index) => {
    const target = copies[index];
    if (!target) return;
    const style = getComputedStyle(original);
    for (const name of STYLED) {
      const value = style.getPropertyValue(name);
      if (value && value !== "none" && value !== "normal" && value !== "auto") target.style.setProperty(name, value);
      else if (value === "none" && (name === "fill" || name === "stroke")) target.style.setProperty(name, value);
    }
    target.removeAttribute("class");
  });
  return copy;
}

interface Pen {
  out: string[];
  defs: string[];
  left: number;
  top: number;
}

function drawBox(pen: Pen, element: Element, style: CSSStyleDeclaration, bounds: DOMRect): void {
  const [x, y] = [bounds.left - pen.left, bounds.top - pen.top];
  const radius = Number.parseFloat(style.borderTopLeftRadius) || 0;
  const stops = /linear-gradient\((?:to right|90deg), (.*)\)$/.exec(style.backgroundImage)?.[1]?.match(/rgba?\([^)]*\)/g);
  let fill = isTransparent(style.backgroundColor) ? "none" : style.backgroundColor;
  if (stops && stops.length > 1) {
    const id = `scale-${pen.defs.length}`;
    pen.defs.push(
      `<linearGradient id="${id}">${stops.map((colour, index) => `<stop offset="${index / (stops.length - 1)}" stop-color="${colour}"/>`).join("")}</linearGradient>`,
    );
    fill = `url(#${id})`;
  }
  if (fill !== "none")
    pen.out.push(`<rect x="${x}" y="${y}" width="${bounds.width}" height="${bounds.height}" rx="${Math.min(radius, bounds.height / 2)}" fill="${fill}"/>`);
  for (const [side, x1, y1, x2, y2] of [
    ["Top", x, y, x + bounds.width, y],
    ["Bottom", x, y + bounds.height, x + bounds.width, y + bounds.height],
    ["Left", x, y, x, y + bounds.height],
    ["Right", x + bounds.width, y, x + bounds.width, y + bounds.height],
  ] as const) {
    const width = Number.parseFloat(style[`border${side}Width`]);
    const colour = style[`border${side}Color`];
    if (width > 0 && style[`border${side}Style`] !== "none" && !isTransparent(colour))
      pen.out.push(`<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${colour}" stroke-width="${width}"/>`);
  }
  if (element instanceof HTMLCanvasElement && element.width > 0)
    pen.out.push(`<image x="${x}" y="${y}" width="${bounds.width}" height="${bounds.height}" href="${element.toDataURL("image/png")}"/>`);
}

/** Words of one text node, line by line as the page broke them. */
function drawText(pen: Pen, node: Text, style: CSSStyleDeclaration): void {
  const text = node.data;
  if (text.trim() === "") return;
  const range = document.createRange();
  const lines: { words: string; left: number; top: number; height: number }[] = [];
  for (const match of text.matchAll(/\S+/g)) {
    range.setStart(node, match.index);
    range.setEnd(node, match.index + match[0].length);
    const bounds = range.getBoundingClientRect();
    if (bounds.width === 0) continue;
    const last = lines.at(-1);
    if (last && Math.abs(last.top - bounds.top) < 2) last.words += ` ${match[0]}`;
    else lines.push({ words: match[0], left: bounds.left, top: bounds.top, height: bounds.height });
  }
  const size = Number.parseFloat(style.fontSize);
  for (const line of lines) {
    const baseline = line.top - pen.top + line.height / 2 + size * 0.36;
    pen.out.push(
      `<text x="${line.left - pen.left}" y="${baseline}" font-family="${escapeXml(style.fontFamily)}" font-size="${size}" font-weight="${style.fontWeight}" fill="${style.color}">${escapeXml(line.words)}</text>`,
    );
  }
}

function drawElement(pen: Pen, element: Element): void {
  if (element.hasAttribute("data-export-skip")) return;
  const style = getComputedStyle(element);
  if (!isSeen(style) || style.clipPath === "inset(50%)" || element.classList.contains("t-visually-hidden")) return;
  const bounds = element.getBoundingClientRect();
  if (element instanceof SVGSVGElement) {
    const copy = inlined(element);
    copy.setAttribute("x", String(bounds.left - pen.left));
    copy.setAttribute("y", String(bounds.top - pen.top));
    copy.setAttribute("width", String(bounds.width));
    copy.setAttribute("height", String(bounds.height));
    copy.style.removeProperty("opacity");
    pen.out.push(new XMLSerializer().serializeToString(copy));
    return;
  }
  if (bounds.width > 0 && bounds.height > 0) drawBox(pen, element, style, bounds);
  for (const child of element.childNodes) {
    if (child instanceof Text) drawText(pen, child, style);
    else if (child instanceof Element) drawElement(pen, child);
  }
}

/** The elements one under another as one SVG, with a title over them and a line of small print under them. */
export function chartSvg(parts: readonly Element[], title: string, note: string): { svg: string; width: number; height: number } {
  const style = getComputedStyle(document.documentElement);
  const [surface, text, dim] = ["--t-surface", "--t-text", "--t-text-dim"].map((name) => style.getPropertyValue(name).trim());
  const font = escapeXml(getComputedStyle(document.body).fontFamily);
  const boxes = parts.map((part) => ({ part, bounds: part.getBoundingClientRect(), height: Math.max(part.scrollHeight, part.getBoundingClientRect().height) }));
  const width = Math.ceil(Math.max(320, ...boxes.map(({ part, bounds }) => Math.max(bounds.width, part.scrollWidth)))) + 2 * PADDING;
  const out: string[] = [];
  const defs: string[] = [];
  let y = PADDING + TITLE_HEIGHT;
  for (const { part, bounds, height } of boxes) {
    const pen: Pen = { out, defs, left: bounds.left - PADDING, top: bounds.top - y };
    drawElement(pen, part);
    y += height + 8;
  }
  const height = Math.ceil(y + PADDING + 8);
  const head = `<text x="${PADDING}" y="${PADDING + 12}" font-family="${font}" font-size="14" font-weight="600" fill="${text}">${escapeXml(title)}</text>`;
  const foot = `<text x="${PADDING}" y="${height - PADDING + 4}" font-family="${font}" font-size="10" fill="${dim}">${escapeXml(note)}</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><title>${escapeXml(title)}</title><defs>${defs.join("")}</defs><rect width="${width}" height="${height}" fill="${surface}"/>${head}${out.join("")}${foot}</svg>`;
  return { svg, width, height };
}

const PNG_SCALE = 2;

/** The same picture in pixels, twice as fine as the page. */
export async function pngOfSvg({ svg, width, height }: { svg: string; width: number; height: number }): Promise<Blob> {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml;charset=utf-8" }));
  try {
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * PNG_SCALE;
    canvas.height = height * PNG_SCALE;
    const pen = canvas.getContext("2d");
    if (!pen) throw new Error("This browser cannot draw the picture.");
    pen.scale(PNG_SCALE, PNG_SCALE);
    pen.drawImage(image, 0, 0, width, height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("This browser cannot write the picture."))), "image/png"),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}
