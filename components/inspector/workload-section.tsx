"use client";

import { Select } from "@mantine/core";
import Link from "next/link";
import { useEditor, useEditorActions } from "@/components/editor/editor-store";
import { useArrivalWarning } from "@/components/frontier/arrivals-notice";
import { classKey } from "@/core/graph/edit-tables";
import { NumberField } from "./fields";
import classes from "./inspector.module.css";
import { Section } from "./section";

const ANYWHERE = "";

/** For whom: the rate of the chosen query class and where its users are. */
export function WorkloadSection() {
  const workloadId = useEditor((state) => state.choice.workload?.id);
  const classId = useEditor((state) => state.choice.classId);
  const key = workloadId && classId ? classKey(workloadId, classId) : "";
  const record = useEditor((state) => state.document.tables.classes[key]);
  const tiers = useEditor((state) => state.choice.infrastructure?.document.spec.tiers);
  const actions = useEditorActions();
  const warning = useArrivalWarning();
  if (!record) return null;
  const fixed = record.curve || record.trace;
  return (
    <Section title={`Query class: ${record.title ?? record.id}`}>
      <div className={classes.fields}>
        <div className={classes.pair}>
          <NumberField
            label="Rate"
            value={record.rateRps}
            above={0}
            optional
            unit="req/s"
            placeholder={fixed ? "from its curve" : "not known"}
            onChange={(rateRps) => actions.edit(`Rate of ${record.id}`, (tx) => tx.update("classes", key, { rateRps }), { coalesce: `rate:${key}` })}
          />
          <Select
            label="Users at"
            data={[{ value: ANYWHERE, label: "Anywhere" }, ...(tiers ?? []).map((tier) => ({ value: tier.id, label: tier.title ?? tier.id }))]}
            value={record.at ?? ANYWHERE}
            allowDeselect={false}
            onChange={(at) => actions.edit(`Users of ${record.id}`, (tx) => tx.update("classes", key, { at: at === null || at === ANYWHERE ? undefined : at }))}
          />
        </div>
        {warning ? <p className={classes.hint}>{warning}</p> : null}
        <p className={classes.hint}>
          <Link className={classes.link} prefetch={false} href={`/workloads/${workloadId}`}>
            Curve, trace, burstiness and planning settings
          </Link>
        </p>
      </div>
    </Section>
  );
}
