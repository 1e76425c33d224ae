import type { Profile, TokensRow } from "../documents/catalogue";
import type { Statistic } from "../documents/common";
import type { ChosenPart } from "./flows";
import { computed, decided, figure, type MadeFrom, productOf, sumOf } from "./made-from";
import { arrivalSpread, below, poolPlace, poolPrice, type RunsAs, rateFigure, type Sourced, sourced, statisticOf } from "./made-from-figures";
import type { PlanningInput } from "./planning-input";
import type { CompiledOperator, Problem } from "./problem";
import { stationWait, waitStatistics } from "./queueing";
import { STATISTIC_INDEX } from "./statistics";
import { mostSpecific, slotsWithin } from "./templates";

/** Everything about one part of an operator that its numbers are made from. */
export class PartFigures {
  readonly #tokens: TokensRow | null;
  readonly #profile: (Profile & Sourced) | null;
  readonly #holders: readonly Sourced[];

  constructor(
    readonly input: PlanningInput,
    readonly problem: Problem,
    readonly operator: CompiledOperator,
    readonly part: ChosenPart,
    readonly runs: RunsAs,
    knobs: Record<string, string | number | boolean>,
  ) {
    this.#tokens = mostSpecific(runs.implementation.tokens, knobs);
    this.#profile = part.template.profile === "api" ? null : ((runs.profiles[part.template.profile] as Profile | undefined) ?? null);
    this.#holders = part.template.profile === "api" ? [runs.api ?? {}, runs.owner] : [this.#profile ?? {}, runs.owner];
  }

