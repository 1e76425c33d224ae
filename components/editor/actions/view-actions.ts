import { incomingEdges, outgoingEdges } from "@/core/graph/edit-index";
import { inOrder } from "@/core/graph/edit-tables";
import type { DockTab, EditorState, HeatMetric, LeftPanel } from "../editor-state";
import { exportPipeline } from "../export-pipeline";
import { chooseAndImport } from "../import-file";
import type { ActionContext, EditorAction } from "./action";
import { press } from "./settings";

const hasPlan = (state: EditorState) => state.choice.plan !== null;
const hasNode = (state: EditorState) => state.selection.nodes.length > 0;

/** Selects a neighbour along the edges; from nothing, the first node. */
function step({ store, services }: ActionContext, way: "in" | "out"): void {
  const { document, selection, actions } = store.getState();
  const { tables } = document;
  const id = selection.nodes[selection.nodes.length - 1];
  const next = id
    ? way === "out"
      ? outgoingEdges(tables, id)[0]?.to
      : incomingEdges(tables, id)[0]?.from
    : (inOrder(tables.inputs)[0]?.id ?? inOrder(tables.operators)[0]?.id);
  if (!next) {
    actions.announce(way === "out" ? "Nothing is fed by it" : "Nothing feeds it");
    return;
  }
  actions.select([next]);
  services.canvas?.reveal(next, { focus: true });
  actions.announce(next);
}

/** Chooses the plan before or after the chosen one, in the order of the frontier. */
function stepPlan({ store }: ActionContext, by: 1 | -1): void {
  const { choice, actions } = store.getState();
  const plans = choice.frontier?.spec.plans ?? [];
  const index = plans.findIndex((plan) => plan.id === choice.selectedPlanId);
  const next = plans[Math.max(0, Math.min(plans.length - 1, index + by))];
  if (!next) return;
  actions.selectPlan(next.id);
  actions.announce(`Plan ${next.id}, ${plans.indexOf(next) + 1} of ${plans.length}`);
}

const PANELS: readonly [Exclude<LeftPanel, null>, string, string][] = [
  ["palette", "Palette", "1"],
  ["outline", "Outline", "2"],
  ["problems", "Problems", "3"],
  ["history", "History", "4"],
  ["templates", "Templates", "5"],
];

const DOCK: readonly [DockTab, string][] = [
  ["frontier", "Frontier"],
  ["plans", "Plans"],
  ["compare", "Compare plans"],
  ["explain", "Explain a plan"],
  ["simulate", "Simulate a plan"],
];

const CHOICES = ["Infrastructure", "Workload", "Catalogues"] as const;

const HEATS: readonly [HeatMetric, string, string][] = [
  ["latency", "Heat by latency", "H"],
  ["cost", "Heat by cost", "shift+H"],
  ["quality", "Heat by quality lost", "Q"],
  ["energy", "Heat by energy", "E"],
];

