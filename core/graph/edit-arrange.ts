import { NODE_SIZE } from "./edit-operations";
import type { EditTables, PositionRecord } from "./edit-tables";

export type Alignment = "left" | "centre" | "right" | "top" | "middle" | "bottom";

interface Box extends PositionRecord {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

function boxesOf(tables: EditTables, ids: readonly string[]): Box[] {
  return ids.flatMap((id) => {
    const note = tables.notes[id];
    if (note) return [{ id, x: note.x, y: note.y, width: note.width ?? 200, height: note.height ?? 96 }];
    const at = tables.positions[id];
    const size = tables.inputs[id] ? NODE_SIZE.input : NODE_SIZE.operator;
    return at ? [{ id, x: at.x, y: at.y, ...size }] : [];
  });
}

/** New places of nodes that are aligned by an edge or a middle of what they cover together. */
export function align(tables: EditTables, ids: readonly string[], how: Alignment): Record<string, PositionRecord> {
  const boxes = boxesOf(tables, ids);
  const left = Math.min(...boxes.map((box) => box.x));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const top = Math.min(...boxes.map((box) => box.y));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return Object.fromEntries(
    boxes.map((box) => {
      switch (how) {
        case "left":
          return [box.id, { x: left, y: box.y }];
        case "right":
          return [box.id, { x: right - box.width, y: box.y }];
        case "centre":
          return [box.id, { x: (left + right - box.width) / 2, y: box.y }];
        case "top":
          return [box.id, { x: box.x, y: top }];
        case "bottom":
          return [box.id, { x: box.x, y: bottom - box.height }];
        default:
          return [box.id, { x: box.x, y: (top + bottom - box.height) / 2 }];
      }
    }),
  );
}

/** New places of nodes with equal gaps between them along an axis; the outermost two stay. */
export function distribute(tables: EditTables, ids: readonly string[], axis: "x" | "y"): Record<string, PositionRecord> {
  const size = axis === "x" ? "width" : "height";
  const boxes = boxesOf(tables, ids).sort((a, b) => a[axis] - b[axis]);
  const first = boxes[0];
  const last = boxes[boxes.length - 1];
  if (!first || !last || boxes.length < 3) return {};
  const space = last[axis] + last[size] - first[axis] - boxes.reduce((sum, box) => sum + box[size], 0);
  const gap = space / (boxes.length - 1);
  let at = first[axis];
  return Object.fromEntries(
    boxes.map((box) => {
      const place = axis === "x" ? { x: at, y: box.y } : { x: box.x, y: at };
      at += box[size] + gap;
      return [box.id, place];
    }),
  );
}
