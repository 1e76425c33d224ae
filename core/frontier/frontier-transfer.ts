import type { FrontierDocument } from "../documents/frontier";
import type { PlanBody } from "../documents/plan";
import { bytesOfText, textOfBytes } from "./column-bytes";
import { packFrontier } from "./pack-frontier";
import { type PackedFrontier, packedFromBytes, packedToBytes } from "./packed-frontier";
import { unpackFrontier } from "./plan-store";

/**
 * Where the plans of an opened frontier keep what they were opened from: on the list, because what answers a request may copy the objects around it. A registered
 * symbol: a bundler may load this file more than once in a process.
 */
const PACKED = Symbol.for("trilemma.packed-frontier");
type OpenedPlans = readonly PlanBody[] & { [PACKED]?: PackedFrontier };

/** Like `unpackFrontier`, for one that passes through a process which hands it on: `packedOf` gives back what it was made of. */
export function openFrontier(packed: PackedFrontier): FrontierDocument {
  const frontier = unpackFrontier(packed);
  Object.defineProperty(frontier.spec.plans, PACKED, { value: packed });
  return frontier;
}

/** The packed form of a frontier: that which its plans were opened from, else packed now. */
export function packedOf(frontier: FrontierDocument): PackedFrontier {
  const { plans, ...spec } = frontier.spec;
  const packed = (plans as OpenedPlans)[PACKED];
  return packed ? { ...packed, head: { ...frontier, spec } } : packFrontier(frontier);
}

/** Fewer plans than this travel as they are. */
const PACK_FROM = 200;

/** How frontiers cross between server and browser: a custom type for the transformer of both. */
export const frontierTransfer = {
  isApplicable: (value: unknown): value is FrontierDocument => {
    const candidate = value as Partial<FrontierDocument> | null;
    if (typeof candidate !== "object" || candidate?.kind !== "Frontier") return false;
    const plans = candidate.spec?.plans;
    return Array.isArray(plans) && (PACKED in plans || plans.length >= PACK_FROM);
  },
  // as text: the transformer would note which parts are one object, and look for them in the frontier instead of in its packed form
  serialize: (frontier: FrontierDocument): { text: string } => ({ text: textOfBytes(packedToBytes(packedOf(frontier))) }),
  deserialize: ({ text }: { text: string }): FrontierDocument => unpackFrontier(packedFromBytes(bytesOfText(text))),
};
