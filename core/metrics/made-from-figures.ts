import type { CatalogueDocument, Implementation, Profile } from "../documents/catalogue";
import type { Distribution } from "../documents/common";
import type { Pool } from "../documents/infrastructure";
import { STATISTICS, type Statistic } from "../documents/vocabulary";
import { computed, decided, type FigurePlace, figure, type MadeFrom, type Unit } from "./made-from";
import type { PlanningInput } from "./planning-input";
import { evidenceOf } from "./quality-compile";
import { classOf } from "./settings";
import { fillStatistic, gammaPercentile, highestPercentile, PROBABILITY, percentileThrough, spreadKnown } from "./statistics";

/** Anything that may say where its numbers come from. */
export interface Sourced {
  source?: string;
  evidence?: "measured" | "fitted" | "interpolated" | "assumed";
  samples?: number;
  ci95?: [number, number];
}

/** A figure, with the provenance of the nearest thing that has one: the figure itself, its profile, its model. */
export function sourced(label: string, value: number, unit: Unit, holders: readonly (Sourced | undefined)[], place: FigurePlace): MadeFrom {
  const holder = holders.find((candidate) => candidate && (candidate.source !== undefined || candidate.evidence !== undefined));
  const own = holders[0];
  return figure(label, value, unit, holder ? evidenceOf(holder) : "assumed", {
    source: holder?.source ?? null,
    samples: own?.samples ?? holder?.samples ?? null,
    ci95: own?.ci95 ?? null,
    place,
  });
}

export function below(place: FigurePlace, ...keys: (string | number)[]): FigurePlace {
  return { ...place, path: [...place.path, ...keys] };
}

/** A statistic of a distribution, filled in as the planning model says (section 2), with how. */
export function statisticOf(
  what: string,
  distribution: Distribution & Sourced,
  wanted: Statistic,
  unit: Unit,
  holders: readonly (Sourced | undefined)[],
  place: FigurePlace,
  spread: { cv: number | undefined; place: FigurePlace; holder?: Sourced | undefined } | null,
): MadeFrom {
  const leaf = (name: Statistic) =>
    sourced(`${name === "mean" ? "mean" : name} ${what}`, distribution[name] as number, unit, [distribution, ...holders], below(place, name));
  const { rule } = fillStatistic(distribution, wanted, spread?.cv ?? 0);
  if (rule === "given") return leaf(wanted);
  if (rule === "through" && wanted !== "mean") {
    const names = spreadKnown(distribution)!;
    return computed(
      `${wanted} ${what}`,
      unit,
      `${wanted.slice(1)}th percentile of the gamma distribution through its ${names.other} and ${names.anchor}`,
      [leaf(names.anchor), leaf(names.other)],
      ([anchor = 0, other = 0]) => percentileThrough(names, anchor, other, wanted),
      "interpolated",
    );
  }
  if (rule !== "gamma" && rule !== "through")
    return computed(
      `${wanted} ${what}`,
      unit,
      `its ${rule}, the next that is known, stands for its ${wanted}`,
      [leaf(rule)],
      ([value = 0]) => value,
      "interpolated",
    );
  const known = STATISTICS.find((name) => distribution[name] !== undefined) as Statistic;
  if (wanted === "mean") return leaf(known);
  const probability = PROBABILITY[wanted];
  const cv = spread?.cv;
  const spreadNode =
    cv === undefined
      ? figure(`spread (cv) of the ${what}`, 0, "plain", "assumed", { source: "no spread is given: every call is taken to be like the mean" })
      : sourced(`spread (cv) of the ${what}`, cv, "plain", [spread?.holder, ...holders], spread?.place ?? place);
  const floor = highestPercentile(distribution);
  return computed(
    `${wanted} ${what}`,
    unit,
    cv === undefined || cv === 0
      ? `the mean: no spread`
      : `${wanted.slice(1)}th percentile of a gamma distribution of this mean and cv${floor && floor !== known ? `, at least its ${floor}` : ""}`,
    [leaf(known), spreadNode, ...(floor && floor !== known ? [leaf(floor)] : [])],
    ([mean = 0, spreadValue = 0, atLeast = floor ? mean : 0]) => Math.max(gammaPercentile(mean, spreadValue, probability), atLeast),
    cv === 0 ? "given" : "interpolated",
  );
}

