import { describe, expect, it } from "vitest";
import { snapBox } from "../../../core/graph/edit-snap";

const box = (x: number, y: number, width = 100, height = 50) => ({ x, y, width, height });

describe("snapping", () => {
  it("draws edges to edges and middles to middles within reach, each axis by itself", () => {
    expect(snapBox(box(203, 81), [box(200, 0)], 5)).toEqual({ dx: -3, dy: 0, guides: [{ axis: "x", at: 200, from: 0, to: 131 }] });
    expect(snapBox(box(300, 4), [box(0, 0)], 5)).toMatchObject({ dx: 0, dy: -4, guides: [{ axis: "y", at: 0 }] });
    // middles of boxes of different width
    expect(snapBox(box(152, 200), [box(100, 0, 200)], 5)).toMatchObject({ dx: -2, guides: [{ axis: "x", at: 200 }] });
  });

  it("takes the nearest line, and nothing out of reach", () => {
    expect(snapBox(box(204, 300), [box(200, 0), box(205, 900)], 6).dx).toBe(1);
    expect(snapBox(box(206, 300), [box(200, 0)], 5)).toEqual({ dx: 0, dy: 0, guides: [] });
  });
});
