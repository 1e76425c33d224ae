import { describe, expect, it } from "vitest";
import { facetCounts, filtered, type Listed, NO_FILTER, sorted } from "../../components/catalogue/catalogue-filter";
import { DocumentSaver } from "../../components/documents/document-saver";
import { editTextOf, valueOfText } from "../../components/documents/field-text";
import { cellSentence, checkField } from "../../components/documents/sheet-check";
import type { SheetDocument } from "../../components/documents/sheet-codec";
import { patchOf } from "../../components/documents/sheet-column";
import { createSheetStore, documentOfSheet } from "../../components/documents/sheet-store";
import { mapLayout } from "../../components/infrastructure/map-layout";
import type { SavedDocument, SaveGate } from "../../components/saving/save-gate";
import { targetOfKey } from "../../components/ui/grid/grid-keys";
import type { InfrastructureDocument, Link, Pool, Tier } from "../../core/documents/infrastructure";
import { tablesOfCatalogue } from "../../core/tables/catalogue-tables";
import { fieldPatch } from "../../core/tables/field";
import { summariesOf } from "../../core/tables/implementation-summary";
import { tablesOfInfrastructure } from "../../core/tables/infrastructure-tables";
import { builtinCatalogueFiles, builtinInfrastructureFiles } from "../../server/catalogue/builtin";

const site: InfrastructureDocument = {
  apiVersion: "trilemma/v1",
  kind: "Infrastructure",
  metadata: { name: "site" },
  spec: {
    tiers: [{ id: "edge" }, { id: "cloud" }],
    pools: [
      { id: "box", tier: "edge", device: "cpu-1", count: 1, pricePerHourUsd: 0.1 },
      { id: "rack", tier: "cloud", device: "a100", count: 4, pricePerHourUsd: 3 },
    ],
    links: [{ from: "edge", to: "cloud", rttMs: 20 }],
  },
};

describe("cells as text", () => {
  it("reads what it writes", () => {
    expect(valueOfText("number", "1,234.5")).toBe(1234.5);
    expect(valueOfText("number", "$0.5")).toBe(0.5);
    expect(valueOfText("number", "0,5")).toBe("0,5");
    expect(valueOfText("number", " ")).toBeUndefined();
    expect(valueOfText("interval", "0.69, 0.72")).toEqual([0.69, 0.72]);
    const knobs = { frames: [1, 5, 10], size: ["small", "10"], fast: [true] };
    expect(valueOfText("knobDomains", editTextOf("knobDomains", knobs))).toEqual(knobs);
    expect(valueOfText("knobValues", "frames=5; size=small")).toEqual({ frames: 5, size: "small" });
  });

  it("refuses a wrong value by the rule and code that refuse the document", () => {
    const tables = tablesOfInfrastructure(site);
    const check = (field: string, text: string) =>
      checkField("Infrastructure", tables, "pools", "box", field, fieldPatch(tables.pools.box!, field, valueOfText("number", text)));
    expect(check("pricePerHourUsd", "-1")).toContain("out-of-range");
    expect(cellSentence(check("pricePerHourUsd", "-1") ?? "", "pricePerHourUsd", "Price")).toMatch(/^Price is -1; it must be/);
    expect(check("pricePerHourUsd", "NaN")).toContain("not-finite");
    expect(check("pricePerHourUsd", "cheap")).toContain("wrong-type");
    expect(check("pricePerHourUsd", "")).toContain("missing-key");
    expect(check("count", "1.5")).not.toBeNull();
    expect(check("memoryGiB", "")).toBeNull();
    expect(check("pricePerHourUsd", "2")).toBeNull();
    expect(checkField("Infrastructure", tables, "pools", "box", "id", { id: "rack" })).toContain("duplicate-id");
    expect(checkField("Infrastructure", tables, "pools", "box", "id", { id: "api" })).toContain("reserved-id");
    const peak = patchOf({ field: "power.peakW", pair: "power.idleW" }, tables.pools.rack!, 40);
    expect(peak).toEqual({ power: { peakW: 40, idleW: 40 } });
    expect(checkField("Infrastructure", tables, "pools", "rack", "power.peakW", peak)).toBeNull();
    expect(patchOf({ field: "power.peakW", pair: "power.idleW" }, { power: { peakW: 40, idleW: 40 } }, undefined)).toEqual({ power: undefined });
    const { document } = builtinCatalogueFiles().find((file) => file.document.metadata.name === "vision")!;
    const catalogue = tablesOfCatalogue(document);
    const row = Object.keys(catalogue.quality)[0]!;
    expect(checkField("Catalogue", catalogue, "quality", row, "value", { value: 1.2 })).toContain("out-of-range");
    expect(checkField("Catalogue", catalogue, "quality", row, "value", { value: 0.9 })).toBeNull();
    const [first, second] = Object.keys(catalogue.implementations);
    expect(checkField("Catalogue", catalogue, "implementations", first!, "name", { name: catalogue.implementations[second!]?.name })).toContain("duplicate-id");
  });

  it("moves as a spreadsheet does", () => {
    const extent = { rows: 10, columns: 4, page: 5 };
    const key = (name: string, ctrlKey = false) => targetOfKey({ key: name, ctrlKey, metaKey: false }, { row: 3, column: 1 }, extent);
    expect(key("ArrowDown")).toEqual({ row: 4, column: 1 });
    expect(key("End", true)).toEqual({ row: 9, column: 3 });
    expect(key("PageDown")).toEqual({ row: 8, column: 1 });
    expect(key("x")).toBeNull();
  });
});

