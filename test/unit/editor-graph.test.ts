import { describe, expect, it } from "vitest";
import { matchesKeys } from "../../components/editor/actions/action";
import { ACTIONS } from "../../components/editor/actions/registry";
import { pipelineYaml } from "../../components/editor/pipeline-yaml";
import { yamlPlace } from "../../components/editor/yaml/yaml-path";
import { parseDocuments } from "../../core/documents/parse";
import type { PipelineDocument } from "../../core/documents/pipeline";
import { drawPipelineSvg } from "../../core/graph/draw-svg";
import { align, distribute } from "../../core/graph/edit-arrange";
import { extractFragment, freeShift, insertFragment } from "../../core/graph/edit-clipboard";
import { refuseConnection } from "../../core/graph/edit-connect";
import { criticalPath } from "../../core/graph/edit-critical";
import { describeDiff } from "../../core/graph/edit-describe";
import { insertOnEdge, makeRouter, removeNodes, renameNode, setRouterProbability } from "../../core/graph/edit-operations";
import { type EditTables, pipelineOfTables, tablesOfPipeline } from "../../core/graph/edit-tables";
import { keepsTarget, measuredValue } from "../../core/graph/edit-targets";
import { applyDiff } from "../../core/history/record-diff";
import { Transaction } from "../../core/history/transaction";

const PIPELINE: PipelineDocument = {
  apiVersion: "trilemma/v1",
  kind: "Pipeline",
  metadata: {
    name: "assistant",
    title: "Assistant <&>",
    layout: {
      nodes: { mic: { x: 0, y: 0 }, asr: { x: 250, y: 0 }, small: { x: 500, y: -60 }, large: { x: 500, y: 60 }, say: { x: 750, y: 0 } },
      notes: [{ id: "n", text: "Check this", x: 0, y: 200 }],
    },
  },
  spec: {
    inputs: [{ id: "mic", type: "audio", at: "edge" }],
    operators: [
      { id: "asr", task: "speech-to-text" },
      { id: "small", task: "text-generation", iterations: { mean: 1.5, max: 3 } },
      { id: "large", task: "text-generation", fanOut: 4 },
      { id: "say", task: "text-to-speech" },
    ],
    edges: [
      { from: "mic", to: "asr", bytes: 1000 },
      { from: "asr", to: "small", bytes: 10 },
      { from: "asr", to: "large", bytes: 20 },
      { from: "small", to: "say", bytes: 30 },
      { from: "large", to: "say", bytes: 40 },
    ],
    routers: [
      {
        at: "asr",
        choose: [
          { to: "small", probability: 0.7 },
          { to: "large", probability: 0.3 },
        ],
      },
    ],
    quality: { model: "table", values: [{ when: { small: "a", asr: { implementation: "w" } }, value: 0.5 }] },
  },
};
const TABLES: EditTables = {
  ...tablesOfPipeline(PIPELINE),
  classes: {
    "w#c": {
      id: "c",
      pipeline: "assistant",
      order: 0,
      workloadId: "w",
      slos: [
        { metric: "latency", op: "<=", value: 5, operator: "small" },
        { metric: "latency", op: "<=", value: 9, path: { from: "asr", to: "small" } },
      ],
    },
  },
};

function edited(recipe: (tx: Transaction<EditTables>) => void, tables = TABLES): EditTables {
  const tx = new Transaction(tables);
  recipe(tx);
  return applyDiff(tables, tx.diff());
}

describe("tables", () => {
  it("go back to the same document", () => {
    expect(pipelineOfTables(tablesOfPipeline(PIPELINE))).toEqual(PIPELINE);
  });

  it("place what has no place by depth, and keep given places", () => {
    const { layout: _layout, ...metadata } = PIPELINE.metadata;
    const bare = tablesOfPipeline({ ...PIPELINE, metadata });
    expect(bare.positions.mic?.x).toBeLessThan(bare.positions.asr?.x ?? 0);
    expect(bare.positions.asr?.x).toBeLessThan(bare.positions.small?.x ?? 0);
    expect(bare.positions.small).not.toEqual(bare.positions.large);
    expect(bare.positions.small?.x).toBe(bare.positions.large?.x);
  });
});

