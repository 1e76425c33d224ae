import { type Alignment, align, distribute } from "@/core/graph/edit-arrange";
import { nodeTitle } from "@/core/graph/edit-connect";
import { groupOfKey, nodesOfSelection } from "@/core/graph/edit-groups";
import { moveNodes } from "@/core/graph/edit-operations";
import { duplicateSelection, pasteYaml, selectionYaml } from "../clipboard";
import { addNote, removeSelection, toggleRouter } from "../edit-commands";
import type { EditorState } from "../editor-state";
import { foldSelection, groupSelection, groupsOfSelection, ungroupSelection } from "../group-commands";
import { pasteFromClipboard } from "../paste-from-clipboard";
import { openQuickAdd } from "../quick-add-place";
import { about } from "../step-label";
import type { ActionContext, EditorAction } from "./action";
import { goToSetting, press } from "./settings";

const hasNodes = (state: EditorState) => state.selection.nodes.length > 0;
const hasAny = (state: EditorState) => state.selection.nodes.length + state.selection.edges.length > 0;
const hasOne = (state: EditorState) => state.selection.nodes.length === 1;
const oneOperator = (state: EditorState) => hasOne(state) && state.document.tables.operators[state.selection.nodes[0] ?? ""] !== undefined;
const oneEdge = (state: EditorState) => state.selection.edges.length === 1 && state.selection.nodes.length === 0;

const hasGroup = (state: EditorState) => state.selection.nodes.some((id) => groupOfKey(id) !== null);

function nudge({ store }: ActionContext, dx: number, dy: number): void {
  const { document, selection, actions } = store.getState();
  const { tables } = document;
  const next = Object.fromEntries(
    nodesOfSelection(tables, selection.nodes).flatMap((id) => {
      const at = tables.positions[id] ?? tables.notes[id];
      return at ? [[id, { x: at.x + dx, y: at.y + dy }]] : [];
    }),
  );
  const [first] = selection.nodes;
  const label = first !== undefined && selection.nodes.length === 1 ? about`Move ${first}` : `Move ${selection.nodes.length} nodes`;
  actions.edit(label, (tx) => moveNodes(tx, next), { coalesce: `nudge:${selection.nodes.join(",")}` });
  const at = first !== undefined && next[first];
  if (at) actions.announce(selection.nodes.length === 1 ? `${nodeTitle(tables, first)} at ${at.x}, ${at.y}` : `${selection.nodes.length} nodes moved`);
}

const NUDGES = [
  ["left", "ArrowLeft", -1, 0],
  ["right", "ArrowRight", 1, 0],
  ["up", "ArrowUp", 0, -1],
  ["down", "ArrowDown", 0, 1],
] as const;

const ALIGNMENTS: readonly [Alignment, string, string][] = [
  ["left", "Align left", "alt+A"],
  ["centre", "Align horizontal centres", "alt+H"],
  ["right", "Align right", "alt+D"],
  ["top", "Align top", "alt+W"],
  ["middle", "Align vertical middles", "alt+V"],
  ["bottom", "Align bottom", "alt+S"],
];

