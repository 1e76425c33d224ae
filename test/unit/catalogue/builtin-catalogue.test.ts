import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { catalogueDocument } from "../../../core/documents/catalogue";
import { checkDocuments } from "../../../core/documents/check";
import { infrastructureDocument } from "../../../core/documents/infrastructure";
import { parseDocuments } from "../../../core/documents/parse";
import { census } from "../../../server/catalogue/build/figure-census";
import { generatedFiles, TEMPLATES } from "../../../server/catalogue/build/files";
import { builtinCatalogueFiles, builtinExample, builtinInfrastructureFiles } from "../../../server/catalogue/builtin";

const root = join(import.meta.dirname, "../../..");
const catalogues = builtinCatalogueFiles(root).map(({ document }) => document);
const infrastructures = builtinInfrastructureFiles(root).map(({ document }) => document);
const implementations = catalogues.flatMap((document) => document.spec.implementations);
const models = catalogues.flatMap((document) => document.spec.models ?? []);

describe("the built-in catalogue", () => {
  it("is what the scripts make of the figures, byte for byte", () => {
    const different: string[] = [];
    for (const [path, text] of generatedFiles()) if (readFileSync(join(root, path), "utf8") !== text) different.push(path);
    expect(different).toEqual([]);
  });

  it("holds at least 80 implementations of at least 14 tasks, each name once", () => {
    expect(implementations.length).toBeGreaterThanOrEqual(80);
    expect(new Set(implementations.map((implementation) => implementation.task)).size).toBeGreaterThanOrEqual(14);
    expect(new Set(implementations.map((implementation) => implementation.name)).size).toBe(implementations.length);
    expect(new Set(models.map((model) => model.name)).size).toBe(models.length);
  });

  it("fits the schemas", () => {
    for (const document of catalogues) expect(catalogueDocument.safeParse(document).error).toBeUndefined();
    for (const document of infrastructures) expect(infrastructureDocument.safeParse(document).error).toBeUndefined();
  });

  it("gives every figure a source", () => {
    const counted = census([...catalogues, ...infrastructures]);
    expect(counted.withoutSource).toEqual([]);
    expect(counted.byEvidence.measured).toBeGreaterThan(500);
    expect(counted.byEvidence.fitted).toBeGreaterThan(300);
  });

  it("does not count an assumed rate limit or speed as measured because the price beside it is", () => {
    const priced = [...models, ...implementations].flatMap(({ name, api }) => (api && api.evidence !== "assumed" ? [{ name, api }] : []));
    expect(priced.length).toBeGreaterThan(10);
    for (const { name, api } of priced) {
      if (api.maxRps !== undefined) expect(api.sources?.maxRps?.evidence, name).toBe("assumed");
      if (api.cv !== undefined) expect(api.sources?.cv?.evidence, name).toBe("assumed");
      for (const time of [api.latencyMs, api.ttftMs, api.tpotMs]) if (time) expect(time.evidence, name).toBeDefined();
      expect(api.source, name).not.toContain("assumed");
    }
  });

  it("says why, wherever a figure is assumed", () => {
    const reasons: string[] = [];
    const visit = (value: unknown) => {
      if (typeof value !== "object" || value === null) return;
      const { source, evidence } = value as { source?: unknown; evidence?: unknown };
      if (typeof source === "string" && (source === "assumed" || source === "assumed:" || (evidence === "assumed" && source.length < 20))) reasons.push(source);
      for (const child of Object.values(value)) visit(child);
    };
    visit(catalogues);
    visit(infrastructures);
    expect(reasons).toEqual([]);
  });

  it("has an interval round every fitted time, with the value inside", () => {
    let fitted = 0;
    for (const { profiles } of [...models, ...implementations]) {
      for (const profile of profiles ?? []) {
        for (const times of [profile.latencyMs, profile.ttftMs, profile.tpotMs]) {
          if (times?.evidence !== "fitted") continue;
          fitted += 1;
          expect(times.samples).toBeGreaterThan(2);
          const [low, high] = times.ci95 ?? [Number.NaN, Number.NaN];
          expect(low).toBeLessThanOrEqual(times.mean ?? Number.NaN);
          expect(high).toBeGreaterThanOrEqual(times.mean ?? Number.NaN);
        }
      }
    }
    expect(fitted).toBeGreaterThan(100);
  });

  it("reads as documents like any file", () => {
    const { files } = builtinExample(root);
    expect(files.length).toBe(catalogues.length + infrastructures.length);
    const parsed = files.map((file) => parseDocuments(file.text, file.name));
    expect(parsed.flatMap((result) => result.problems)).toEqual([]);
    expect(checkDocuments(parsed.flatMap((result) => result.documents))).toEqual([]);
  });

  it("is loaded in a few milliseconds of parsing", () => {
    const bytes = builtinCatalogueFiles(root).reduce((sum, { file }) => sum + readFileSync(join(root, "server/catalogue/documents", file)).length, 0);
    expect(bytes).toBeLessThan(1_000_000);
  });

  it("offers every implementation on a device of some built-in infrastructure, or through an interface", () => {
    const devices = new Set(infrastructures.flatMap((document) => document.spec.pools.map((pool) => pool.device)));
    const byName = new Map(models.map((model) => [model.name, model]));
    const nowhere = implementations.filter((implementation) => {
      const figures = implementation.model ? byName.get(implementation.model) : implementation;
      return !figures?.api && !(figures?.profiles ?? []).some((profile) => devices.has(profile.device));
    });
    // Image models on laptop processors and two consumer cards have no built-in pool of their own, but run elsewhere too.
    expect(nowhere.map((implementation) => implementation.name)).toEqual([]);
  });
});

describe("the built-in infrastructures", () => {
  it("are at least eight, AWS with at least twelve instance types", () => {
    expect(infrastructures.length).toBeGreaterThanOrEqual(8);
    expect(infrastructures.find((document) => document.metadata.name === "aws-us-east-1")?.spec.pools.length).toBeGreaterThanOrEqual(12);
  });

  it("mark every figure of an access network as assumed", () => {
    for (const document of infrastructures) {
      for (const link of document.spec.links ?? [])
        expect(link.source?.startsWith("assumed:") || /^round trip .*Azure documentation/.test(link.source ?? "")).toBe(true);
    }
  });

  it("take the round trips between regions from the measurements", () => {
    const two = infrastructures.find((document) => document.metadata.name === "two-regions");
    expect(two?.spec.links?.map((link) => link.rttMs)).toEqual([84, 84].map((value) => expect.closeTo(value, -1.5)));
  });
});

describe("the examples", () => {
  it("are at least ten complete ones, two of them edge-assisted", () => {
    expect(TEMPLATES.length).toBeGreaterThanOrEqual(10);
    expect(TEMPLATES.filter((template) => template.edgeAssisted).length).toBeGreaterThanOrEqual(2);
  });

  it.each([...TEMPLATES.map((template) => template.name), "visual-qa"])("%s has no problem in its documents or between them", (name) => {
    const documents = ["pipeline", "catalogue", "infrastructure", "workload"].flatMap((part) => {
      const file = `examples/${name}/${part}.yaml`;
      const parsed = parseDocuments(readFileSync(join(root, file), "utf8"), file);
      expect(parsed.problems).toEqual([]);
      return parsed.documents;
    });
    expect(checkDocuments(documents).filter((problem) => problem.severity === "error")).toEqual([]);
  });
});
