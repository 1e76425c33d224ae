"use client";

import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData, useSpotlight } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useMemo } from "react";
import { TaskIcon, TypeIcon } from "@/components/canvas/task-icon";
import { inOrder } from "@/core/graph/edit-tables";
import { taskInfo } from "@/core/graph/task-ports";
import { catalogueIndex } from "../catalogue-index";
import { useEditorServices } from "../editor-services";
import { useEditor, useEditorStore } from "../editor-store";
import { ACTION_GROUPS, canRun } from "./action";
import { paletteStore } from "./palette-key";
import { ACTIONS } from "./registry";
import { goToSetting, OPERATOR_SETTINGS, PIPELINE_SETTINGS } from "./settings";
import { ShortcutKeys } from "./shortcut-keys";

const EMPTY_TABLES = { inputs: {}, operators: {} };

/** Every action, every node, every candidate model and every setting: found by name. */
export function CommandPalette() {
  const store = useEditorStore();
  const services = useEditorServices();
  const { opened, query } = useSpotlight(paletteStore);
  const tables = useEditor((state) => (opened ? state.document.tables : EMPTY_TABLES));
  const catalogues = useEditor((state) => state.choice.catalogues);
  const selection = useEditor((state) => state.selection);
  const past = useEditor((state) => state.history.past.length);
  const future = useEditor((state) => state.history.future.length);
  const hasPlan = useEditor((state) => state.choice.plan !== null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what may be run follows from the whole state; these are the parts that change it
  const groups = useMemo<SpotlightActionGroupData[]>(() => {
    // While it is closed nothing is listed, so that an edit costs nothing here.
    if (!opened) return [];
    const state = store.getState();
    const actions = ACTION_GROUPS.map((group) => ({
      group,
      actions: ACTIONS.filter((action) => action.group === group && canRun(action, state) && !action.id.startsWith("arrange.far")).map(
        (action): SpotlightActionData => ({
          id: action.id,
          label: action.title,
          keywords: [...(action.keywords ?? [])],
          rightSection: <ShortcutKeys keys={action.shownKeys ?? action.keys?.[0]} />,
          onClick: () => action.run({ store, services }),
        }),
      ),
    }));
    const reveal = (id: string) => () => {
      store.getState().actions.select([id]);
      services.canvas?.reveal(id, { focus: true });
    };
    const nodes: SpotlightActionData[] = [
      ...inOrder(tables.inputs).map((input) => ({
        id: `node:${input.id}`,
        label: input.id,
        description: "Input",
        leftSection: <TypeIcon type={input.type} />,
        onClick: reveal(input.id),
      })),
      ...inOrder(tables.operators).map((operator) => ({
        id: `node:${operator.id}`,
        label: operator.title ?? operator.id,
        description: taskInfo(operator.task).title,
        keywords: [operator.id, operator.task ?? ""],
        leftSection: <TaskIcon task={operator.task} />,
        onClick: reveal(operator.id),
      })),
    ];
    const index = catalogueIndex(catalogues);
    const models: SpotlightActionData[] = inOrder(tables.operators).flatMap((operator) =>
      (index.byTask.get(operator.task ?? "") ?? []).map((item) => ({
        id: `model:${operator.id}:${item.name}`,
        label: item.name,
        description: `Candidate of ${operator.title ?? operator.id}`,
        onClick: reveal(operator.id),
      })),
    );
    const showSetting = (ids: readonly string[], name: string) => () => {
      store.getState().actions.select(ids);
      store.getState().actions.setPanels({ inspectorOpen: true, inspectorTab: "inspect" });
      goToSetting(name);
    };
    const settings: SpotlightActionData[] = [
      ...PIPELINE_SETTINGS.map((name) => ({ id: `setting:${name}`, label: name, description: "Setting of the pipeline", onClick: showSetting([], name) })),
      ...inOrder(tables.operators).flatMap((operator) => {
        const knobs = (index.byTask.get(operator.task ?? "") ?? []).flatMap((item) => Object.keys(item.knobs ?? {}));
        return [...OPERATOR_SETTINGS, ...new Set(knobs)].map((name) => ({
          id: `setting:${operator.id}:${name}`,
          label: name,
          description: `Setting of ${operator.title ?? operator.id}`,
          onClick: showSetting([operator.id], name),
        }));
      }),
    ];
    return [
      { group: "Operators and inputs", actions: nodes },
      ...actions.filter((group) => group.actions.length > 0),
      { group: "Settings", actions: settings },
      { group: "Models", actions: models },
    ];
  }, [opened, store, services, tables, catalogues, selection, past, future, hasPlan]);

  return (
    <Spotlight
      store={paletteStore}
      query={query}
      actions={groups}
      shortcut={null}
      nothingFound="Nothing that is here, or can be done now, is called that."
      highlightQuery
      limit={40}
      scrollable
      maxHeight={420}
      size={560}
      overlayProps={{ blur: 0, backgroundOpacity: 0.25 }}
      transitionProps={{ duration: 80 }}
      searchProps={{
        leftSection: <IconSearch size={16} aria-hidden />,
        placeholder: "Search actions, operators, models and settings",
        "aria-label": "Search actions, operators, models and settings",
      }}
    />
  );
}