/** Whatever changes only what is looked at. */
export const VIEW_ACTIONS: readonly EditorAction[] = [
  { id: "go.next", title: "Select what it feeds", group: "Go", keys: ["alt+ArrowRight"], run: (context) => step(context, "out") },
  { id: "go.previous", title: "Select what feeds it", group: "Go", keys: ["alt+ArrowLeft"], run: (context) => step(context, "in") },
  {
    id: "go.inspector",
    title: "Go to the inspector",
    group: "Go",
    keys: ["Enter"],
    enabled: hasNode,
    run: ({ store }) => {
      store.getState().actions.setPanels({ inspectorOpen: true });
      requestAnimationFrame(() =>
        document.querySelector<HTMLElement>('[data-testid="inspector"] :is(input, select, textarea, button):not([aria-label="Fold the inspector"])')?.focus(),
      );
    },
  },
  { id: "go.canvas", title: "Go to the canvas", group: "Go", keys: ["G"], run: ({ services }) => services.canvas?.focus() },
  {
    id: "go.select-all",
    title: "Select all",
    group: "Go",
    keys: ["mod+A"],
    run: ({ store }) => {
      const { document, actions } = store.getState();
      actions.select([...Object.keys(document.tables.inputs), ...Object.keys(document.tables.operators), ...Object.keys(document.tables.notes)]);
    },
  },
  {
    id: "go.select-none",
    title: "Select nothing",
    group: "Go",
    keys: ["Escape"],
    run: ({ store }) => store.getState().actions.select([]),
  },
  {
    id: "go.pipelines",
    title: "All pipelines",
    group: "Go",
    keywords: ["start", "home", "open"],
    run: () => press('a[aria-label="Trilemma, all pipelines"]'),
  },
  { id: "view.fit", title: "Fit to view", group: "View", keys: ["F", "shift+1"], menu: ["pane"], run: ({ services }) => services.canvas?.fitView() },
  {
    id: "view.fit-selection",
    title: "Zoom to the selection",
    group: "View",
    keys: ["shift+F", "shift+2"],
    enabled: hasNode,
    run: ({ store, services }) => services.canvas?.fitView(store.getState().selection.nodes),
  },
  { id: "view.zoom-in", title: "Zoom in", group: "View", keys: ["=", "+"], run: ({ services }) => services.canvas?.zoomBy(1.25) },
  { id: "view.zoom-out", title: "Zoom out", group: "View", keys: ["-"], run: ({ services }) => services.canvas?.zoomBy(0.8) },
  { id: "view.zoom-100", title: "Zoom to 100 %", group: "View", keys: ["0"], run: ({ services }) => services.canvas?.zoomTo(1) },
  {
    id: "view.minimap",
    title: "Show or hide the map",
    group: "View",
    keys: ["M"],
    run: ({ store }) => store.getState().actions.setPanels({ minimap: !store.getState().panels.minimap }),
  },
  ...PANELS.map(
    ([panel, title, key]): EditorAction => ({
      id: `view.${panel}`,
      title: `${title} panel`,
      group: "View",
      keys: [key],
      run: ({ store }) => store.getState().actions.setPanels({ left: store.getState().panels.left === panel ? null : panel }),
    }),
  ),
  {
    id: "view.inspector",
    title: "Inspector",
    group: "View",
    keys: ["6"],
    run: ({ store }) => store.getState().actions.setPanels({ inspectorOpen: !store.getState().panels.inspectorOpen }),
  },
  {
    id: "view.dock",
    title: "Dock with the plans",
    group: "View",
    keys: ["7"],
    run: ({ store }) => store.getState().actions.setPanels({ dockOpen: !store.getState().panels.dockOpen }),
  },
  ...DOCK.map(
    ([tab, title], index): EditorAction => ({
      id: `view.dock-${tab}`,
      title,
      group: "View",
      keys: [`alt+${index + 1}`],
      run: ({ store }) => store.getState().actions.setPanels({ dockOpen: true, dockTab: tab }),
    }),
  ),
  {
    id: "view.yaml",
    title: "YAML beside the drawing",
    group: "View",
    keys: ["Y"],
    run: ({ store }) => {
      const { panels, actions } = store.getState();
      const open = panels.inspectorOpen && panels.inspectorTab === "yaml";
      actions.setPanels({ inspectorOpen: true, inspectorTab: open ? "inspect" : "yaml" });
    },
  },
  {
    id: "view.help",
    title: "Shortcuts and help",
    group: "View",
    keys: ["?", "shift+?", "shift+/"],
    run: ({ store }) => store.getState().actions.setPanels({ helpOpen: true }),
  },
  {
    id: "view.scheme",
    title: "Switch between light and dark theme",
    group: "View",
    keywords: ["colour", "color", "scheme"],
    run: () => press('button[aria-label="Switch between light and dark theme"]'),
  },
  ...HEATS.map(
    ([heat, title, key]): EditorAction => ({
      id: `view.heat-${heat}`,
      title,
      group: "View",
      keys: [key],
      enabled: hasPlan,
      run: ({ store }) => {
        const { interaction, actions } = store.getState();
        const next = interaction.heat === heat ? "none" : heat;
        actions.setInteraction({ heat: next });
        actions.announce(next === "none" ? "Heat off" : title);
      },
    }),
  ),
  {
    id: "plan.start",
    title: "Plan",
    group: "Plan",
    shownKeys: "mod+Enter",
    keywords: ["optimise", "frontier", "run"],
    run: ({ services }) => services.plan?.(),
  },
  ...CHOICES.map(
    (kind): EditorAction => ({
      id: `plan.choose-${kind.toLowerCase()}`,
      title: `Choose the ${kind.toLowerCase()}`,
      group: "Plan",
      run: () => press(`button[aria-label^="${kind}:"]`),
    }),
  ),
  { id: "plan.next", title: "Next plan", group: "Plan", keys: ["]"], enabled: hasPlan, run: (context) => stepPlan(context, 1) },
  { id: "plan.previous", title: "Previous plan", group: "Plan", keys: ["["], enabled: hasPlan, run: (context) => stepPlan(context, -1) },
  {
    id: "document.save",
    title: "Save now",
    group: "Document",
    keys: ["mod+S"],
    run: ({ store, services }) => void services.saver?.flush().then((saved) => store.getState().actions.announce(saved ? "Saved" : "Not saved yet")),
  },
  {
    id: "document.import",
    title: "Import a pipeline from a file",
    group: "Document",
    edits: true,
    menu: ["pane"],
    keywords: ["open", "load", "yaml", "json", "upload"],
    run: ({ store, services }) => chooseAndImport(store, services),
  },
  { id: "document.export-yaml", title: "Export as YAML", group: "Document", keywords: ["download"], run: ({ store }) => void exportPipeline(store, "yaml") },
  { id: "document.export-json", title: "Export as JSON", group: "Document", keywords: ["download"], run: ({ store }) => void exportPipeline(store, "json") },
  {
    id: "document.export-svg",
    title: "Export as SVG",
    group: "Document",
    keywords: ["download", "picture"],
    run: ({ store }) => void exportPipeline(store, "svg"),
  },
  {
    id: "document.export-png",
    title: "Export as PNG",
    group: "Document",
    keywords: ["download", "picture", "image"],
    run: ({ store }) => void exportPipeline(store, "png"),
  },
];
