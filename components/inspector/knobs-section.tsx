"use client";

import { catalogueIndex } from "@/components/editor/catalogue-index";
import { useEditor, useEditorActions } from "@/components/editor/editor-store";
import { about } from "@/components/editor/step-label";
import type { KnobValue } from "@/core/documents/common";
import classes from "./inspector.module.css";
import { Chips, Section } from "./section";
import { useOperator } from "./use-operator";

/** The knobs of the operator's candidates, each with the values that may be used. */
export function KnobsSection({ id }: { id: string }) {
  const operator = useOperator(id, "task", "candidates", "knobs");
  const catalogues = useEditor((state) => state.choice.catalogues);
  const readOnly = useEditor((state) => state.document.readOnly);
  const actions = useEditorActions();
  const candidates = (catalogueIndex(catalogues).byTask.get(operator.task ?? "") ?? []).filter((item) => operator.candidates?.includes(item.name) ?? true);
  const knobs = new Map<string, KnobValue[]>();
  for (const item of candidates) {
    for (const [name, values] of Object.entries(item.knobs ?? {})) {
      knobs.set(name, [...new Set([...(knobs.get(name) ?? []), ...values])]);
    }
  }
  for (const [name, values] of Object.entries(operator.knobs ?? {})) knobs.set(name, [...new Set([...(knobs.get(name) ?? []), ...values])]);
  if (knobs.size === 0) return null;
  return (
    <Section title="Knobs">
      <div className={classes.fields}>
        {[...knobs].map(([name, values]) => (
          <Chips
            key={name}
            label={name}
            disabled={readOnly}
            values={values.map((value) => ({ value, text: String(value) }))}
            chosen={operator.knobs?.[name] ?? null}
            onChange={(next) =>
              actions.edit(about`Values of ${name} for ${id}`, (tx) => {
                const { [name]: _old, ...rest } = operator.knobs ?? {};
                const now = next === null ? rest : { ...rest, [name]: next };
                tx.update("operators", id, { knobs: Object.keys(now).length === 0 ? undefined : now });
              })
            }
          />
        ))}
      </div>
    </Section>
  );
}
