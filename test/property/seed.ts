import fc from "fast-check";

/**
 * The suite tries the same cases each time, so that a red run can be repeated; a soak tries others:
 * TRILEMMA_PROPERTY_SEED=random (or a number) with TRILEMMA_PROPERTY_RUNS.
 */
const wanted = process.env.TRILEMMA_PROPERTY_SEED;
if (wanted !== "random") fc.configureGlobal({ seed: Number(wanted ?? 20261122) });