describe("connections", () => {
  it("are refused with the reason", () => {
    expect(refuseConnection(TABLES, "mic", "small")?.message).toBe("“mic” gives audio; “small” takes text, tokens, documents, label or boxes.");
    expect(refuseConnection(TABLES, "small", "asr")?.code).toBe("type");
    expect(refuseConnection(TABLES, "asr", "asr")?.code).toBe("self");
    expect(refuseConnection(TABLES, "asr", "mic")?.code).toBe("into-input");
    expect(refuseConnection(TABLES, "asr", "small")?.code).toBe("duplicate");
    expect(refuseConnection(TABLES, "asr", "nobody")?.code).toBe("missing");
    const unknown = edited((tx) => tx.update("operators", "asr", { task: "own-task" }));
    expect(refuseConnection(unknown, "small", "asr")).toMatchObject({ code: "cycle", message: expect.stringContaining("asr → small → asr") });
    expect(refuseConnection(TABLES, "small", "large")).toBeNull();
  });
});

describe("renaming and removing", () => {
  it("follows every mention of an id", () => {
    const renamed = edited((tx) => renameNode(tx, "small", "tiny"));
    const { spec, metadata } = pipelineOfTables(renamed);
    expect(spec.operators.map((operator) => operator.id)).toEqual(["asr", "tiny", "large", "say"]);
    expect(spec.edges.filter((edge) => edge.from === "tiny" || edge.to === "tiny")).toHaveLength(2);
    expect(spec.routers?.[0]?.choose[0]).toEqual({ to: "tiny", probability: 0.7 });
    expect(spec.quality).toMatchObject({ values: [{ when: { tiny: "a" } }] });
    expect(metadata.layout?.nodes?.tiny).toEqual({ x: 500, y: -60 });
    expect(renamed.classes["w#c"]?.slos).toMatchObject([{ operator: "tiny" }, { path: { from: "asr", to: "tiny" } }]);
    expect(JSON.stringify(pipelineOfTables(renamed))).not.toContain("small");
  });

  it("removes everything that hangs on a node", () => {
    const removed = edited((tx) => removeNodes(tx, ["small"]));
    const { spec } = pipelineOfTables(removed);
    expect(spec.edges.map((edge) => `${edge.from}-${edge.to}`)).toEqual(["mic-asr", "asr-large", "large-say"]);
    expect(spec.routers).toBeUndefined();
    expect(spec.quality).toEqual({ model: "table", values: [] });
    expect(removed.classes["w#c"]?.slos).toEqual([]);
  });
});

describe("routers", () => {
  it("keep a sum of one when one share is set", () => {
    const changed = edited((tx) => setRouterProbability(tx, "asr", "large", 0.123456));
    expect(changed.routers.asr?.choose).toEqual([
      { to: "small", probability: 0.876544 },
      { to: "large", probability: 0.123456 },
    ]);
  });

  it("follow an operator that is put on one of their edges", () => {
    const changed = edited((tx) => insertOnEdge(tx, "asr→small", { id: "check", task: "moderation" }, 5));
    expect(changed.routers.asr?.choose[0]).toEqual({ to: "check", probability: 0.7 });
    expect(changed.edges["asr→check"]?.bytes).toBe(10);
    expect(changed.edges["check→small"]?.bytes).toBe(5);
    expect(changed.edges["asr→small"]).toBeUndefined();
    // 42 px between the columns are too few: what follows makes room, its ends keep their distance
    const { asr, check, small, large, say } = changed.positions;
    expect(check?.x).toBeGreaterThanOrEqual((asr?.x ?? 0) + 208);
    expect(small?.x).toBeGreaterThanOrEqual((check?.x ?? 0) + 208);
    expect((say?.x ?? 0) - (small?.x ?? 0)).toBe(250);
    expect(large).toEqual(TABLES.positions.large);
  });

  it("share equally when they are made", () => {
    const plain = edited((tx) => tx.remove("routers", "asr"));
    expect(edited((tx) => makeRouter(tx, "asr"), plain).routers.asr?.choose.map((choice) => choice.probability)).toEqual([0.5, 0.5]);
  });
});

