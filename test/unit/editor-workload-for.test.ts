import { describe, expect, it } from "vitest";
import { workloadFor } from "../../components/editor/workload-for";
import type { WorkloadDocument } from "../../core/documents/workload";

const source: WorkloadDocument = {
  apiVersion: "trilemma/v1",
  kind: "Workload",
  metadata: { name: "questions", title: "Questions", labels: { builtin: "yes" } },
  spec: {
    classes: [
      {
        id: "busy",
        pipeline: "visual-qa",
        rateRps: 4,
        slos: [
          { metric: "latency", op: "<=", value: 150 },
          { metric: "latency", op: "<=", value: 50, operator: "asr" },
        ],
      },
      { id: "night", pipeline: "visual-qa", slos: [{ metric: "quality", op: ">=", value: 0.5, operator: "answer" }] },
    ],
  },
};

describe("a workload copied for another pipeline", () => {
  it("keeps rates and limits on the request, and leaves those that name operators behind", () => {
    const copy = workloadFor(source, "chat", "Chat");
    expect(copy.metadata).toEqual({ name: "questions-for-chat", title: "Questions for Chat" });
    expect(copy.spec.classes).toEqual([
      { id: "busy", pipeline: "chat", rateRps: 4, slos: [{ metric: "latency", op: "<=", value: 150 }] },
      { id: "night", pipeline: "chat" },
    ]);
  });
});
