import type { PlanControl } from "../../core/metrics/planning-input";
import { count } from "./numbers";
import type { Output } from "./output";

const AFTER_MS = 1000;
const EVERY_MS = 200;

/** Hooks that show one line of progress on an interactive standard error once planning takes more than a second. */
export function progressLine(output: Output): { control: PlanControl; clear: () => void } {
  if (!output.isInteractive) return { control: {}, clear: () => {} };
  const startedMs = performance.now();
  let shownMs = 0;
  return {
    control: {
      onProgress: (progress) => {
        const nowMs = performance.now();
        if (nowMs - startedMs < AFTER_MS || nowMs - shownMs < EVERY_MS) return;
        shownMs = nowMs;
        const share = progress.fraction === null ? "" : ` ${Math.round(progress.fraction * 100)} %`;
        output.warn(`\r\u001b[2KPlanning:${share} ${count(progress.considered)} plans considered, ${Math.round((nowMs - startedMs) / 1000)} s`);
      },
    },
    clear: () => {
      if (shownMs > 0) output.warn("\r\u001b[2K");
    },
  };
}