describe("the map", () => {
  const keyed = <E extends object>(list: readonly E[]) => list.map((entry, index) => ({ key: String(index), entry }));
  const layoutOf = ({ tiers, pools, links = [] }: { tiers: Tier[]; pools: Pool[]; links?: Link[] }) =>
    mapLayout({ tiers: keyed(tiers), pools: keyed(pools), links: keyed(links) });

  it("draws every pool inside of its tier and nothing over another thing, for every built-in profile", () => {
    for (const { document } of builtinInfrastructureFiles()) {
      const layout = layoutOf(document.spec);
      const pools = layout.tiers.flatMap((tier) => tier.pools);
      expect(pools).toHaveLength(document.spec.pools.length);
      for (const tier of layout.tiers) {
        for (const box of tier.pools) {
          expect(box.x).toBeGreaterThanOrEqual(tier.x);
          expect(box.x + box.width).toBeLessThanOrEqual(tier.x + tier.width);
          expect(box.y + box.height).toBeLessThanOrEqual(tier.y + tier.height);
        }
      }
      const boxes = [...pools];
      for (const [index, a] of boxes.entries()) {
        for (const b of boxes.slice(index + 1)) {
          expect(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y).toBe(true);
        }
      }
      expect(new Set(layout.links.flatMap((link) => link.keys)).size).toBe((document.spec.links ?? []).filter((link) => link.from !== link.to).length);
    }
  });

  it("draws a link and the one back as one line only when their figures are the same", () => {
    const tiers = [{ id: "a" }, { id: "b" }];
    const there = { from: "a", to: "b", rttMs: 10 };
    expect(layoutOf({ tiers, pools: [], links: [there, { from: "b", to: "a", rttMs: 10 }] }).links).toMatchObject([{ both: true, keys: ["0", "1"] }]);
    expect(layoutOf({ tiers, pools: [], links: [there, { from: "b", to: "a", rttMs: 11 }] }).links.map((link) => link.both)).toEqual([false, false]);
  });

  it("puts lines between tiers that are not neighbours into lanes of their own, and counts pools without a tier", () => {
    const tiers = ["a", "b", "c", "d"].map((id) => ({ id }));
    const links = tiers.flatMap((from, index) => tiers.slice(index + 1).map((to, step) => ({ from: from.id, to: to.id, rttMs: index * 10 + step })));
    const pool = { id: "lost", tier: "nowhere", device: "x", count: 1, pricePerHourUsd: 1 };
    const layout = layoutOf({ tiers, pools: [pool], links });
    const lanes = layout.links.filter((link) => !link.label.lines).map((link) => link.label.y);
    expect(lanes).toHaveLength(3);
    expect(new Set(lanes).size).toBe(3);
    expect(Math.max(...lanes)).toBeLessThan(layout.height);
    expect(layout.homeless).toBe(1);
  });
});

