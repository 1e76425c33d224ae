import type { Objective } from "../../core/documents/workload";

/** The four metrics with a colour of their own, and throughput, which is drawn in grey. */
export type MetricColour = "latency" | "cost" | "quality" | "energy" | "throughput";

export interface MetricInfo {
  objective: Objective;
  /** Sentence case, as in a column header. */
  title: string;
  /** Short noun for running text. */
  noun: string;
  better: "low" | "high";
  colour: MetricColour;
}

const INFO: Record<Objective, MetricInfo> = {
  costPerThousand: { objective: "costPerThousand", title: "Cost per 1k requests", noun: "cost", better: "low", colour: "cost" },
  costPerHour: { objective: "costPerHour", title: "Cost per hour", noun: "hourly cost", better: "low", colour: "cost" },
  latency: { objective: "latency", title: "Latency", noun: "latency", better: "low", colour: "latency" },
  quality: { objective: "quality", title: "Quality", noun: "quality", better: "high", colour: "quality" },
  energy: { objective: "energy", title: "Energy per request", noun: "energy", better: "low", colour: "energy" },
  throughput: { objective: "throughput", title: "Throughput", noun: "throughput", better: "high", colour: "throughput" },
};

export function metricInfo(objective: Objective): MetricInfo {
  return INFO[objective];
}

/** Colour of marks (points, lines, bars). */
export function metricColour(objective: Objective): string {
  return `var(--t-metric-${INFO[objective].colour})`;
}

/** Colour of text about a metric; readable on the surface of its theme. */
export function metricTextColour(objective: Objective): string {
  return `var(--t-${INFO[objective].colour}-text)`;
}
