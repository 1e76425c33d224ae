import type { Problem } from "@/core/documents/problem";
import { checkProblems } from "./check-problems";
import type { CheckInput } from "./problems";

/** One check; `others` is left out while it is what was sent before. */
export interface CheckRequest extends Omit<CheckInput, "others"> {
  readonly number: number;
  readonly others?: CheckInput["others"];
}
export interface CheckAnswer {
  readonly number: number;
  readonly problems: Problem[];
}

let others: CheckInput["others"] = [];
self.onmessage = (event: MessageEvent<CheckRequest>) => {
  const { number, pipeline, workload } = event.data;
  others = event.data.others ?? others;
  self.postMessage({ number, problems: checkProblems({ pipeline, workload, others }) } satisfies CheckAnswer);
};
