import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { builtinCatalogueFiles, builtinLawsOf } from "../../../server/catalogue/builtin";
import { importGenericCsv } from "../../../server/importers/measurements/generic-table";
import { fitObservations } from "../../../server/profiler/fit-observations";
import { predict } from "../../../server/profiler/linear-fit";

describe("fits of imported points", () => {
  it("are made per name, device and devices", async () => {
    const rows = ["a100,1", "a100,2", "l4,1"].flatMap((where, group) => [1, 2, 4, 8].map((batch) => `m,${where},${batch},${(group + 1) * 10 + 5 * batch}`));
    const { items } = await importGenericCsv(`model,device,gpus,batch,latency_ms\n${rows.join("\n")}\n`);
    const { laws, unfitted } = fitObservations(items);
    expect(unfitted).toEqual([]);
    expect(laws.map((law) => [law.device, law.devices, law.law, law.statistic, Math.round(law.fit.terms[0]?.value ?? 0)])).toEqual([
      ["a100", 1, "batch-latency", "mean", 10],
      ["a100", 2, "batch-latency", "mean", 20],
      ["l4", 1, "batch-latency", "mean", 30],
    ]);
  });

  it("find both laws of a token model", () => {
    const points = [500, 4000].flatMap((promptTokens) =>
      [2, 8, 32].map((concurrency) => ({
        promptTokens,
        concurrency,
        ttftMs: { p50: 30 + promptTokens / 20 + (promptTokens / 1000) * concurrency },
        tpotMs: { p50: 9 + concurrency / 4 },
      })),
    );
    const { laws } = fitObservations(points, "h100-80gb");
    expect(laws.map((law) => law.law)).toEqual(["time-per-output-token", "time-to-first-token"]);
    expect(laws[0]?.fit.terms[1]?.value).toBeCloseTo(0.25, 6);
    expect(laws[1]?.fit.terms.map((term) => term.value)).toEqual([expect.closeTo(30, 6), expect.closeTo(50, 6), expect.closeTo(1, 6)]);
  });

  it("say why there is none", () => {
    const { laws, unfitted } = fitObservations([
      { batch: 1, latencyMs: { mean: 10 } },
      { batch: 2, latencyMs: { p50: 20 } },
      { device: "l4", batch: 1, latencyMs: { mean: 10 } },
    ]);
    expect(laws).toEqual([]);
    expect(unfitted.map((entry) => entry.reason)).toEqual(["no statistic is given for every point", expect.stringContaining("need at least")]);
  });
});

describe("the built-in laws", () => {
  const root = join(import.meta.dirname, "../../..");

  it("give the operating points of the catalogue", () => {
    const model = builtinCatalogueFiles(root)
      .flatMap(({ document }) => document.spec.models ?? [])
      .find((entry) => entry.name === "llama-3.1-8b");
    const law = builtinLawsOf("llama-3.1-8b", root).find((entry) => entry.device === "h100-80gb");
    const profile = model?.profiles?.find((entry) => entry.device === "h100-80gb" && entry.tpotMs?.source?.includes("at 32 requests"));
    expect(law?.fit.points.length).toBe(law?.fit.samples);
    expect(law && predict(law.fit, [1, 32]).value).toBeCloseTo(profile?.tpotMs?.mean ?? Number.NaN, 2);
  });
});