  get #isApi(): boolean {
    return this.part.template.pool < 0;
  }

  get where(): string {
    return this.#isApi ? "the API" : (this.problem.pools[this.part.template.pool]?.id ?? "");
  }

  get #figures() {
    return this.#isApi ? this.runs.api : this.#profile;
  }

  get #place() {
    return this.#isApi ? this.runs.apiPlace : below(this.runs.profilesPlace, Number(this.part.template.profile));
  }

  #time(key: "latencyMs" | "ttftMs" | "tpotMs", what: string, statistic: Statistic): MadeFrom | null {
    const distribution = this.#figures?.[key];
    if (!distribution) return null;
    const spread = { cv: this.#figures?.cv, place: below(this.#place, "cv"), holder: this.#isApi ? this.runs.api?.sources?.cv : undefined };
    return statisticOf(what, distribution, statistic, "ms", this.#holders, below(this.#place, key), spread);
  }

  #tokenCount(kind: "prompt" | "completion", statistic: Statistic): MadeFrom | null {
    const distribution = this.#tokens?.[kind];
    if (!distribution || !this.#tokens) return null;
    const rows = this.runs.implementation.tokens ?? [];
    const place = below(this.runs.implementationPlace, "tokens", rows.indexOf(this.#tokens), kind);
    return statisticOf(`${kind} tokens`, distribution, statistic, "tokens", [this.#tokens, this.runs.implementation], place, null);
  }

  /** Service of one call at a statistic, ms; null when no latency figure is known. */
  service(statistic: Statistic): MadeFrom | null {
    const label = `service of a call on ${this.where}`;
    const latency = this.#time("latencyMs", "latency", statistic);
    if (latency) return latency;
    const first = this.#time("ttftMs", "time to first token", statistic);
    const perToken = this.#time("tpotMs", "time per output token", statistic);
    if (!perToken) return first;
    const completion = this.#tokenCount("completion", statistic);
    const generation = productOf("time of generation", "ms", "completion tokens × time per output token", [
      completion ?? decided("completion tokens", 0, "tokens"),
      perToken,
    ]);
    return first ? sumOf(label, "ms", "time to first token + time of generation", [first, generation]) : generation;
  }

  #batch(): MadeFrom {
    return decided("calls served together (batch)", this.#profile?.batch ?? 1);
  }

  #capacity(): MadeFrom | null {
    const value = this.#profile?.capacityTokensPerSecond;
    return value === undefined
      ? null
      : sourced("tokens per second of a replica", value, "tokensPerSecond", this.#holders, below(this.#place, "capacityTokensPerSecond"));
  }

  /** Calls per second of one replica at full load, or of an API at its limit; null when nothing limits it. */
  rate(): MadeFrom | null {
    if (this.#isApi) {
      const { api } = this.runs;
      return api?.maxRps === undefined
        ? null
        : sourced("rate limit of the API", api.maxRps, "rps", [api.sources?.maxRps, ...this.#holders], below(this.#place, "maxRps"));
    }
    const capacity = this.#capacity();
    const label = "calls per second of a replica";
    if (capacity) {
      const tokens = this.#tokenCount("completion", this.problem.settings.sizingStatistic);
      if (!tokens || tokens.value <= 0) return null;
      return computed(label, "rps", "tokens per second ÷ tokens per call", [capacity, tokens], ([perSecond = 0, perCall = 1]) => perSecond / perCall);
    }
    const service = this.service("mean");
    if (!service || service.value <= 0) return null;
    return computed(label, "rps", "batch × 1000 ÷ mean service", [this.#batch(), service], ([batch = 1, ms = 1]) => (batch * 1000) / ms);
  }

  #replicas(): MadeFrom {
    return decided(`replicas on ${this.where}`, this.part.replicas);
  }

  #calls(): MadeFrom[] {
    const calls = decided("calls per request", this.operator.calls, "plain");
    return this.part.share === 1 ? [calls] : [calls, decided("share of the calls", this.part.share, "fraction")];
  }

  /** Servers of one replica and the calls per second of each. */
  #slots(): { servers: MadeFrom; serverRate: MadeFrom } {
    const capacity = this.#capacity();
    const service = this.service("mean");
    const tokens = capacity ? this.#tokenCount("completion", this.problem.settings.sizingStatistic) : null;
    const unlimited = decided("calls per second of a server", Number.POSITIVE_INFINITY, "rps");
    if (!capacity) return { servers: decided("servers of a replica", 1), serverRate: this.rate() ?? unlimited };
    const serverRate =
      service && service.value > 0 ? computed("calls per second of a slot", "rps", "1000 ÷ mean service", [service], ([ms = 1]) => 1000 / ms) : unlimited;
    if (!service || !tokens || tokens.value <= 0) return { servers: decided("slots of a replica", 1), serverRate };
    const formula = "⌊tokens per second × mean service ÷ (1000 × tokens per call)⌋, at least 1 (Little's law)";
    const servers = computed("slots of a replica", "count", formula, [capacity, service, tokens], ([perSecond = 0, ms = 0, perCall = 1]) =>
      Math.max(1, Math.floor(slotsWithin((perSecond * ms) / (1000 * perCall)))),
    );
    return { servers, serverRate };
  }

  /** Waiting before service at a statistic, ms; null without queueing. */
  queue(statistic: Statistic): MadeFrom | null {
    const { problem, part } = this;
    const rateRps = problem.rateRps;
    if (rateRps === null || problem.settings.queueing !== "erlang" || this.#isApi) return null;
    const arrival = productOf(
      "calls arriving per second",
      "rps",
      part.share === 1 ? "request rate × calls per request" : "request rate × calls per request × share",
      [rateFigure(this.input, rateRps), ...this.#calls()],
    );
    const { servers, serverRate } = this.#slots();
    const cv = this.#profile?.cv;
    const serviceSpread =
      cv === undefined
        ? figure("CV of the service time", 1, "plain", "assumed", { source: "assumed: 1, as the profile gives none" })
        : sourced("CV of the service time", cv, "plain", this.#holders, below(this.#place, "cv"));
    const inputs = [arrival, this.#replicas(), servers, serverRate, arrivalSpread(this.input, problem.ca2), serviceSpread];
    const q = STATISTIC_INDEX[statistic];
    return computed(
      `wait on ${this.where}`,
      "ms",
      statistic === "mean"
        ? "Erlang C wait of a G/G/c station (Allen–Cunneen)"
        : `Erlang C wait of a G/G/c station at ${statistic}, waits beyond zero exponential`,
      inputs,
      ([rate = 0, replicas = 1, slots = 1, perSlot = 1, ca2 = 1, spread = 1]) =>
        rate > 0 ? (waitStatistics(stationWait(replicas * slots, perSlot, rate, ca2, spread * spread))[q] ?? 0) : 0,
    );
  }

  /** Latency of one call at a statistic: waiting and service, ms. */
  latency(statistic: Statistic): MadeFrom | null {
    const service = this.service(statistic);
    if (!service) return null;
    const queue = this.queue(statistic);
    return queue ? sumOf(`call on ${this.where}`, "ms", "wait + service", [queue, service]) : service;
  }

  #busySeconds(): MadeFrom | null {
    const rate = this.rate();
    if (!rate) return null;
    return computed("busy time of a call", "plain", "1 ÷ calls per second of a replica", [rate], ([perSecond = 1]) => (perSecond > 0 ? 1 / perSecond : 0));
  }

  #devices(): MadeFrom {
    return decided("devices of a replica", this.part.template.devices);
  }

  /** US$ per 1,000 requests. */
  cost(): MadeFrom {
    const { problem, input, part } = this;
    const label = `cost on ${this.where}`;
    if (this.#isApi) return productOf(label, "usdPerThousand", "1000 × calls × price of a call", [...this.#calls(), this.#apiCall()], 1000);
    const index = part.template.pool;
    const price = poolPrice(input, index);
    if (problem.pools[index]?.billing === "used") {
      const busy = this.#busySeconds();
      if (!busy) return decided(label, 0, "usdPerThousand");
      return productOf(
        label,
        "usdPerThousand",
        "1000 × calls × busy seconds × devices × price ÷ 3600",
        [...this.#calls(), busy, this.#devices(), price],
        1000 / 3600,
      );
    }
    if (problem.rateRps === null) return decided(`${label} (reserved, not priced without a rate)`, 0, "usdPerThousand");
    return computed(
      label,
      "usdPerThousand",
      "replicas × devices × price ÷ (3.6 × request rate)",
      [this.#replicas(), this.#devices(), price, rateFigure(input, problem.rateRps)],
      ([replicas = 0, devices = 0, perHour = 0, rate = 1]) => (replicas * devices * perHour) / (3.6 * rate),
    );
  }

  #apiCall(): MadeFrom {
    const { api } = this.runs;
    const terms: MadeFrom[] = [];
    const place = this.#place;
    if (api?.pricePerCallUsd !== undefined) terms.push(sourced("price of a call", api.pricePerCallUsd, "usd", this.#holders, below(place, "pricePerCallUsd")));
    const price = api?.pricePerMillionTokensUsd;
    if (price) {
      for (const [kind, key] of [
        ["prompt", "input"],
        ["completion", "output"],
      ] as const) {
        const tokens = this.#tokenCount(kind, "mean") ?? figure(`mean ${kind} tokens`, 0, "tokens", "assumed", { source: "assumed: not known, counted as 0" });
        const perMillion = sourced(`price of a million ${key} tokens`, price[key], "usd", this.#holders, below(place, "pricePerMillionTokensUsd", key));
        terms.push(productOf(`${kind} tokens of a call`, "usd", `${kind} tokens × price ÷ 10⁶`, [tokens, perMillion], 1e-6));
      }
    }
    return sumOf("price of a call", "usd", terms.length === 0 ? "no price is given" : "sum of what a call is charged", terms);
  }

  /** J per request. */
  energy(): MadeFrom {
    const { problem, input, part } = this;
    const label = `energy on ${this.where}`;
    if (this.#isApi) {
      const { api } = this.runs;
      const perCall =
        api?.energyJPerCall === undefined
          ? figure("energy of a call", 0, "j", "assumed", { source: "not known: the provider states none, which counts as 0 J" })
          : sourced("energy of a call", api.energyJPerCall, "j", this.#holders, below(this.#place, "energyJPerCall"));
      return productOf(label, "j", "calls × energy of a call", [...this.#calls(), perCall]);
    }
    const pool = input.infrastructure.spec.pools[part.template.pool];
    const busy = this.#busySeconds();
    if (!pool?.power) return figure(label, 0, "j", "assumed", { source: "not known: no power is given for the pool, which counts as 0 J" });
    if (!busy) return decided(label, 0, "j");
    const place = below(poolPlace(input, part.template.pool), "power");
    const idle = sourced(`idle power of a device of ${pool.id}`, pool.power.idleW, "w", [pool.power, pool], below(place, "idleW"));
    const own = this.#profile?.powerW;
    const full =
      own === undefined
        ? productOf("power of a replica at full load", "w", "devices × peak power", [
            this.#devices(),
            sourced(`peak power of a device of ${pool.id}`, pool.power.peakW, "w", [pool.power, pool], below(place, "peakW")),
          ])
        : sourced("power of a replica at full load", own, "w", this.#holders, below(this.#place, "powerW"));
    const calls = this.#calls();
    if (problem.rateRps === null) return productOf(label, "j", "calls × busy seconds × full power", [...calls, busy, full]);
    const idling = computed(
      "idle part",
      "j",
      "replicas × devices × idle power ÷ request rate",
      [this.#replicas(), this.#devices(), idle, rateFigure(input, problem.rateRps)],
      ([replicas = 0, devices = 0, watts = 0, rate = 1]) => (replicas * devices * watts) / rate,
    );
    const working = computed(
      "busy part",
      "j",
      "calls × busy seconds × (full power − devices × idle power)",
      [...calls, busy, full, this.#devices(), idle],
      (values) => {
        const [idleW = 0, devices = 0, fullW = 0, seconds = 0, ...counts] = [...values].reverse();
        return counts.reduce((total, value) => total * value, 1) * seconds * (fullW - devices * idleW);
      },
    );
    return sumOf(label, "j", "idle part + busy part", [idling, working]);
  }

  /** Largest request rate that this part allows, requests per second; null when nothing limits it. */
  throughput(): MadeFrom | null {
    const { problem } = this;
    const rate = this.rate();
    if (!rate || this.operator.calls * this.part.share <= 0) return null;
    const limit = decided("utilisation limit", problem.settings.utilisationLimit, "fraction");
    const label = `rate that ${this.operator.id} on ${this.where} carries`;
    const calls = this.#calls();
    const perRequest = (values: readonly number[]): number => values.reduce((total, value) => total * value, 1);
    if (this.#isApi)
      return computed(
        label,
        "rps",
        "limit × rate limit ÷ calls per request",
        [limit, rate, ...calls],
        ([most = 1, perSecond = 0, ...rest]) => (most * perSecond) / perRequest(rest),
      );
    if (problem.settings.queueing !== "erlang")
      return computed(
        label,
        "rps",
        "limit × calls per second × replicas ÷ calls per request",
        [limit, rate, this.#replicas(), ...calls],
        ([most = 1, perSecond = 0, replicas = 1, ...rest]) => (most * perSecond * replicas) / perRequest(rest),
      );
    const { servers, serverRate } = this.#slots();
    return computed(
      label,
      "rps",
      "the smaller of limit × calls per second and slots × their rate, × replicas ÷ calls per request",
      [limit, rate, servers, serverRate, this.#replicas(), ...calls],
      ([most = 1, perSecond = 0, slots = 1, perSlot = 0, replicas = 1, ...rest]) => (Math.min(most * perSecond, slots * perSlot) * replicas) / perRequest(rest),
    );
  }
}

/** The slowest of an operator's parts decides. */
export function slowestOf(label: string, parts: readonly MadeFrom[]): MadeFrom {
  const [only] = parts;
  if (parts.length === 1 && only) return { ...only, label };
  const value = Math.max(...parts.map((part) => part.value));
  const decides = parts.findIndex((part) => part.value === value);
  return computed(
    label,
    "ms",
    "the slowest of its parts",
    parts.map((part, index) => ({ ...part, contribution: index === decides ? part.value : 0 })),
    (values) => Math.max(...values),
  );
}
