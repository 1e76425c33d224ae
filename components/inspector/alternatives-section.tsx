"use client";

import { ActionIcon, Button, MultiSelect, Select, Tooltip } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { catalogueIndex } from "@/components/editor/catalogue-index";
import { useEditor, useEditorActions } from "@/components/editor/editor-store";
import { about } from "@/components/editor/step-label";
import type { Alternative, Operator } from "@/core/documents/pipeline";
import { identifierFault } from "@/core/documents/vocabulary";
import {
  addAlternative,
  addStep,
  giveAlternatives,
  removeAlternative,
  removeStep,
  renameAlternative,
  setStepCandidates,
  setStepTask,
} from "@/core/graph/edit-alternatives";
import { NameField } from "./fields";
import classes from "./inspector.module.css";
import { Section } from "./section";
import { taskOptions } from "./task-options";
import { useOperator } from "./use-operator";

/** Sub-pipelines that may stand here; which one is used is a decision of the plan. */
export function AlternativesSection({ id }: { id: string }) {
  const { alternatives, task } = useOperator(id, "alternatives", "task");
  const used = useEditor((state) => state.choice.plan?.alternatives?.[id]);
  const actions = useEditorActions();
  if (!alternatives) {
    return task ? (
      <Section title="Alternatives">
        <p className={classes.hint}>One way to do it. With alternatives, the plan chooses between whole sub-pipelines.</p>
        <Button
          variant="default"
          size="compact-xs"
          mt={6}
          leftSection={<IconPlus size={13} aria-hidden />}
          onClick={() => actions.edit(about`Give ${id} alternatives`, (tx) => giveAlternatives(tx, id))}
        >
          Give alternatives
        </Button>
      </Section>
    ) : null;
  }
  const lastTask = alternatives[alternatives.length - 1]?.operators[0]?.task ?? "text-generation";
  return (
    <Section
      title="Alternatives"
      tools={
        <Tooltip label="Add an alternative">
          <ActionIcon
            size={24}
            aria-label="Add an alternative"
            onClick={() => actions.edit(about`Add an alternative of ${id}`, (tx) => addAlternative(tx, id, lastTask))}
          >
            <IconPlus size={14} stroke={1.8} aria-hidden />
          </ActionIcon>
        </Tooltip>
      }
    >
      <div className={classes.fields}>
        {alternatives.map((alternative) => (
          <AlternativeCard
            key={alternative.name}
            id={id}
            alternative={alternative}
            used={alternative.name === used}
            names={alternatives.map((item) => item.name)}
          />
        ))}
        <p className={classes.hint}>Steps follow one another. Branches inside an alternative are written in the YAML view.</p>
      </div>
    </Section>
  );
}

interface CardProps {
  id: string;
  alternative: Alternative;
  used: boolean;
  names: readonly string[];
}

function AlternativeCard({ id, alternative, used, names }: CardProps) {
  const actions = useEditorActions();
  const { name } = alternative;
  return (
    <section className={classes.target} aria-label={`Alternative ${name}`}>
      <div className={classes.row} style={{ alignItems: "flex-end", gap: 6 }}>
        <div style={{ flex: 1 }}>
          <NameField
            label={used ? "Name (used by the plan)" : "Name"}
            value={name}
            check={(typed) => identifierFault(typed) ?? (names.includes(typed) ? "Another alternative is called that" : null)}
            onCommit={(next) => actions.edit(`Rename alternative ${name} to ${next}`, (tx) => renameAlternative(tx, id, name, next))}
          />
        </div>
        <Tooltip label="Remove the alternative">
          <ActionIcon
            size={28}
            aria-label={`Remove alternative ${name}`}
            disabled={names.length < 2}
            onClick={() => actions.edit(about`Remove alternative ${name} of ${id}`, (tx) => removeAlternative(tx, id, name))}
          >
            <IconTrash size={14} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      <ol className={classes.steps} aria-label={`Steps of ${name}`}>
        {alternative.operators.map((step) => (
          <Step key={step.id} id={id} name={name} step={step} removable={alternative.operators.length > 1} />
        ))}
      </ol>
      <Button
        variant="subtle"
        size="compact-xs"
        leftSection={<IconPlus size={13} aria-hidden />}
        onClick={() =>
          actions.edit(`Add a step to ${name}`, (tx) =>
            addStep(tx, id, name, alternative.operators[alternative.operators.length - 1]?.task ?? "text-generation"),
          )
        }
      >
        Add a step
      </Button>
    </section>
  );
}

function Step({ id, name, step, removable }: { id: string; name: string; step: Operator; removable: boolean }) {
  const catalogues = useEditor((state) => state.choice.catalogues);
  const planned = useEditor((state) => state.choice.planOperators[`${id}/${step.id}`]?.configuration.implementation);
  const actions = useEditorActions();
  const index = catalogueIndex(catalogues);
  const offered = (index.byTask.get(step.task ?? "") ?? []).map((item) => item.name);
  return (
    <li className={classes.step}>
      <div className={classes.row} style={{ alignItems: "flex-end", gap: 6 }}>
        <Select
          style={{ flex: 1 }}
          label={step.title ?? step.id}
          data={taskOptions(index, step.task)}
          value={step.task ?? null}
          disabled={step.alternatives !== undefined}
          searchable
          allowDeselect={false}
          onChange={(task) => task && actions.edit(`Task of ${step.id} in ${name}`, (tx) => setStepTask(tx, id, name, step.id, task))}
        />
        {removable ? (
          <Tooltip label="Remove the step">
            <ActionIcon
              size={28}
              aria-label={`Remove step ${step.id}`}
              onClick={() => actions.edit(`Remove ${step.id} from ${name}`, (tx) => removeStep(tx, id, name, step.id))}
            >
              <IconTrash size={14} stroke={1.6} aria-hidden />
            </ActionIcon>
          </Tooltip>
        ) : null}
      </div>
      <MultiSelect
        mt={4}
        aria-label={`Candidates of ${step.id} in ${name}`}
        placeholder={step.candidates ? "" : `Every candidate (${offered.length})`}
        data={[...new Set([...offered, ...(step.candidates ?? [])])]}
        value={step.candidates ?? []}
        searchable
        onChange={(next) =>
          actions.edit(`Candidates of ${step.id} in ${name}`, (tx) => setStepCandidates(tx, id, name, step.id, next.length > 0 ? next : undefined))
        }
      />
      {planned ? <div className={classes.candidateInfo}>the plan runs {planned}</div> : null}
    </li>
  );
}
