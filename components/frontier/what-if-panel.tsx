"use client";

import { ActionIcon, Button, NumberInput, Select, Slider } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconRotate } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { memo, useMemo, useState } from "react";
import { useTRPC, useTRPCClient } from "../data/trpc";
import { useEditor, useEditorActions, useEditorStore } from "../editor/editor-store";
import { formatSeconds } from "../ui/format";
import { metricInfo } from "../ui/metrics";
import { usePlannedClass } from "./frontier-data";
import { useLive } from "./live-frontier";
import { useAlternativeLists } from "./other-documents";
import { messageOf } from "./plan-run";
import { linkKey, NO_WHAT_IF, targetsOf, type WhatIf } from "./what-if";
import classes from "./what-if-panel.module.css";
import { sloWords } from "./words";

/** Everything that can be tried without saving it: sliders plan as they move, with the frontier of now behind. */
export const WhatIfPanel = memo(function WhatIfPanel() {
  const live = useLive();
  const { whatIf, setWhatIf } = live;
  const planned = usePlannedClass();
  const actual = live.actual();
  const place = live.documents()?.infrastructure ?? actual?.infrastructure;
  const lists = useAlternativeLists();
  const set = (patch: Partial<WhatIf>) => setWhatIf({ ...whatIf, ...patch });
  const without = <K extends string | number>(changes: Readonly<Record<K, number>>, key: K) =>
    Object.fromEntries(Object.entries(changes).filter(([name]) => name !== String(key))) as Record<K, number>;
  const put = <K extends string | number>(changes: Readonly<Record<K, number>>, key: K, value: number, usual: number) =>
    value === usual ? without(changes, key) : { ...changes, [key]: value };
  const rate = planned?.record.rateRps ?? null;
  const slos = planned?.record.slos ?? [];
  // the sliders stand on the infrastructure that is tried, before what is tried on it
  const pools = (whatIf.infrastructureId ? place : actual?.infrastructure)?.spec.pools ?? [];
  const links = ((whatIf.infrastructureId ? place : actual?.infrastructure)?.spec.links ?? []).filter((link) => link.mbps !== undefined);
  const original = useMemo(() => new Map(pools.map((pool) => [pool.id, pool])), [pools]);
  if (!actual) return <p className={classes.none}>Choose an infrastructure and a workload first.</p>;
  return (
    <section className={classes.root} aria-label="What if" data-testid="what-if">
      <header className={classes.head}>
        <span className={classes.state} role="status">
          {live.error ? (
            <span className={classes.error}>{live.error}</span>
          ) : live.infeasible ? (
            <span className={classes.warn}>Not feasible: {live.infeasible.binding[0]?.message ?? "no plan meets every hard target"}</span>
          ) : live.busy ? (
            "Planning"
          ) : live.answeredInMs !== null ? (
            `Planned in ${formatSeconds(live.answeredInMs / 1000)}; nothing is saved`
          ) : (
            "Nothing is saved until you apply it"
          )}
        </span>
      </header>
      <div className={classes.scroller}>
        {lists.infrastructures.length > 0 || lists.versions.length > 0 ? (
          <div className={classes.selects}>
            {lists.infrastructures.length > 0 ? (
              <Select
                label="Infrastructure"
                data={[{ value: "", label: "As it is" }, ...lists.infrastructures.map(({ id, title }) => ({ value: id, label: title }))]}
                value={whatIf.infrastructureId ?? ""}
                allowDeselect={false}
                onChange={(next) => set({ infrastructureId: next || null, counts: {}, prices: {}, bandwidths: {} })}
              />
            ) : null}
            {lists.versions.length > 0 ? (
              <Select
                label="Pipeline"
                data={[
                  { value: "", label: "As drawn" },
                  ...lists.versions.map(({ version, label }) => ({ value: String(version), label: `Version ${version}${label ? `, ${label}` : ""}` })),
                ]}
                value={whatIf.pipelineVersion === null ? "" : String(whatIf.pipelineVersion)}
                allowDeselect={false}
                onChange={(next) => set({ pipelineVersion: next ? Number(next) : null })}
              />
            ) : null}
          </div>
        ) : null}
        <h4>Load</h4>
        {rate !== null ? (
          <Row
            label="Rate"
            unit="req/s"
            usual={rate}
            value={whatIf.rateRps ?? rate}
            low={rate / 8}
            high={rate * 8}
            log
            onChange={(value) => set({ rateRps: value === rate ? null : value })}
          />
        ) : (
          <p className={classes.none}>This class has no single rate.</p>
        )}
        {slos.length > 0 ? <h4>Targets</h4> : null}
        {slos.map((slo, index) => (
          <Row
            // biome-ignore lint/suspicious/noArrayIndexKey: a target is its place in the class
            key={index}
            label={sloWords(slo).replace(/ [≤≥].*/, "")}
            unit={slo.metric === "latency" ? "ms" : slo.metric === "quality" ? "" : slo.metric === "energy" ? "J" : slo.metric === "throughput" ? "req/s" : "$"}
            title={`${metricInfo(slo.metric).title}: ${sloWords(slo)}`}
            usual={slo.value}
            value={whatIf.targets[index] ?? slo.value}
            low={slo.metric === "quality" ? 0 : slo.value / 4}
            high={slo.metric === "quality" ? 1 : slo.value * 4}
            log={slo.metric !== "quality" && slo.value > 0}
            onChange={(value) => set({ targets: put(whatIf.targets, index, value, slo.value) })}
          />
        ))}
        <h4>Devices and prices</h4>
        {pools.map((pool) => {
          const usual = original.get(pool.id) ?? pool;
          const base = whatIf.infrastructureId ? usual : (actual.infrastructure.spec.pools.find((known) => known.id === pool.id) ?? usual);
          return (
            <div key={pool.id} className={classes.pool}>
              <Row
                label={pool.id}
                unit="devices"
                usual={base.count}
                value={whatIf.counts[pool.id] ?? base.count}
                low={0}
                high={Math.max(4, base.count * 2)}
                step={1}
                onChange={(value) => set({ counts: put(whatIf.counts, pool.id, Math.round(value), base.count) })}
              />
              <Row
                label=""
                name={`${pool.id} price`}
                unit="$/h each"
                usual={base.pricePerHourUsd}
                value={whatIf.prices[pool.id] ?? base.pricePerHourUsd}
                low={0}
                high={base.pricePerHourUsd > 0 ? base.pricePerHourUsd * 3 : 1}
                onChange={(value) => set({ prices: put(whatIf.prices, pool.id, value, base.pricePerHourUsd) })}
              />
            </div>
          );
        })}
        {links.length > 0 ? <h4>Links</h4> : null}
        {links.map((link) => {
          const key = linkKey(link);
          const mbps = actual.infrastructure.spec.links?.find((known) => linkKey(known) === key)?.mbps ?? link.mbps ?? 1;
          return (
            <Row
              key={key}
              label={`${link.from} to ${link.to}`}
              unit="Mbit/s"
              usual={mbps}
              value={whatIf.bandwidths[key] ?? mbps}
              low={mbps / 16}
              high={mbps * 4}
              log
              onChange={(value) => set({ bandwidths: put(whatIf.bandwidths, key, value, mbps) })}
            />
          );
        })}
      </div>
      <Footer />
    </section>
  );
});