describe("clipboard", () => {
  it("pastes a part under free ids with its edges, router and bytes", () => {
    const fragment = extractFragment(TABLES, ["asr", "small", "large", "n"]);
    const text = pipelineYaml(fragment);
    const { documents, problems } = parseDocuments(text, "clipboard");
    expect(problems).toEqual([]);
    let ids: string[] = [];
    const pasted = edited((tx) => {
      ids = insertFragment(tx, documents[0]?.document as PipelineDocument, { x: 10, y: 20 });
    });
    expect(ids).toEqual(["asr-2", "small-2", "large-2", "n-2"]);
    expect(pasted.edges["asr-2→small-2"]?.bytes).toBe(10);
    expect(pasted.routers["asr-2"]?.choose).toEqual([
      { to: "small-2", probability: 0.7 },
      { to: "large-2", probability: 0.3 },
    ]);
    expect(pasted.positions["asr-2"]).toEqual({ x: 260, y: 20 });
    expect(pasted.operators["small-2"]?.iterations).toEqual({ mean: 1.5, max: 3 });
  });

  it("takes along groups that are copied as a whole, and pastes each copy beside the last one", () => {
    const grouped = edited((tx) => {
      tx.put("groups", "both", { title: "Both", members: ["small", "n"], collapsed: true, order: 0 });
      tx.put("groups", "cut", { title: "Cut", members: ["asr", "large"], order: 1 });
    });
    const fragment = extractFragment(grouped, ["asr", "small", "n"]);
    expect(fragment.metadata.layout?.groups?.map((group) => group.id)).toEqual(["both"]);
    expect(freeShift(TABLES, fragment, 32)).toEqual({ x: 32, y: 32 });
    let ids: string[] = [];
    const pasted = edited((tx) => {
      insertFragment(tx, fragment, { x: 32, y: 32 });
      ids = insertFragment(tx, fragment, freeShift(tx.tables, fragment, 32));
    });
    expect(ids).toEqual(["asr-3", "group:both-2"]);
    expect(pasted.groups["both-2"]).toMatchObject({ title: "Both", members: ["small-3", "n-3"], collapsed: true });
    expect(pasted.positions["asr-3"]).toEqual({ x: 314, y: 64 });
  });
});

describe("arranging", () => {
  it("aligns by edges and middles of what it covers, with real sizes", () => {
    const places = align(TABLES, ["mic", "asr"], "middle");
    expect((places.mic?.y ?? 0) + 22).toBe((places.asr?.y ?? 0) + 44);
    expect(align(TABLES, ["asr", "say"], "right").asr?.x).toBe(750);
  });

  it("distributes with equal gaps and leaves the ends", () => {
    const moved = edited((tx) => tx.put("positions", "small", { x: 300, y: 0 }));
    const places = distribute(moved, ["asr", "small", "say"], "x");
    expect(places.asr?.x).toBe(250);
    expect(places.say?.x).toBe(750);
    expect(places.small?.x).toBe(500);
  });
});

