"use client";

import { useEditor } from "@/components/editor/editor-store";
import type { OperatorRecord } from "@/core/graph/edit-tables";
import classes from "./inspector.module.css";
import { Section } from "./section";

/** Sub-pipelines that may stand here; which one is used is a decision of the plan. */
export function AlternativesSection({ operator }: { operator: OperatorRecord }) {
  const used = useEditor((state) => state.choice.plan?.alternatives?.[operator.id]);
  const planOperators = useEditor((state) => state.choice.planOperators);
  return (
    <Section title="Alternatives">
      <div className={classes.fields}>
        {operator.alternatives?.map((alternative) => (
          <div key={alternative.name} className={classes.target}>
            <div className={classes.targetHead}>
              <strong>{alternative.name}</strong>
              {alternative.name === used ? <span className={classes.met}>used by the plan</span> : null}
            </div>
            <table className={classes.numbers}>
              <tbody>
                {alternative.operators.map((inner) => (
                  <tr key={inner.id}>
                    <th scope="row">{inner.title ?? inner.id}</th>
                    <td className={classes.mono}>{planOperators[`${operator.id}/${inner.id}`]?.configuration.implementation ?? inner.task ?? ""}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ))}
        <p className={classes.hint}>Alternatives are edited in the YAML view.</p>
      </div>
    </Section>
  );
}
