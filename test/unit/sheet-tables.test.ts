import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CatalogueDocument } from "../../core/documents/catalogue";
import { checkDocuments } from "../../core/documents/check";
import type { InfrastructureDocument } from "../../core/documents/infrastructure";
import type { WorkloadDocument } from "../../core/documents/workload";
import { findClashes } from "../../core/history/merge";
import { applyDiff, diffTables } from "../../core/history/record-diff";
import { Transaction } from "../../core/history/transaction";
import { type CatalogueTables, catalogueOfTables, placeInCatalogue, renameModel, tablesOfCatalogue } from "../../core/tables/catalogue-tables";
import { fieldPatch, fieldValue } from "../../core/tables/field";
import {
  type InfrastructureTables,
  infrastructureOfTables,
  placeInInfrastructure,
  renameTier,
  tablesOfInfrastructure,
} from "../../core/tables/infrastructure-tables";
import { placeInWorkload, tablesOfWorkload, type WorkloadTables, workloadOfTables } from "../../core/tables/workload-tables";
import { builtinCatalogueFiles, builtinInfrastructureFiles } from "../../server/catalogue/builtin";
import { exampleInput } from "../support/example-input";

const site: InfrastructureDocument = {
  apiVersion: "trilemma/v1",
  kind: "Infrastructure",
  metadata: { name: "site" },
  spec: {
    tiers: [{ id: "edge" }, { id: "cloud" }],
    pools: [
      { id: "box", tier: "edge", device: "cpu-1", count: 1, pricePerHourUsd: 0.1 },
      { id: "rack", tier: "cloud", device: "a100", count: 4, pricePerHourUsd: 3, power: { idleW: 90, peakW: 40 } },
    ],
    links: [{ from: "edge", to: "cloud", rttMs: 20 }],
  },
};

const exampleWorkloads = () => readdirSync("examples").map((name) => exampleInput(name).workload);

