import type { Api, CatalogueDocument, Implementation, Model, Profile } from "../catalogue";
import type { DocumentPath } from "../problem";
import type { Knowledge, Report } from "./context";
import { figuresOf, reportDuplicates, reportUnknown } from "./context";
import { checkFigures } from "./figure-rules";
import { checkMatrix, checkRowKnobs, rowKey } from "./quality-rules";

export function checkCatalogue(document: CatalogueDocument, knowledge: Knowledge, report: Report): void {
  const { models = [], implementations } = document.spec;
  const path: DocumentPath = ["spec"];
  if (implementations.length === 0 && (knowledge.implementations?.size ?? 0) === 0) {
    report("empty-catalogue", [...path, "implementations"], "the catalogue has no implementation, so nothing can be planned with it", {
      severity: models.length > 0 ? "warning" : "error",
      hint: "add at least one implementation for each task of the pipeline",
    });
  }
  reportDuplicates(
    report,
    models.map((model, index) => ({ name: model.name, path: [...path, "models", index, "name"] })),
    "model",
  );
  reportDuplicates(
    report,
    implementations.map((entry, index) => ({ name: entry.name, path: [...path, "implementations", index, "name"] })),
    "implementation",
  );
  models.forEach((model, index) => {
    const at = [...path, "models", index];
    if (!model.profiles?.length && !model.api)
      report("nothing-to-run", at, `the model \`${model.name}\` has neither profiles nor an API`, { hint: "give `profiles`, `api`, or both" });
    checkRunnable(model, at, report);
  });
  const shared = new Set(models.map((model) => model.name));
  implementations.forEach((implementation, index) => {
    checkImplementation(implementation, [...path, "implementations", index], shared, knowledge, report);
  });
  checkFigures(document.spec, path, report);
}

function checkImplementation(implementation: Implementation, path: DocumentPath, shared: ReadonlySet<string>, knowledge: Knowledge, report: Report): void {
  const { name, model, profiles, api } = implementation;
  const hasOwn = (profiles?.length ?? 0) > 0 || api !== undefined;
  if (model === undefined && !hasOwn) {
    report("nothing-to-run", path, `the implementation \`${name}\` has neither a model, nor profiles, nor an API`, {
      hint: "give `model`, `profiles` or `api`",
    });
  } else if (model !== undefined && hasOwn) {
    report(
      "model-and-profiles",
      [...path, "model"],
      `the implementation \`${name}\` names a model and has ${profiles?.length ? "profiles" : "an API"} of its own`,
      {
        severity: "warning",
        hint: `${profiles?.length ? "its own profiles replace" : "its own API replaces"} the model's`,
      },
    );
  } else if (model === undefined && shared.has(name)) {
    report(
      "duplicate-id",
      [...path, "name"],
      `the implementation \`${name}\` has figures of its own, which make a private model of the same name as the model \`${name}\``,
      { hint: "name the model with `model`, or rename one of them" },
    );
  }
  if (model !== undefined && knowledge.models && !knowledge.models.has(model))
    reportUnknown(report, knowledge, "unknown-model", [...path, "model"], "model", model, knowledge.models);
  checkRunnable(implementation, path, report);
  const seen = { quality: new Map<string, number>(), tokens: new Map<string, number>() };
  for (const key of ["quality", "tokens"] as const) {
    implementation[key]?.forEach((row, index) => {
      const at = [...path, key, index];
      checkRowKnobs(row.when, implementation, [...at, "when"], report);
      const id = rowKey(row.when ?? {});
      const first = seen[key].get(id);
      if (first !== undefined)
        report("ambiguous-row", at, `rows ${first + 1} and ${index + 1} of \`${key}\` are about the same knob values`, {
          severity: "warning",
          hint: "the first one counts",
        });
      else seen[key].set(id, index);
      if ("matrix" in row && row.matrix) checkMatrix(row.matrix, [...at, "matrix"], report);
    });
  }
  checkTokens(implementation, path, knowledge, report);
}

/** Latency figures and prices of a model or of an implementation with its own. */
function checkRunnable(runnable: Pick<Model, "name" | "profiles" | "api">, path: DocumentPath, report: Report): void {
  runnable.profiles?.forEach((profile, index) => {
    checkLatency(profile, `profile ${index + 1} of \`${runnable.name}\``, [...path, "profiles", index], report);
  });
  const { api } = runnable;
  if (!api) return;
  const at = [...path, "api"];
  checkLatency(api, `the API of \`${runnable.name}\``, at, report);
  if (api.pricePerMillionTokensUsd === undefined && api.pricePerCallUsd === undefined) {
    report("no-price", at, `the API of \`${runnable.name}\` has no price and counts as free`, {
      severity: "warning",
      hint: "give `pricePerMillionTokensUsd` or `pricePerCallUsd` (0 when it is free)",
    });
  }
}

function checkLatency(figures: Pick<Profile | Api, "latencyMs" | "ttftMs" | "tpotMs">, what: string, path: DocumentPath, report: Report): void {
  if (figures.latencyMs || (figures.ttftMs && figures.tpotMs)) return;
  const half = figures.ttftMs ? "`tpotMs`" : figures.tpotMs ? "`ttftMs`" : undefined;
  report("no-latency-figure", path, half ? `${what} lacks ${half} beside ${figures.ttftMs ? "`ttftMs`" : "`tpotMs`"}` : `${what} has no latency figure`, {
    severity: "warning",
    hint: "give `latencyMs`, or `ttftMs` and `tpotMs`; without, it is not offered where latency matters",
  });
}

function checkTokens(implementation: Implementation, path: DocumentPath, knowledge: Knowledge, report: Report): void {
  const { profiles, api } = figuresOf(implementation, knowledge);
  const profile = profiles?.findIndex((entry) => (!entry.latencyMs && entry.tpotMs !== undefined) || entry.capacityTokensPerSecond !== undefined) ?? -1;
  const needsCompletion = profile >= 0 || (api !== undefined && !api.latencyMs && api.tpotMs !== undefined);
  const needsAny = api?.pricePerMillionTokensUsd !== undefined;
  const rows = implementation.tokens ?? [];
  const at = implementation.tokens ? [...path, "tokens"] : path;
  if (needsCompletion && !rows.some((row) => row.completion)) {
    report(
      "no-token-counts",
      at,
      `\`${implementation.name}\` has ${profile >= 0 ? `a profile per token (${profile + 1})` : "an API with times per token"} but no completion token counts`,
      { severity: "warning", hint: "add rows to `tokens`; without, it is not offered" },
    );
  } else if (needsAny && !rows.some((row) => row.completion ?? row.prompt)) {
    report("no-token-counts", at, `\`${implementation.name}\` is priced per token but has no token counts`, {
      severity: "warning",
      hint: "add rows to `tokens`; without, it is not offered",
    });
  }
}
