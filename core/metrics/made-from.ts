import type { Evidence } from "../documents/common";
import type { DocumentKind } from "../documents/kinds";

/** How well an input is known; `given` is what people decided or asked for (a rate, a number of replicas, a graph), which is no evidence at all. */
export type Basis = Evidence | "given";

/** Weakest last. */
export const BASES: readonly Basis[] = ["given", "measured", "fitted", "interpolated", "assumed"];

export type Unit =
  | "ms"
  | "usd"
  | "usdPerHour"
  | "usdPerThousand"
  | "usdPerGiB"
  | "fraction"
  | "j"
  | "w"
  | "rps"
  | "tokens"
  | "tokensPerSecond"
  | "bytes"
  | "mbps"
  | "count"
  | "plain";

/** Where a figure stands in the documents. */
export interface FigurePlace {
  kind: DocumentKind;
  name: string;
  path: (string | number)[];
}

/**
 * A number and what it is made from, down to the figures of the documents. `combine` makes the number again from those of its inputs, so that nothing is
 * shown that was not used.
 */
export interface MadeFrom {
  label: string;
  value: number;
  unit: Unit;
  /** The weakest of everything under it. */
  basis: Basis;
  /** In words and signs; null for a figure. */
  formula: string | null;
  /** The formula itself is an assumption, whatever its inputs. */
  assumedFormula: boolean;
  inputs: MadeFrom[];
  combine: ((values: readonly number[]) => number) | null;
  /** What this accounts for of the number above it; null when that number is not a sum. */
  contribution: number | null;
  source: string | null;
  samples: number | null;
  ci95: readonly [number, number] | null;
  place: FigurePlace | null;
}

/** The weaker of two kinds of basis. */
export function weakerBasis(a: Basis, b: Basis): Basis {
  return BASES.indexOf(a) >= BASES.indexOf(b) ? a : b;
}

export interface FigureDetails {
  source?: string | null;
  samples?: number | null;
  ci95?: readonly [number, number] | null;
  place?: FigurePlace | null;
}

/** A number that the documents or the plan give. */
export function figure(label: string, value: number, unit: Unit, basis: Basis, details: FigureDetails = {}): MadeFrom {
  return {
    label,
    value,
    unit,
    basis,
    formula: null,
    assumedFormula: false,
    inputs: [],
    combine: null,
    contribution: null,
    source: details.source ?? null,
    samples: details.samples ?? null,
    ci95: details.ci95 ?? null,
    place: details.place ?? null,
  };
}

/** A number that somebody decided. */
export function decided(label: string, value: number, unit: Unit = "count", place: FigurePlace | null = null): MadeFrom {
  return figure(label, value, unit, "given", { place });
}

/** A number computed from others. `own` is what the step itself adds to the doubt (a filled-in statistic is interpolated). */
export function computed(
  label: string,
  unit: Unit,
  formula: string,
  inputs: readonly MadeFrom[],
  combine: (values: readonly number[]) => number,
  own: Basis = "given",
): MadeFrom {
  const value = combine(inputs.map((input) => input.value));
  const basis = inputs.reduce((weakest, input) => weakerBasis(weakest, input.basis), own);
  return { ...figure(label, value, unit, basis), formula, inputs: [...inputs], combine, assumedFormula: own === "assumed" };
}

/** A sum, each of whose inputs accounts for its own value. */
export function sumOf(label: string, unit: Unit, formula: string, inputs: readonly MadeFrom[]): MadeFrom {
  return computed(
    label,
    unit,
    formula,
    inputs.map((input) => ({ ...input, contribution: input.value })),
    (values) => values.reduce((total, value) => total + value, 0),
  );
}

/** A product of its inputs. */
export function productOf(label: string, unit: Unit, formula: string, inputs: readonly MadeFrom[], factor = 1): MadeFrom {
  return computed(label, unit, formula, inputs, (values) => values.reduce((total, value) => total * value, factor));
}

/**
 * The number made again from its figures; `replaced` may give another value for a figure, to see what would become of the number.
 */
export function recombine(node: MadeFrom, replaced: (leaf: MadeFrom) => number | undefined = () => undefined): number {
  if (!node.combine) return replaced(node) ?? node.value;
  return node.combine(node.inputs.map((input) => recombine(input, replaced)));
}

/** Share of a number by the basis of what it is made from; the shares sum to 1. */
export type BasisShares = Record<Basis, number>;

/**
 * Which share of a number rests on what: a sum is divided among its parts, anything else counts as its weakest input. So of a cost of $10/h of which $4/h
 * are a price that somebody assumed, 40 % are assumed.
 */
export function basisShares(node: MadeFrom): BasisShares {
  const result: BasisShares = { given: 0, measured: 0, fitted: 0, interpolated: 0, assumed: 0 };
  addShares(node, 1, result);
  return result;
}

function addShares(node: MadeFrom, weight: number, into: BasisShares): void {
  const parts = node.inputs.filter((input) => input.contribution !== null);
  const total = parts.reduce((sum, part) => sum + Math.abs(part.contribution ?? 0), 0);
  if (parts.length === 0 || total === 0) {
    into[node.basis] += weight;
    return;
  }
  for (const part of parts) addShares(part, (weight * Math.abs(part.contribution ?? 0)) / total, into);
}

/** All figures under a number, each once. */
export function figuresOf(node: MadeFrom): MadeFrom[] {
  const found = new Map<string, MadeFrom>();
  const visit = (current: MadeFrom) => {
    if (current.inputs.length > 0) {
      for (const input of current.inputs) visit(input);
      return;
    }
    const key = JSON.stringify(current.place ? [current.place.kind, current.place.name, current.place.path] : [current.label, current.value, current.unit]);
    if (!found.has(key)) found.set(key, current);
  };
  visit(node);
  return [...found.values()];
}
