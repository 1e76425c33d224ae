import { describe, expect, it } from "vitest";
import type { CatalogueDocument } from "../../../core/documents/catalogue";
import { applyProfiles, UnknownTargetError } from "../../../server/importers/measurements/apply-profiles";

const catalogue: CatalogueDocument = {
  apiVersion: "trilemma/v1",
  kind: "Catalogue",
  metadata: { name: "own" },
  spec: {
    models: [
      {
        name: "shared",
        profiles: [
          { device: "l4", latencyMs: { mean: 50 }, source: "measured" },
          { device: "a100-80gb", latencyMs: { mean: 20 }, source: "measured" },
        ],
      },
    ],
    implementations: [
      { name: "reads", task: "ocr", model: "shared" },
      { name: "alone", task: "ocr", profiles: [{ device: "l4", batch: 4, latencyMs: { mean: 90 } }] },
    ],
  },
};

describe("measurements put into a catalogue", () => {
  it("replace points of the same place, keep the others, and say what changed", () => {
    const { document, changes } = applyProfiles(
      catalogue,
      "shared",
      [
        { device: "l4", latencyMs: { mean: 40 }, source: "file.csv" },
        { device: "h100-80gb", latencyMs: { mean: 9 } },
      ],
      "merge",
    );
    expect(document.spec.models?.[0]?.profiles?.map((profile) => [profile.device, profile.latencyMs?.mean])).toEqual([
      ["l4", 40],
      ["a100-80gb", 20],
      ["h100-80gb", 9],
    ]);
    expect(changes.map((change) => [change.kind, change.device])).toEqual([
      ["changed", "l4"],
      ["added", "h100-80gb"],
    ]);
    expect(catalogue.spec.models?.[0]?.profiles?.[0]?.latencyMs?.mean).toBe(50);
  });

  it("change nothing when the same figures come again", () => {
    const { document, changes } = applyProfiles(
      catalogue,
      "alone",
      [{ device: "l4", batch: 4, latencyMs: { mean: 90 }, source: "again.csv", evidence: "measured" }],
      "merge",
    );
    expect(changes.map((change) => change.kind)).toEqual(["same"]);
    expect(document).toEqual(catalogue);
  });

  it("take away what is not in the file only when asked", () => {
    const { document, changes } = applyProfiles(catalogue, "shared", [{ device: "l4", latencyMs: { mean: 50 } }], "replace");
    expect(document.spec.models?.[0]?.profiles).toHaveLength(1);
    expect(changes.map((change) => change.kind)).toEqual(["same", "removed"]);
  });

  it("keep several points of one device apart", () => {
    const loads = [10, 20, 30].map((mean) => ({ device: "l4", ttftMs: { mean }, tpotMs: { mean: 5 } }));
    expect(applyProfiles(catalogue, "shared", loads, "replace").document.spec.models?.[0]?.profiles).toHaveLength(3);
  });

  it("need a target that holds figures", () => {
    expect(() => applyProfiles(catalogue, "nobody", [], "merge")).toThrow(UnknownTargetError);
    expect(() => applyProfiles(catalogue, "reads", [], "merge")).toThrow(/model shared/);
  });
});
