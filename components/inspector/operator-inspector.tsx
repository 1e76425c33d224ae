"use client";

import { Button, Checkbox, Select } from "@mantine/core";
import { IconArrowsShuffle, IconReplace } from "@tabler/icons-react";
import { catalogueIndex } from "@/components/editor/catalogue-index";
import { toggleRouter } from "@/components/editor/edit-commands";
import { useEditor, useEditorActions, useEditorStore } from "@/components/editor/editor-store";
import { renameOperatorId } from "@/components/editor/rename";
import { sameFields } from "@/components/editor/same-fields";
import { about } from "@/components/editor/step-label";
import { nodeTitle } from "@/core/graph/edit-connect";
import { outgoingEdges } from "@/core/graph/edit-index";
import { replaceTask, setRouterProbability } from "@/core/graph/edit-operations";
import { taskInfo } from "@/core/graph/task-ports";
import { AlternativesSection } from "./alternatives-section";
import { CandidatesSection } from "./candidates-section";
import { checkId } from "./check-id";
import { ChosenPlanSection } from "./chosen-plan-section";
import { NameField, NumberField, TextField } from "./fields";
import classes from "./inspector.module.css";
import { KnobsSection } from "./knobs-section";
import { PlacementSection } from "./placement-section";
import { ProblemsSection } from "./problems-section";
import { Section } from "./section";
import { TargetsSection } from "./targets-section";
import { taskOptions } from "./task-options";
import { useOperator } from "./use-operator";
import { WiresSection } from "./wires-section";

/** Everything that is said about one operator. Every part asks for its own fields, so that typing in one draws only that one. */
export function OperatorInspector({ id }: { id: string }) {
  const known = useEditor((state) => state.document.tables.operators[id] !== undefined);
  const hasAlternatives = useEditor((state) => state.document.tables.operators[id]?.alternatives !== undefined);
  const readOnly = useEditor((state) => state.document.readOnly);
  if (!known) return null;
  return (
    <fieldset disabled={readOnly} style={{ margin: 0, padding: 0, border: 0, minWidth: 0 }}>
      <ProblemsSection id={id} />
      <ChosenPlanSection id={id} />
      <Section title="Operator">
        <div className={classes.fields}>
          <div className={classes.pair}>
            <TitleField id={id} />
            <IdField id={id} />
          </div>
          {hasAlternatives ? null : <TaskField id={id} />}
        </div>
      </Section>
      {hasAlternatives ? (
        <AlternativesSection id={id} />
      ) : (
        <>
          <CandidatesSection id={id} />
          <KnobsSection id={id} />
          <PlacementSection id={id} />
          <RepetitionSection id={id} />
        </>
      )}
      <WiresSection id={id} />
      <RouterSection id={id} />
      <TargetsSection scope={id} />
      {hasAlternatives ? null : <AlternativesSection id={id} />}
    </fieldset>
  );
}

function TitleField({ id }: { id: string }) {
  const actions = useEditorActions();
  return (
    <TextField
      label="Name"
      read={(state) => state.document.tables.operators[id]?.title ?? ""}
      placeholder={id}
      onChange={(next) =>
        actions.edit(about`Name ${id}`, (tx) => tx.update("operators", id, { title: next === "" ? undefined : next }), { coalesce: `title:${id}` })
      }
    />
  );
}

function IdField({ id }: { id: string }) {
  const store = useEditorStore();
  return (
    <NameField
      label="Id"
      value={id}
      check={(typed) => checkId(store.getState().document.tables, id, typed)}
      onCommit={(next) => renameOperatorId(store, id, next)}
    />
  );
}

function TaskField({ id }: { id: string }) {
  const { task: current } = useOperator(id, "task");
  const actions = useEditorActions();
  const catalogues = useEditor((state) => state.choice.catalogues);
  return (
    <Select
      label="Task"
      data={taskOptions(catalogueIndex(catalogues), current)}
      value={current ?? null}
      searchable
      allowDeselect={false}
      leftSection={<IconReplace size={14} aria-hidden />}
      onChange={(task) => task && actions.edit(about`Replace ${id} by ${taskInfo(task).title.toLowerCase()}`, (tx) => replaceTask(tx, id, task))}
    />
  );
}