/** What runs an implementation: its own figures or those of its model, and where they stand. */
export interface RunsAs {
  implementation: Implementation;
  implementationPlace: FigurePlace;
  owner: Sourced;
  profiles: readonly Profile[];
  profilesPlace: FigurePlace;
  api: Implementation["api"];
  apiPlace: FigurePlace;
}

function find<K extends "models" | "implementations">(catalogues: readonly CatalogueDocument[], list: K, name: string): FigurePlace | null {
  for (const catalogue of [...catalogues].reverse()) {
    const index = (catalogue.spec[list] ?? []).findLastIndex((entry) => entry.name === name);
    if (index >= 0) return { kind: "Catalogue", name: catalogue.metadata.name, path: ["spec", list, index] };
  }
  return null;
}

function at<T>(catalogues: readonly CatalogueDocument[], place: FigurePlace): T {
  const catalogue = [...catalogues].reverse().find((entry) => entry.metadata.name === place.name);
  return place.path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], catalogue) as T;
}

/** Finds an implementation and its model in the catalogues as the planner does: a later one of the same name wins. */
export function runsAs(catalogues: readonly CatalogueDocument[], name: string): RunsAs | null {
  const implementationPlace = find(catalogues, "implementations", name);
  if (!implementationPlace) return null;
  const implementation = at<Implementation>(catalogues, implementationPlace);
  const modelPlace = implementation.model === undefined ? null : find(catalogues, "models", implementation.model);
  const shared = modelPlace ? at<Pick<Implementation, "profiles" | "api"> & Sourced>(catalogues, modelPlace) : null;
  const profilesHere = implementation.profiles !== undefined || !modelPlace;
  const apiHere = implementation.api !== undefined || !modelPlace;
  return {
    implementation,
    implementationPlace,
    owner: profilesHere ? implementation : (shared ?? {}),
    profiles: (profilesHere ? implementation.profiles : shared?.profiles) ?? [],
    profilesPlace: below(profilesHere ? implementationPlace : (modelPlace as FigurePlace), "profiles"),
    api: apiHere ? implementation.api : shared?.api,
    apiPlace: below(apiHere ? implementationPlace : (modelPlace as FigurePlace), "api"),
  };
}

/** Place of a pool in the infrastructure. */
export function poolPlace(input: PlanningInput, index: number): FigurePlace {
  return { kind: "Infrastructure", name: input.infrastructure.metadata.name, path: ["spec", "pools", index] };
}

export function poolPrice(input: PlanningInput, index: number): MadeFrom {
  const pool = input.infrastructure.spec.pools[index] as Pool;
  return sourced(`price of a device of ${pool.id}`, pool.pricePerHourUsd, "usdPerHour", [pool], below(poolPlace(input, index), "pricePerHourUsd"));
}

/** The arrival rate of the planned class, requests per second. */
export function rateFigure(input: PlanningInput, rateRps: number): MadeFrom {
  const queryClass = classOf(input);
  const index = input.workload.spec.classes.indexOf(queryClass);
  const place: FigurePlace = { kind: "Workload", name: input.workload.metadata.name, path: ["spec", "classes", index, "rateRps"] };
  if (queryClass.rateRps !== undefined) return decided("request rate", rateRps, "rps", place);
  const source = queryClass.curve ? "from the daily curve" : "requests of the trace over its span";
  return figure("request rate", rateRps, "rps", queryClass.curve ? "given" : "measured", { source });
}

/** Squared coefficient of variation of the times between arrivals: the trace's own, else that of Poisson arrivals, which is an assumption. */
export function arrivalSpread(input: PlanningInput, ca2: number): MadeFrom {
  const { trace } = classOf(input);
  if ((trace?.timestampsMs?.length ?? 0) >= 3)
    return figure("squared CV of the times between arrivals", ca2, "plain", "measured", {
      source: trace?.source ?? "the trace",
      samples: trace?.timestampsMs?.length ?? null,
    });
  return figure("squared CV of the times between arrivals", ca2, "plain", "assumed", { source: "assumed: Poisson arrivals, as no trace says otherwise" });
}