/** Whatever changes what is drawn. */
export const EDIT_ACTIONS: readonly EditorAction[] = [
  {
    id: "add.operator",
    title: "Add an operator",
    group: "Add",
    keys: ["A"],
    edits: true,
    menu: ["pane"],
    keywords: ["task", "node", "new"],
    run: ({ store, services }) => openQuickAdd(store, services, "free"),
  },
  {
    id: "add.after",
    title: "Add after the selected",
    group: "Add",
    keys: ["shift+A"],
    edits: true,
    menu: ["node"],
    enabled: hasOne,
    run: ({ store, services }) => openQuickAdd(store, services, "after"),
  },
  {
    id: "add.before",
    title: "Add before the selected",
    group: "Add",
    edits: true,
    menu: ["node"],
    enabled: oneOperator,
    run: ({ store, services }) => openQuickAdd(store, services, "before"),
  },
  {
    id: "add.on-edge",
    title: "Insert an operator on the edge",
    group: "Add",
    keys: ["I"],
    edits: true,
    menu: ["edge"],
    enabled: oneEdge,
    run: ({ store, services }) => openQuickAdd(store, services, "edge"),
  },
  {
    id: "add.note",
    title: "Add a note",
    group: "Add",
    keys: ["N"],
    edits: true,
    menu: ["pane"],
    run: ({ store, services }) => {
      const centre = services.canvas?.centre() ?? { x: 0, y: 0 };
      const id = addNote(store, { x: centre.x - 100, y: centre.y - 48 });
      // the next free place may be out of sight
      requestAnimationFrame(() => services.canvas?.reveal(id));
    },
  },
  {
    id: "add.target",
    title: "Add a target",
    group: "Add",
    keys: ["T"],
    edits: true,
    keywords: ["slo", "limit", "latency", "cost", "quality"],
    run: ({ store }) => {
      const { actions } = store.getState();
      if (!oneOperator(store.getState())) actions.select([]);
      actions.setPanels({ inspectorOpen: true, inspectorTab: "inspect" });
      goToSetting("Targets", true);
    },
  },
  {
    id: "edit.undo",
    title: "Undo",
    group: "Edit",
    keys: ["mod+Z"],
    edits: true,
    enabled: (state) => state.history.past.length > 0,
    run: ({ store }) => undoWithWords(store, "undo"),
  },
  {
    id: "edit.redo",
    title: "Redo",
    group: "Edit",
    keys: ["mod+shift+Z", "mod+Y"],
    edits: true,
    enabled: (state) => state.history.future.length > 0,
    run: ({ store }) => undoWithWords(store, "redo"),
  },
  {
    id: "edit.copy",
    title: "Copy",
    group: "Edit",
    shownKeys: "mod+C",
    menu: ["node"],
    enabled: hasNodes,
    run: ({ store }) => {
      const text = selectionYaml(store);
      if (text) void navigator.clipboard.writeText(text);
    },
  },
  {
    id: "edit.cut",
    title: "Cut",
    group: "Edit",
    shownKeys: "mod+X",
    edits: true,
    enabled: hasNodes,
    run: ({ store }) => {
      const text = selectionYaml(store);
      if (text) void navigator.clipboard.writeText(text).then(() => removeSelection(store));
    },
  },
  {
    id: "edit.paste",
    title: "Paste",
    group: "Edit",
    shownKeys: "mod+V",
    edits: true,
    menu: ["pane"],
    run: ({ store, services }) => void pasteFromClipboard((text) => pasteYaml(store, services, text, services.canvas?.centre())),
  },
  {
    id: "edit.duplicate",
    title: "Duplicate",
    group: "Edit",
    keys: ["mod+D"],
    edits: true,
    menu: ["node"],
    enabled: hasNodes,
    run: ({ store }) => duplicateSelection(store),
  },
  {
    id: "edit.rename",
    title: "Rename",
    group: "Edit",
    keys: ["F2"],
    edits: true,
    menu: ["node"],
    enabled: hasOne,
    run: ({ store }) => store.getState().actions.setInteraction({ renaming: store.getState().selection.nodes[0] ?? null }),
  },
  { id: "edit.rename-pipeline", title: "Rename the pipeline", group: "Edit", edits: true, run: () => press("[data-rename-pipeline]") },
  {
    id: "edit.connect",
    title: "Connect to another",
    group: "Edit",
    keys: ["C"],
    edits: true,
    menu: ["node"],
    enabled: hasOne,
    keywords: ["wire", "edge"],
    run: ({ store }) => store.getState().actions.setInteraction({ connectDialog: store.getState().selection.nodes[0] ?? null }),
  },
  {
    id: "edit.replace",
    title: "Replace, keeping the wires",
    group: "Edit",
    keys: ["R"],
    edits: true,
    menu: ["node"],
    enabled: oneOperator,
    run: ({ store, services }) => openQuickAdd(store, services, "replace"),
  },
  {
    id: "edit.router",
    title: "Choose one way per request, or send to all",
    group: "Edit",
    edits: true,
    menu: ["node"],
    keywords: ["router", "branch", "probability"],
    enabled: (state) => oneOperator(state) && Object.values(state.document.tables.edges).filter((edge) => edge.from === state.selection.nodes[0]).length > 1,
    run: ({ store }) => toggleRouter(store, store.getState().selection.nodes[0] as string),
  },
  {
    id: "edit.group",
    title: "Group",
    group: "Edit",
    keys: ["mod+G"],
    edits: true,
    menu: ["node"],
    keywords: ["frame", "box", "fold"],
    enabled: hasNodes,
    run: ({ store }) => groupSelection(store),
  },
  {
    id: "edit.ungroup",
    title: "Ungroup",
    group: "Edit",
    keys: ["mod+shift+G"],
    edits: true,
    menu: ["node"],
    enabled: hasGroup,
    run: ({ store }) => ungroupSelection(store),
  },
  {
    id: "edit.fold",
    title: "Fold or unfold the group",
    group: "Edit",
    keys: ["."],
    edits: true,
    menu: ["node"],
    keywords: ["collapse", "expand"],
    enabled: (state) => groupsOfSelection(state).length > 0,
    run: ({ store }) => foldSelection(store),
  },
  {
    id: "edit.delete",
    title: "Delete",
    group: "Edit",
    keys: ["Delete", "Backspace"],
    edits: true,
    menu: ["node", "edge"],
    enabled: hasAny,
    run: ({ store }) => removeSelection(store),
  },
  ...NUDGES.flatMap(([name, key, dx, dy]): EditorAction[] => [
    {
      id: `arrange.${name}`,
      title: `Move ${name}`,
      group: "Arrange",
      keys: [key],
      edits: true,
      enabled: hasNodes,
      run: (context) => nudge(context, dx * 8, dy * 8),
    },
    {
      id: `arrange.far-${name}`,
      title: `Move far ${name}`,
      group: "Arrange",
      keys: [`shift+${key}`],
      edits: true,
      enabled: hasNodes,
      run: (context) => nudge(context, dx * 64, dy * 64),
    },
  ]),
  ...ALIGNMENTS.map(
    ([how, title, keys]): EditorAction => ({
      id: `arrange.align-${how}`,
      title,
      group: "Arrange",
      keys: [keys],
      edits: true,
      enabled: (state) => state.selection.nodes.length > 1,
      run: ({ store }) => {
        const { document, selection, actions } = store.getState();
        actions.edit(title, (tx) => moveNodes(tx, align(document.tables, nodesOfSelection(document.tables, selection.nodes), how)));
      },
    }),
  ),
  ...(["x", "y"] as const).map(
    (axis): EditorAction => ({
      id: `arrange.distribute-${axis}`,
      title: axis === "x" ? "Distribute across" : "Distribute down",
      group: "Arrange",
      keys: [axis === "x" ? "alt+shift+H" : "alt+shift+V"],
      edits: true,
      enabled: (state) => state.selection.nodes.length > 2,
      run: ({ store }) => {
        const { document, selection, actions } = store.getState();
        actions.edit(axis === "x" ? "Distribute across" : "Distribute down", (tx) =>
          moveNodes(tx, distribute(document.tables, nodesOfSelection(document.tables, selection.nodes), axis)),
        );
      },
    }),
  ),
  {
    id: "arrange.layout",
    title: "Arrange the graph",
    group: "Arrange",
    keys: ["L"],
    edits: true,
    menu: ["pane"],
    keywords: ["layout", "elk", "tidy"],
    enabled: (state) => Object.keys(state.document.tables.operators).length > 1,
    run: ({ store, services }) => {
      const { selection } = store.getState();
      const ids = nodesOfSelection(store.getState().document.tables, selection.nodes);
      services.layout?.(ids.length > 1 ? ids : []);
    },
  },
];

function undoWithWords(store: ActionContext["store"], way: "undo" | "redo"): void {
  const { history, actions } = store.getState();
  const step = way === "undo" ? history.past[history.past.length - 1] : history.future[0];
  if (!step) return;
  if (way === "undo") actions.undo();
  else actions.redo();
  actions.announce(`${way === "undo" ? "Undone" : "Done again"}: ${step.label}`);
}
