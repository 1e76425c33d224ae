"use client";

import { Button, Select } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { memo, useState } from "react";
import { useTRPC, useTRPCClient } from "../data/trpc";
import { useEditor, useEditorActions, useEditorStore } from "../editor/editor-store";
import { formatSeconds } from "../ui/format";
import { usePlannedClass } from "./frontier-data";
import { useLive, useLiveStatus } from "./live-frontier";
import { useAlternativeLists } from "./other-documents";
import { messageOf } from "./plan-run";
import { applyWhatIf, isWhatIf, linkKey, NO_WHAT_IF, targetsOf, type WhatIf } from "./what-if";
import classes from "./what-if-panel.module.css";
import { LinkRow, PoolRows, RateRow, TargetRow } from "./what-if-rows";

/** Everything that can be tried without saving it: sliders plan as they move, with the frontier of now behind. `whatIf`: where they stand. */
export const WhatIfPanel = memo(function WhatIfPanel({ whatIf }: { whatIf: WhatIf }) {
  const { setWhatIf, elsewhere } = useLive();
  const planned = usePlannedClass();
  const own = useEditor((state) => state.choice.infrastructure?.document ?? null);
  const hasWorkload = useEditor((state) => state.choice.workload !== null);
  if (!own || !hasWorkload) return <p className={classes.none}>Choose an infrastructure and a workload first.</p>;
  // the sliders stand on the infrastructure that is tried, before what is tried on it
  const { pools, links = [] } = (elsewhere ?? own).spec;
  const rate = planned?.record.rateRps ?? null;
  const slos = planned?.record.slos ?? [];
  const wires = links.flatMap((link) => (link.mbps === undefined ? [] : [{ link, mbps: link.mbps }]));
  return (
    <section className={classes.root} aria-label="What if" data-testid="what-if">
      <header className={classes.head}>
        <PlanningState />
      </header>
      <div className={classes.scroller}>
        <Alternatives infrastructureId={whatIf.infrastructureId} pipelineVersion={whatIf.pipelineVersion} />
        <h4>Load</h4>
        {rate !== null ? (
          <RateRow usual={rate} value={whatIf.rateRps ?? rate} set={setWhatIf} />
        ) : (
          <p className={classes.none}>This class has no single rate.</p>
        )}
        {slos.length > 0 ? <h4>Targets</h4> : null}
        {slos.map((slo, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a target is its place in the class
          <TargetRow key={index} slo={slo} index={index} value={whatIf.targets[index] ?? slo.value} set={setWhatIf} />
        ))}
        <h4>Devices and prices</h4>
        {pools.map((pool) => (
          <PoolRows
            key={pool.id}
            pool={pool}
            count={whatIf.counts[pool.id] ?? pool.count}
            price={whatIf.prices[pool.id] ?? pool.pricePerHourUsd}
            set={setWhatIf}
          />
        ))}
        {wires.length > 0 ? <h4>Links</h4> : null}
        {wires.map(({ link, mbps }) => (
          <LinkRow key={linkKey(link)} link={link} mbps={mbps} value={whatIf.bandwidths[linkKey(link)] ?? mbps} set={setWhatIf} />
        ))}
      </div>
      <Footer changed={isWhatIf(whatIf)} elsewhere={whatIf.pipelineVersion !== null || whatIf.infrastructureId !== null} />
    </section>
  );
});