describe("targets", () => {
  const plan = {
    id: "p-1",
    vector: [],
    metrics: {
      costPerThousandUsd: 1,
      costPerHourUsd: 2,
      latencyMs: { mean: 1, p50: 2, p90: 3, p95: 4, p99: 5 },
      quality: null,
      energyJ: 0,
      throughputRps: null,
      devices: 1,
    },
    operators: [],
    flows: [],
    slos: [{ slo: { metric: "latency" as const, op: "<=" as const, value: 9, path: { from: "asr", to: "say" } }, value: 7, met: true }],
  };
  it("are measured at their own statistic, and by the planner where only it can tell", () => {
    expect(measuredValue(plan, { metric: "latency", op: "<=", value: 1 }, "p90")).toBe(3);
    expect(measuredValue(plan, { metric: "latency", statistic: "p99", op: "<=", value: 1 }, "p90")).toBe(5);
    expect(measuredValue(plan, { metric: "quality", op: ">=", value: 1 }, "p90")).toBeNull();
    expect(measuredValue(plan, { metric: "latency", op: "<=", value: 100, path: { from: "asr", to: "say" } }, "p90")).toBe(7);
    expect(measuredValue(plan, { metric: "latency", op: "<=", value: 100, path: { from: "asr", to: "small" } }, "p90")).toBeUndefined();
    expect(keepsTarget(null, { metric: "quality", op: ">=", value: 0 })).toBe(false);
    expect(keepsTarget(5, { metric: "latency", op: "<", value: 5 })).toBe(true);
  });
});

describe("critical path", () => {
  it("adds repetitions and the slowest transfer, and leaves out what has no share", () => {
    const operator = (id: string, latencyMs: number, latencyShare: number) => ({
      id,
      configuration: { implementation: "x", knobs: {} },
      parts: [],
      metrics: {
        calls: 1,
        latencyMs,
        queueMs: 0,
        serviceMs: latencyMs,
        costPerHourUsd: 0,
        costPerThousandUsd: 0,
        energyJ: 0,
        quality: 1,
        latencyShare,
        costShare: 0,
        energyShare: 0,
        qualityLossShare: 0,
      },
    });
    const plan = {
      id: "p",
      vector: [],
      metrics: { costPerThousandUsd: 0, costPerHourUsd: 0, latencyMs: null, quality: null, energyJ: 0, throughputRps: null, devices: 0 },
      operators: [operator("asr", 10, 0.1), operator("small", 20, 0.6), operator("large", 500, 0), operator("say", 5, 0.1)],
      flows: [
        { from: "mic", to: "asr", fromTier: "edge", toTier: "cloud", share: 0.5 },
        { from: "mic", to: "asr", fromTier: "edge", toTier: "edge", share: 0.5 },
      ],
    };
    const path = criticalPath(TABLES, plan, "p95", [{ from: "edge", to: "cloud", rttMs: 4, mbps: 8 }], () => 1000);
    expect(path.nodes).toEqual(["asr", "small", "say"]);
    expect(path.edges).toEqual(["mic→asr", "asr→small", "small→say"]);
    // 4/2 + 1000·8/(8·1000) = 3 ms on the link; three iterations of 20 ms
    expect(path.passedMs).toEqual({ asr: 13, small: 73, say: 78 });
    expect(criticalPath(TABLES, plan, "mean", [], () => 0).passedMs.say).toBe(45);
  });
});

describe("drawing as SVG", () => {
  it("shows every node, edge, share and badge, escaped", () => {
    const svg = drawPipelineSvg(PIPELINE);
    for (const text of ["asr", "small", "large", "say", "mic", "70 %", "30 %", ">1.5<", ">4<", "Check this", "Assistant &lt;&amp;&gt;"])
      expect(svg).toContain(text);
    expect(svg.match(/marker-end/g)).toHaveLength(5);
    expect(svg).not.toContain("NaN");
    const note = { id: "n", text: "A long note is broken into lines, and what has no room is left out at its end", x: 0, y: 0, width: 120, height: 64 };
    const noted = drawPipelineSvg({ ...PIPELINE, metadata: { name: "e", layout: { notes: [note] } }, spec: { inputs: [], operators: [], edges: [] } });
    expect([...noted.matchAll(/font-size="12"[^>]*>([^<]*)</g)].map((match) => match[1])).toEqual(["A long note is", "broken into", "lines, and what …"]);
    expect(drawPipelineSvg({ ...PIPELINE, metadata: { name: "e" }, spec: { inputs: [], operators: [], edges: [] } })).toContain("0 operators");
  });
});