interface RowProps {
  label: string;
  /** Said to screen readers where the label is empty. */
  name?: string;
  title?: string;
  unit: string;
  value: number;
  /** What the documents say. */
  usual: number;
  low: number;
  high: number;
  log?: boolean;
  step?: number;
  onChange: (value: number) => void;
}

const STEPS = 200;

/** Three significant digits: what a hand can mean. */
function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

function Row({ label, name = label, title, unit, value, usual, low, high, log = false, step, onChange }: RowProps) {
  const useLog = log && low > 0;
  const toPlace = (amount: number) => (useLog ? (Math.log(amount / low) / Math.log(high / low)) * STEPS : ((amount - low) / (high - low || 1)) * STEPS);
  const toValue = (place: number) => {
    const share = place / STEPS;
    const raw = useLog ? low * (high / low) ** share : low + share * (high - low);
    // at the place of the document's own value the slider holds it exactly; a step of a key leads away from it
    if (Math.abs(place - toPlace(usual)) < 0.5) return usual;
    return step ? Math.round(raw / step) * step : rounded(raw);
  };
  return (
    <div className={classes.row} data-changed={value !== usual || undefined} title={title}>
      <span className={classes.label}>{label}</span>
      <Slider
        size="xs"
        className={classes.slider}
        thumbSize={24}
        classNames={{ thumb: classes.thumb }}
        min={0}
        max={STEPS}
        step={step && !useLog ? (STEPS / (high - low)) * step : 1}
        value={Math.min(STEPS, Math.max(0, toPlace(value)))}
        onChange={(place) => {
          const next = toValue(place);
          if (next !== value) onChange(next);
        }}
        label={null}
        marks={[{ value: toPlace(usual) }]}
        thumbLabel={name}
        thumbValueText={`${value} ${unit}`}
      />
      <NumberInput
        className={classes.number}
        aria-label={`${name}, ${unit}`}
        hideControls
        min={0}
        value={value}
        onChange={(typed) => {
          if (typeof typed === "number" && Number.isFinite(typed) && typed >= 0 && typed !== value && !(typed === 0 && useLog)) onChange(typed);
        }}
      />
      <span className={classes.unit}>{unit}</span>
      {value === usual ? (
        <span />
      ) : (
        <ActionIcon size={18} aria-label={`Reset ${name}`} title={`Back to ${usual}`} onClick={() => onChange(usual)}>
          <IconRotate size={12} aria-hidden />
        </ActionIcon>
      )}
    </div>
  );
}

/** Puts what was tried into the documents, or lets it go. */
function Footer() {
  const live = useLive();
  const { whatIf, setWhatIf } = live;
  const planned = usePlannedClass();
  const actions = useEditorActions();
  const store = useEditorStore();
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const readOnly = useEditor((state) => state.document.readOnly);
  const [saving, setSaving] = useState(false);
  const onPools = [whatIf.counts, whatIf.prices, whatIf.bandwidths].some((changes) => Object.keys(changes).length > 0);
  const elsewhere = whatIf.pipelineVersion !== null || whatIf.infrastructureId !== null;
  const changed = onPools || elsewhere || whatIf.rateRps !== null || Object.keys(whatIf.targets).length > 0;
  const apply = async () => {
    setSaving(true);
    try {
      if (onPools) {
        const { infrastructure } = store.getState().choice;
        const wanted = live.documents()?.infrastructure;
        if (infrastructure && wanted) {
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
            ...(record?.slos ? { slos: targetsOf(whatIf, record.slos) } : {}),
          });
        });
        actions.sealEdit();
      }
    } catch (error) {
      notifications.show({ color: "red", title: "Not applied", message: messageOf(error) });
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
}