describe("saving a document that is edited", () => {
  function server(document: InfrastructureDocument) {
    let head: SavedDocument<SheetDocument> = { version: 1, document, author: "local", savedAt: null };
    const gate: SaveGate<SheetDocument> = {
      save: async (_id, baseVersion, next) => {
        if (baseVersion !== head.version) return { kind: "conflict", head };
        head = { ...head, version: head.version + 1, document: next };
        return { kind: "saved", version: head.version };
      },
      load: async () => head,
      createCopy: async () => "copy",
    };
    const write = (change: (next: InfrastructureDocument) => void) => {
      const next = structuredClone(head.document) as InfrastructureDocument;
      change(next);
      head = { version: head.version + 1, document: next, author: "someone", savedAt: null };
    };
    return { gate, write, head: () => head.document as InfrastructureDocument };
  }

  it("keeps both people's edits of different cells, asks about the same cell, and overwrites neither", async () => {
    const { gate, write, head } = server(site);
    const store = createSheetStore({ id: "x", version: 1, document: site }, false);
    const saver = new DocumentSaver(store, gate, null);
    const set = (patch: object) => store.getState().actions.edit("Change", (tx) => tx.update("pools", "box", patch));
    set({ pricePerHourUsd: 0.2 });
    write((next) => (next.spec.pools[1]!.count = 9));
    expect(await saver.flush()).toBe(false);
    expect(await saver.flush()).toBe(true);
    expect(head().spec.pools.map((pool) => [pool.pricePerHourUsd, pool.count])).toEqual([
      [0.2, 1],
      [3, 9],
    ]);

    set({ pricePerHourUsd: 0.3 });
    write((next) => (next.spec.pools[0]!.pricePerHourUsd = 7));
    expect(await saver.flush()).toBe(false);
    expect(store.getState().saving.conflict?.theirs.spec).toMatchObject({ pools: [{ pricePerHourUsd: 7 }, {}] });
    expect(head().spec.pools[0]?.pricePerHourUsd).toBe(7);
    saver.takeTheirs();
    expect((documentOfSheet(store.getState()) as InfrastructureDocument).spec.pools[0]?.pricePerHourUsd).toBe(7);
    store.getState().actions.undo();
    expect(await saver.flush()).toBe(true);
    expect(head().spec.pools[0]?.pricePerHourUsd).toBe(0.3);
    saver.dispose();
  });

  it("does not change what is read only", () => {
    const store = createSheetStore({ id: "x", version: 1, document: site }, true);
    expect(store.getState().actions.edit("Change", (tx) => tx.update("pools", "box", { count: 5 } as object))).toBe(false);
    expect(documentOfSheet(store.getState())).toEqual(site);
  });

  it("marks what is well-formed but doubtful", () => {
    const store = createSheetStore({ id: "x", version: 1, document: site }, false);
    store.getState().actions.edit("Power", (tx) => tx.update("pools", "rack", { power: { idleW: 90, peakW: 40 } } as object));
    expect(store.getState().problems.map((problem) => problem.code)).toEqual(["power-order"]);
    expect(store.getState().actions.undo()).toBe("Power");
    expect(store.getState().problems).toEqual([]);
  });
});

describe("looking for implementations", () => {
  const all: Listed[] = builtinCatalogueFiles().flatMap(({ document }) =>
    summariesOf(document).map((entry) => ({
      ...entry,
      key: `${document.metadata.name}/${entry.name}`,
      catalogueId: document.metadata.name,
      catalogueTitle: document.metadata.title ?? "",
      builtin: true,
    })),
  );

  it("narrows by facets whose counts say what would be left", () => {
    const reranking = filtered(all, { ...NO_FILTER, task: "reranking" });
    expect(reranking.length).toBe(facetCounts(all, NO_FILTER, "task").get("reranking"));
    const onL4 = filtered(all, { ...NO_FILTER, task: "reranking", device: "l4" });
    expect(onL4.length).toBe(facetCounts(all, { ...NO_FILTER, task: "reranking" }, "device").get("l4"));
    expect(onL4.every((entry) => entry.devices.includes("l4"))).toBe(true);
    expect(filtered(all, { ...NO_FILTER, query: "whisper large" }).every((entry) => /whisper/i.test(`${entry.name} ${entry.title}`))).toBe(true);
  });

  it("puts what has no value last in either order", () => {
    for (const descending of [false, true]) {
      const values = sorted(all, "price", descending).map((entry) => entry.pricePerMillionTokensUsd?.output ?? entry.pricePerCallUsd);
      const firstNone = values.indexOf(null);
      expect(values.slice(firstNone).every((value) => value === null)).toBe(true);
      const known = values.slice(0, firstNone) as number[];
      expect(known).toEqual([...known].sort((a, b) => (descending ? b - a : a - b)));
    }
  });
});
