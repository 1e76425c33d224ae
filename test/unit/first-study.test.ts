import { describe, expect, it } from "vitest";
import { readStudy, writeStudy } from "../../components/editor/first-study";
import type { StudyView } from "../../server/use-cases/get-study";

const SAVED = new Date("2026-01-02T03:04:05Z");
const view = (id: string, spec: object) => ({ id, savedAt: SAVED, archivedAt: null, document: { metadata: { name: id }, spec } });

describe("the study that a page brings along", () => {
  it("arrives as it was sent, each document in its own view and dates as dates", () => {
    const study = {
      pipeline: view("p", { operators: [{ id: "a" }] }),
      infrastructure: null,
      workload: view("w", { classes: [] }),
      catalogues: [view("c1", { models: [1] }), view("c2", { models: [2] })],
      available: { infrastructures: [], workloads: [], catalogues: [] },
      runs: { active: null, newest: null, shown: null, stale: false },
    } as unknown as StudyView;
    expect(readStudy(writeStudy(study))).toEqual(study);
  });
});