/** Other documents that can be tried. */
const Alternatives = memo(function Alternatives({ infrastructureId, pipelineVersion }: Pick<WhatIf, "infrastructureId" | "pipelineVersion">) {
  const { setWhatIf } = useLive();
  const { infrastructures, versions } = useAlternativeLists();
  if (infrastructures.length === 0 && versions.length === 0) return null;
  return (
    <div className={classes.selects}>
      {infrastructures.length > 0 ? (
        <Select
          label="Infrastructure"
          data={[{ value: "", label: "As it is" }, ...infrastructures.map(({ id, title }) => ({ value: id, label: title }))]}
          value={infrastructureId ?? ""}
          allowDeselect={false}
          onChange={(next) => setWhatIf((known) => ({ ...known, infrastructureId: next || null, counts: {}, prices: {}, bandwidths: {} }))}
        />
      ) : null}
      {versions.length > 0 ? (
        <Select
          label="Pipeline"
          data={[
            { value: "", label: "As drawn" },
            ...versions.map(({ version, label }) => ({ value: String(version), label: `Version ${version}${label ? `, ${label}` : ""}` })),
          ]}
          value={pipelineVersion === null ? "" : String(pipelineVersion)}
          allowDeselect={false}
          onChange={(next) => setWhatIf((known) => ({ ...known, pipelineVersion: next ? Number(next) : null }))}
        />
      ) : null}
    </div>
  );
});

/** How the newest question is doing; said once its answer is on the screen. */
function PlanningState() {
  const { infeasible, error, busy, answeredInMs } = useLiveStatus();
  return (
    <span className={classes.state} role="status">
      {error ? (
        <span className={classes.error}>{error}</span>
      ) : infeasible ? (
        <span className={classes.warn}>Not feasible: {infeasible.binding[0]?.message ?? "no plan meets every hard target"}</span>
      ) : busy ? (
        "Planning"
      ) : answeredInMs !== null ? (
        `Planned in ${formatSeconds(answeredInMs / 1000)}; nothing is saved`
      ) : (
        "Nothing is saved until you apply it"
      )}
    </span>
  );
}

/** Puts what was tried into the documents, or lets it go. `elsewhere`: it is on other documents than the page's. */
const Footer = memo(function Footer({ changed, elsewhere }: { changed: boolean; elsewhere: boolean }) {
  const { actual, newest, setWhatIf } = useLive();
  const planned = usePlannedClass();
  const actions = useEditorActions();
  const store = useEditorStore();
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const readOnly = useEditor((state) => state.document.readOnly);
  const [saving, setSaving] = useState(false);
  const apply = async () => {
    const whatIf = newest();
    const onPools = [whatIf.counts, whatIf.prices, whatIf.bandwidths].some((changes) => Object.keys(changes).length > 0);
    setSaving(true);
    try {
      if (onPools) {
        const { infrastructure } = store.getState().choice;
        const known = actual();
        if (infrastructure && known) {
          const wanted = applyWhatIf(whatIf, known).infrastructure;
          const saved = await client.documents.save.mutate({
            id: infrastructure.id,
            baseVersion: infrastructure.version,
            document: wanted,
            label: "What-if applied",
          });
          actions.setInfrastructure({ id: infrastructure.id, version: saved.version, document: wanted });
          void queryClient.invalidateQueries({ queryKey: trpc.documents.get.queryKey({ id: infrastructure.id }) });
        }
      }
      setWhatIf(NO_WHAT_IF);
      if (planned && (whatIf.rateRps !== null || Object.keys(whatIf.targets).length > 0)) {
        actions.edit("Apply what-if", (tx) => {
          const record = tx.get("classes", planned.key);
          tx.update("classes", planned.key, {
            ...(whatIf.rateRps === null ? {} : { rateRps: whatIf.rateRps }),
            ...(record?.slos ? { slos: targetsOf(whatIf.targets, record.slos) } : {}),
          });
        });
        actions.sealEdit();
      }
    } catch (error) {
      notifications.show({ color: "red", title: "Not applied", message: messageOf(error), position: "bottom-center" });
    } finally {
      setSaving(false);
    }
  };
  return (
    <footer className={classes.foot}>
      <Button variant="default" disabled={!changed} onClick={() => setWhatIf(NO_WHAT_IF)}>
        Reset
      </Button>
      <Button
        variant="default"
        disabled={!changed || elsewhere || readOnly}
        loading={saving}
        title={elsewhere ? "Choose another infrastructure or restore a version at the top of the page" : "Save this into the workload and the infrastructure"}
        onClick={() => void apply()}
      >
        Apply
      </Button>
    </footer>
  );
});