function RepetitionSection({ id }: { id: string }) {
  const { iterations, fanOut = 1, parallel, minReplicas } = useOperator(id, "iterations", "fanOut", "parallel", "minReplicas");
  const actions = useEditorActions();
  const { mean, max } = iterations ?? { mean: 1, max: 1 };
  const setIterations = (next: { mean: number; max: number }) =>
    actions.edit(about`Loop of ${id}`, (tx) => tx.update("operators", id, { iterations: next.mean === 1 && next.max === 1 ? undefined : next }), {
      coalesce: `iterations:${id}`,
    });
  return (
    <Section title="Repetition">
      <div className={classes.fields}>
        <div className={classes.pair}>
          <NumberField
            label="Iterations, mean"
            value={mean}
            above={0}
            onChange={(value) => value && setIterations({ mean: value, max: Math.max(value, max) })}
          />
          <NumberField
            label="Iterations, at most"
            value={max}
            above={0}
            onChange={(value) => value && setIterations({ mean: Math.min(mean, value), max: value })}
          />
        </div>
        <div className={classes.pair}>
          <NumberField
            label="Copies per request"
            value={fanOut}
            above={0}
            onChange={(value) =>
              value &&
              actions.edit(about`Fan-out of ${id}`, (tx) => tx.update("operators", id, { fanOut: value === 1 ? undefined : value }), {
                coalesce: `fanout:${id}`,
              })
            }
          />
          <NumberField
            label="Replicas, at least"
            value={minReplicas}
            placeholder="1"
            min={1}
            integer
            optional
            onChange={(value) =>
              actions.edit(about`Least replicas of ${id}`, (tx) => tx.update("operators", id, { minReplicas: value }), { coalesce: `minreplicas:${id}` })
            }
          />
        </div>
        {fanOut !== 1 ? (
          <Checkbox
            label="Copies run side by side"
            checked={parallel !== false}
            onChange={(event) => {
              const next = event.currentTarget.checked;
              actions.edit(about`Copies of ${id}`, (tx) => tx.update("operators", id, { parallel: next ? undefined : false }));
            }}
          />
        ) : null}
      </div>
    </Section>
  );
}

function RouterSection({ id }: { id: string }) {
  const router = useEditor((state) => state.document.tables.routers[id]);
  const targets = useEditor((state) => outgoingEdges(state.document.tables, id).length);
  const titles = useEditor((state) => Object.fromEntries((router?.choose ?? []).map(({ to }) => [to, nodeTitle(state.document.tables, to)])), sameFields);
  const store = useEditorStore();
  const actions = useEditorActions();
  if (targets < 2 && !router) return null;
  return (
    <Section title="Routing">
      <p className={classes.hint} style={{ marginBottom: 8 }}>
        {router ? "Each request goes one of these ways." : `Every request goes to all ${targets} operators it feeds.`}
      </p>
      {router ? (
        <div className={classes.fields}>
          {router.choose.map((choice) => (
            <NumberField
              key={choice.to}
              label={`To ${titles[choice.to]}`}
              value={Math.round(choice.probability * 1e6) / 1e4}
              min={0}
              max={100}
              unit="%"
              onChange={(value) =>
                value !== undefined &&
                actions.edit(about`Routing of ${id}`, (tx) => setRouterProbability(tx, id, choice.to, value / 100), { coalesce: `router:${id}:${choice.to}` })
              }
            />
          ))}
        </div>
      ) : null}
      <Button variant="default" size="compact-xs" mt={8} leftSection={<IconArrowsShuffle size={13} aria-hidden />} onClick={() => toggleRouter(store, id)}>
        {router ? "Send to all instead" : "Choose one way per request"}
      </Button>
    </Section>
  );
}
