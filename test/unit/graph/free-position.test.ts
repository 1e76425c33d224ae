import { describe, expect, it } from "vitest";
import { freePosition } from "../../../core/graph/edit-operations";
import type { EditTables } from "../../../core/graph/edit-tables";

describe("a place near the wanted one", () => {
  it("is the wanted one where that is free, else the nearest beside what is there", () => {
    const tables = { positions: {}, notes: {} } as unknown as EditTables;
    expect(freePosition(tables, { x: 10.4, y: 20 })).toEqual({ x: 10, y: 20 });
    const column = Object.fromEntries(Array.from({ length: 9 }, (_, row) => [`n${row}`, { x: 0, y: (row - 4) * 110 }]));
    const place = freePosition({ ...tables, positions: column }, { x: 0, y: 0 });
    expect(Math.abs(place.x)).toBeGreaterThan(150);
    expect(place.y).toBe(0);
    const notes = { n: { x: 0, y: 0 } } as unknown as EditTables["notes"];
    expect(freePosition({ ...tables, notes }, { x: 0, y: 0 })).not.toEqual({ x: 0, y: 0 });
  });
});
