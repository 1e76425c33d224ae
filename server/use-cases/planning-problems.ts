import type { CompleteStudy } from "./load-study";

export function refuseProblems(_study: CompleteStudy): void {}