describe("documents as tables", () => {
  it("gives back every built-in document exactly", () => {
    for (const { document } of builtinInfrastructureFiles()) expect(infrastructureOfTables(tablesOfInfrastructure(document))).toEqual(document);
    for (const { document } of builtinCatalogueFiles()) expect(catalogueOfTables(tablesOfCatalogue(document))).toEqual(document);
    const workloads = exampleWorkloads();
    expect(workloads.length).toBeGreaterThan(5);
    for (const document of workloads) expect(workloadOfTables(tablesOfWorkload(document))).toEqual(document);
  });

  it("lets two people edit different fields of a class of a workload, and different classes", () => {
    const [document] = exampleWorkloads() as [WorkloadDocument];
    const before = tablesOfWorkload(document);
    const [key] = Object.keys(before.classes) as [string];
    const mine = new Transaction<WorkloadTables>(before);
    mine.update("classes", key, { rateRps: 77 });
    const theirs = structuredClone(document);
    theirs.spec.classes[0]!.title = "Theirs";
    theirs.spec.classes.push({ id: "new", pipeline: "p", rateRps: 1 });
    const after = tablesOfWorkload(theirs, before);
    expect(findClashes(mine.diff(), diffTables(before, after))).toEqual([]);
    const { classes } = workloadOfTables(applyDiff(after, mine.diff())).spec;
    expect(classes[0]).toMatchObject({ title: "Theirs", rateRps: 77 });
    expect(classes.at(-1)?.id).toBe("new");
    const place = placeInWorkload(after, ["spec", "classes", classes.length - 1, "rateRps"]);
    expect(place).toEqual({ table: "classes", key: "new", field: "rateRps" });
  });

  it("keeps lists that are given empty and entries of equal names apart", () => {
    const odd = JSON.parse(readFileSync("server/catalogue/documents/catalogue-control.json", "utf8")) as CatalogueDocument;
    const first = odd.spec.implementations[0]!;
    odd.spec.implementations = [{ ...first, profiles: [] }, first, { ...first, tokens: [] }];
    expect(catalogueOfTables(tablesOfCatalogue(odd))).toEqual(odd);
    const twice = { ...site, spec: { ...site.spec, pools: [...site.spec.pools, site.spec.pools[0]!] } };
    expect(infrastructureOfTables(tablesOfInfrastructure(twice))).toEqual(twice);
  });

  it("finds the cell that a problem is about", () => {
    const tables = tablesOfInfrastructure(site);
    const problem = checkDocuments([{ document: site }]).find((entry) => entry.code === "power-order");
    expect(placeInInfrastructure(tables, problem?.path ?? [])).toEqual({ table: "pools", key: "rack", field: "power.peakW" });
    const models = builtinCatalogueFiles()[0]!.document;
    const place = placeInCatalogue(tablesOfCatalogue(models), ["spec", "implementations", 0, "quality", 0, "value"]);
    expect(place).toMatchObject({ table: "quality", field: "value" });
  });

  it("renames a tier and a model with everything that names them", () => {
    const tx = new Transaction<InfrastructureTables>(tablesOfInfrastructure(site));
    renameTier(tx, "cloud", "region");
    const renamed = infrastructureOfTables(applyDiff(tablesOfInfrastructure(site), tx.diff()));
    expect(renamed.spec.pools[1]?.tier).toBe("region");
    expect(renamed.spec.links?.[0]).toMatchObject({ from: "edge", to: "region" });
    expect(checkDocuments([{ document: renamed }]).filter((problem) => problem.code === "unknown-tier")).toEqual([]);

    const { document } = builtinCatalogueFiles().find((file) => file.document.metadata.name === "language-models")!;
    const tables = tablesOfCatalogue(document);
    const [key, model] = Object.entries(tables.models)[0]!;
    const users = document.spec.implementations.filter((entry) => entry.model === model.name).length;
    const renaming = new Transaction<CatalogueTables>(tables);
    renameModel(renaming, key, "another-name");
    const after = catalogueOfTables(applyDiff(tables, renaming.diff()));
    expect(users).toBeGreaterThan(0);
    expect(after.spec.implementations.filter((entry) => entry.model === "another-name")).toHaveLength(users);
  });

  it("recognises a renamed record in what another tab saved, so that edits of different things merge", () => {
    const base = tablesOfInfrastructure(site);
    const tx = new Transaction<InfrastructureTables>(base);
    tx.update("pools", "box", { id: "edge-box" });
    const saved = applyDiff(base, tx.diff());
    const theirDocument = infrastructureOfTables(saved);
    theirDocument.spec.pools[1]!.count = 8;
    const theirs = tablesOfInfrastructure(theirDocument, saved);
    const mine = new Transaction<InfrastructureTables>(saved);
    mine.update("pools", "box", { pricePerHourUsd: 0.2 });
    const [ours, others] = [mine.diff(), diffTables(saved, theirs)];
    expect(findClashes(ours, others)).toEqual([]);
    const merged = infrastructureOfTables(applyDiff(applyDiff(saved, ours), others));
    expect(merged.spec.pools.map((pool) => [pool.id, pool.count, pool.pricePerHourUsd])).toEqual([
      ["edge-box", 1, 0.2],
      ["rack", 8, 3],
    ]);
  });

  it("sets and clears a figure inside a record, with the mapping that held it", () => {
    const record = { latencyMs: { mean: 4, source: "measured" }, device: "cpu" };
    expect(fieldValue(record, "latencyMs.mean")).toBe(4);
    expect(fieldPatch(record, "latencyMs.p95", 9)).toEqual({ latencyMs: { mean: 4, p95: 9, source: "measured" } });
    expect(fieldPatch(record, "latencyMs.mean", undefined)).toEqual({ latencyMs: undefined });
    expect(fieldPatch(record, "power.idleW", 3)).toEqual({ power: { idleW: 3 } });
  });
});