describe("shortcuts", () => {
  const press = (key: string, extra: Partial<KeyboardEvent> = {}) =>
    ({ key, code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...extra }) as KeyboardEvent;
  it("match their own press and no other", () => {
    expect(matchesKeys("mod+Z", press("z", { ctrlKey: true }))).toBe(true);
    expect(matchesKeys("mod+Z", press("Z", { ctrlKey: true, shiftKey: true }))).toBe(false);
    expect(matchesKeys("mod+shift+Z", press("Z", { metaKey: true, shiftKey: true }))).toBe(true);
    expect(matchesKeys("A", press("a"))).toBe(true);
    expect(matchesKeys("A", press("A", { shiftKey: true }))).toBe(false);
    expect(matchesKeys("?", press("?", { shiftKey: true }))).toBe(true);
    expect(matchesKeys("+", press("+", { shiftKey: true }))).toBe(true);
    expect(matchesKeys("shift+1", press("!", { shiftKey: true, code: "Digit1" }))).toBe(true);
    expect(matchesKeys("1", press("1", { code: "Digit1" }))).toBe(true);
    expect(matchesKeys("alt+A", press("å", { altKey: true, code: "KeyA" }))).toBe(true);
    expect(matchesKeys("ArrowLeft", press("ArrowLeft", { shiftKey: true }))).toBe(false);
  });

  it("are unique, and so are the actions", () => {
    const keys = ACTIONS.flatMap((action) => [...(action.keys ?? []), ...(action.shownKeys ? [action.shownKeys] : [])].map((item) => item.toLowerCase()));
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(ACTIONS.map((action) => action.id)).size).toBe(ACTIONS.length);
  });
});

describe("place in YAML", () => {
  const text = [
    "kind: Pipeline",
    "spec:",
    "  operators:",
    "    - id: a",
    "      task: t",
    "      placement: { tiers: [edge], po",
    "    - id: b",
    "      ta",
    "  edges:",
    "    - { from: a, to: b, by",
  ].join("\n");
  const at = (needle: string) => yamlPlace(text, text.indexOf(needle) + needle.length);
  it("is found in block and flow style, in text that is not valid yet", () => {
    expect(at("      task: t")).toEqual({ path: ["spec", "operators", 0], key: "task", word: "t" });
    expect(at("tiers: [edge], po")).toEqual({ path: ["spec", "operators", 0, "placement"], key: null, word: "po" });
    expect(at("      ta\n".trimEnd())).toMatchObject({ path: ["spec", "operators", 0], key: null });
    expect(yamlPlace(text, text.indexOf("      ta\n") + 8)).toEqual({ path: ["spec", "operators", 1], key: null, word: "ta" });
    expect(at("to: b, by")).toEqual({ path: ["spec", "edges", 0], key: null, word: "by" });
  });
});

describe("what a diff does, in words", () => {
  it("names fields and values as people do, not as the documents do", () => {
    const change = (before: object, after: object) => ({ before, after });
    const lines = describeDiff({
      operators: { a: change({ id: "a", fanOut: 2 }, { id: "a", fanOut: 3, parallel: false, iterations: { mean: 1.5, max: 3 } }) },
      classes: {
        "w#chat": change({ rateRps: 2, slos: [] }, { rateRps: 4, slos: [{ metric: "latency", statistic: "p95", op: "<=", value: 900 }] }),
      },
    });
    expect(lines.map((line) => line.text)).toEqual([
      "operator a: copies per request 2 → 3; copies side by side none → no; loop none → mean 1.5 at most 3",
      "query class chat: requests per second 2 → 4; targets none → latency p95 <= 900",
    ]);
  });
});
