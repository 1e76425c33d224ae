import { describe, expect, it } from "vitest";
import { staleWords } from "../../../components/frontier/stale-words";
import { semanticKey } from "../../../core/graph/edit-semantic-key";
import { classesOfWorkload, tablesOfPipeline } from "../../../core/graph/edit-tables";
import { exampleInput } from "../../support/example-input";

const input = exampleInput("visual-qa");
const keyOf = ({ pipeline, workload }: typeof input) => semanticKey({ ...tablesOfPipeline(pipeline), classes: classesOfWorkload("w", workload) }, "w");

describe("what made plans stale", () => {
  it("names operators, targets and rate", () => {
    const changed = structuredClone(input);
    const [operator] = changed.pipeline.spec.operators;
    const [entry] = changed.workload.spec.classes;
    if (!operator || !entry?.slos?.[0]) throw new Error("the example has no operator or no target");
    operator.iterations = { mean: 1.5, max: 2 };
    expect(staleWords(keyOf(input), keyOf(changed))).toBe(`operator ${operator.id}`);
    entry.rateRps = 3;
    entry.slos[0].value = 1;
    expect(staleWords(keyOf(input), keyOf(changed))).toBe(`operator ${operator.id}; rate; targets`);
  });

  it("says nothing of what it cannot see", () => {
    expect(staleWords(null, keyOf(input))).toBeNull();
    expect(staleWords(keyOf(input), keyOf(input))).toBeNull();
  });
});
