import type { CatalogueDocument, Profile } from "../../core/documents/catalogue";
import type { Evidence } from "../../core/documents/common";
import { evidenceOf } from "../../core/metrics/quality-compile";
import { authorise } from "../auth/gate";
import { builtinLawsOf } from "../catalogue/builtin";
import { fitObservations, type Law, type Observation, type UnfittedSeries } from "../profiler/fit-observations";
import { type LawChart, lawChart } from "../profiler/law-chart";
import type { FitTerm } from "../profiler/linear-fit";
import { isBuiltin } from "./builtin";
import type { Context } from "./context";
import { notFound } from "./domain-error";
import { loadView } from "./stored-document";

export interface ProfileLaw {
  law: Law;
  device: string;
  devices: number;
  source: string;
  statistic: string | null;
  /** Fitted to the operating points of this document, or to the points behind them. */
  from: "profiles" | "published points";
  terms: FitTerm[];
  rSquared: number;
  relativeSd: number;
  samples: number;
  chart: LawChart;
}

export interface ProfileRow {
  index: number;
  profile: Profile;
  evidence: Evidence;
  source: string | null;
}

/** Everything the page of one model's measurements shows. */
export interface ProfilePage {
  catalogue: { id: string; title: string; version: number; headVersion: number; builtin: boolean };
  name: string;
  title: string | null;
  kind: "model" | "implementation";
  description: string | null;
  task: string | null;
  /** Implementations that run as this model. */
  runBy: string[];
  /** The model whose figures these are, for an implementation without its own. */
  runsAs: string | null;
  rows: ProfileRow[];
  laws: ProfileLaw[];
  unfitted: UnfittedSeries[];
}

/** The prompt length a model is asked at, where its implementations say so. */
function promptTokensOf(document: CatalogueDocument, name: string): number | null {
  for (const implementation of document.spec.implementations) {
    if (implementation.name !== name && implementation.model !== name) continue;
    const prompt = implementation.tokens?.find((row) => row.prompt)?.prompt;
    const value = prompt && (prompt.mean ?? prompt.p50);
    if (value) return value;
  }
  return null;
}

function observationsOf(rows: readonly ProfileRow[], promptTokens: number | null): Observation[] {
  return rows.flatMap(({ profile, evidence }): Observation[] => {
    if (evidence !== "measured") return [];
    const place = { device: profile.device, devices: profile.devices ?? 1 };
    // Without a known length every prompt is taken as one unit, which leaves the shape of the law as it is.
    if (profile.tpotMs)
      return profile.batch === undefined
        ? []
        : [
            {
              ...place,
              concurrency: profile.batch,
              promptTokens: promptTokens ?? 1000,
              tpotMs: profile.tpotMs,
              ...(profile.ttftMs ? { ttftMs: profile.ttftMs } : {}),
            },
          ];
    return profile.latencyMs ? [{ ...place, batch: profile.batch ?? 1, latencyMs: profile.latencyMs }] : [];
  });
}

/** Operating points of a model or implementation with the laws fitted to them. `version` may be an old one. */
export async function getProfilePage(context: Context, input: { documentId: string; name: string; version?: number | undefined }): Promise<ProfilePage> {
  authorise(context.principal, "document:read");
  const view = await loadView(context.db, context, input.documentId, input.version);
  if (view.kind !== "Catalogue") throw notFound("catalogue", input.documentId);
  const { document } = view;
  const implementation = document.spec.implementations.find((entry) => entry.name === input.name);
  const ownFigures = implementation?.profiles !== undefined || implementation?.api !== undefined;
  const modelName = ownFigures ? input.name : (implementation?.model ?? input.name);
  // A model and the implementation that asks it often have one name.
  const model = ownFigures ? undefined : document.spec.models?.find((entry) => entry.name === modelName);
  const holder = model ?? implementation;
  if (!holder) throw notFound("model or implementation", input.name);
  const rows = (holder.profiles ?? []).map((profile, index): ProfileRow => {
    const sourced = [profile, profile.latencyMs, profile.tpotMs, holder].find((entry) => entry && (entry.source !== undefined || entry.evidence !== undefined));
    return { index, profile, evidence: sourced ? evidenceOf(sourced) : "assumed", source: sourced?.source ?? null };
  });
  const builtin = isBuiltin(view);
  const published = builtin ? builtinLawsOf(modelName) : [];
  const own = published.length > 0 ? { laws: [], unfitted: [] } : fitObservations(observationsOf(rows, promptTokensOf(document, modelName)));
  const laws: ProfileLaw[] = [
    ...published.map((entry) => ({ ...entry, statistic: null, from: "published points" as const })),
    ...own.laws.map((entry) => ({ ...entry, source: "the operating points below", from: "profiles" as const })),
  ].map(({ law, device, devices, source, statistic, from, fit }) => ({
    law,
    device,
    devices,
    source,
    statistic,
    from,
    terms: fit.terms,
    rSquared: fit.rSquared,
    relativeSd: fit.relativeSd,
    samples: fit.samples,
    chart: lawChart(law, fit),
  }));
  return {
    catalogue: { id: view.id, title: view.title, version: view.version, headVersion: view.headVersion, builtin },
    name: input.name,
    title: (implementation ?? model)?.title ?? null,
    kind: implementation ? "implementation" : "model",
    description: (implementation ?? model)?.description ?? null,
    task: implementation?.task ?? null,
    runBy: document.spec.implementations.filter((entry) => entry.model === input.name && entry.name !== input.name).map((entry) => entry.name),
    runsAs: model && modelName !== input.name ? modelName : null,
    rows,
    laws,
    unfitted: own.unfitted,
  };
}
