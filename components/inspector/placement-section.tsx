"use client";

import { useEditor, useEditorActions } from "@/components/editor/editor-store";
import { about } from "@/components/editor/step-label";
import classes from "./inspector.module.css";
import { Chips, Section } from "./section";
import { useOperator } from "./use-operator";

/** Where the operator may run. */
export function PlacementSection({ id }: { id: string }) {
  const { placement } = useOperator(id, "placement");
  const infrastructure = useEditor((state) => state.choice.infrastructure?.document.spec);
  const readOnly = useEditor((state) => state.document.readOnly);
  const actions = useEditorActions();
  const { tiers, pools } = placement ?? {};
  const set = (next: { tiers?: string[] | undefined; pools?: string[] | undefined }) =>
    actions.edit(about`Placement of ${id}`, (tx) => {
      const chosen = { ...(next.tiers ? { tiers: next.tiers } : {}), ...(next.pools ? { pools: next.pools } : {}) };
      tx.update("operators", id, { placement: Object.keys(chosen).length === 0 ? undefined : chosen });
    });
  if (!infrastructure) {
    return (
      <Section title="Placement">
        <p className={classes.hint}>Choose an infrastructure at the top to say where it may run.</p>
      </Section>
    );
  }
  const tierValues = [...new Set([...infrastructure.tiers.map((tier) => tier.id), ...(tiers ?? [])])];
  const poolValues = [
    ...new Set([...infrastructure.pools.filter((pool) => tiers?.includes(pool.tier) ?? true).map((pool) => pool.id), "api", ...(pools ?? [])]),
  ];
  return (
    <Section title="Placement">
      <div className={classes.fields}>
        <Chips
          label="Tiers"
          disabled={readOnly}
          values={tierValues.map((value) => ({ value, text: infrastructure.tiers.find((tier) => tier.id === value)?.title ?? value }))}
          chosen={tiers ?? null}
          onChange={(next) => set({ tiers: next ?? undefined, pools })}
        />
        <Chips
          label="Pools"
          disabled={readOnly}
          values={poolValues.map((value) => ({ value, text: value === "api" ? "API" : value }))}
          chosen={pools ?? null}
          onChange={(next) => set({ tiers, pools: next ?? undefined })}
        />
      </div>
    </Section>
  );
}
