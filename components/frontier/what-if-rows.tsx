"use client";

import { ActionIcon, Slider } from "@mantine/core";
import { IconRotate } from "@tabler/icons-react";
import { memo } from "react";
import type { Link, Pool } from "../../core/documents/infrastructure";
import type { Slo } from "../../core/documents/workload";
import { metricInfo } from "../ui/metrics";
import { NumberField } from "../ui/number-field";
import { linkKey, type SetWhatIf } from "./what-if";
import classes from "./what-if-panel.module.css";
import { sloWords } from "./words";

/** What a row of the panel is given: while one slider moves, the others stay as they are. */
interface TriedProps {
  value: number;
  set: SetWhatIf;
}

/** Changes with one more, or with one less when it is back at what the documents say. */
function put<K extends string | number>(changes: Readonly<Record<K, number>>, key: K, value: number, usual: number): Record<K, number> {
  const others = Object.fromEntries(Object.entries(changes).filter(([name]) => name !== String(key))) as Record<K, number>;
  return value === usual ? others : { ...others, [key]: value };
}

export const RateRow = memo(function RateRow({ usual, value, set }: TriedProps & { usual: number }) {
  return (
    <Row
      label="Rate"
      unit="req/s"
      usual={usual}
      value={value}
      low={usual / 8}
      high={usual * 8}
      log
      onChange={(next) => set((known) => ({ ...known, rateRps: next === usual ? null : next }))}
    />
  );
});

const TARGET_UNITS: Partial<Record<Slo["metric"], string>> = { latency: "ms", quality: "", energy: "J", throughput: "req/s" };

export const TargetRow = memo(function TargetRow({ slo, index, value, set }: TriedProps & { slo: Slo; index: number }) {
  return (
    <Row
      label={sloWords(slo).replace(/ [≤≥].*/, "")}
      unit={TARGET_UNITS[slo.metric] ?? "$"}
      title={`${metricInfo(slo.metric).title}: ${sloWords(slo)}`}
      usual={slo.value}
      value={value}
      low={slo.metric === "quality" ? 0 : slo.value / 4}
      high={slo.metric === "quality" ? 1 : slo.value * 4}
      log={slo.metric !== "quality" && slo.value > 0}
      onChange={(next) => set((known) => ({ ...known, targets: put(known.targets, index, next, slo.value) }))}
    />
  );
});

export const PoolRows = memo(function PoolRows({ pool, count, price, set }: { pool: Pool; count: number; price: number; set: SetWhatIf }) {
  return (
    <div className={classes.pool}>
      <Row
        label={pool.id}
        unit={count === 1 ? "device" : "devices"}
        usual={pool.count}
        value={count}
        low={0}
        high={Math.max(4, pool.count * 2)}
        step={1}
        onChange={(next) => set((known) => ({ ...known, counts: put(known.counts, pool.id, Math.round(next), pool.count) }))}
      />
      <Row
        label=""
        name={`${pool.id} price`}
        unit="$/h each"
        usual={pool.pricePerHourUsd}
        value={price}
        low={0}
        high={pool.pricePerHourUsd > 0 ? pool.pricePerHourUsd * 3 : 1}
        onChange={(next) => set((known) => ({ ...known, prices: put(known.prices, pool.id, next, pool.pricePerHourUsd) }))}
      />
    </div>
  );
});

export const LinkRow = memo(function LinkRow({ link, mbps, value, set }: TriedProps & { link: Link; mbps: number }) {
  return (
    <Row
      label={`${link.from} to ${link.to}`}
      unit="Mbit/s"
      usual={mbps}
      value={value}
      low={mbps / 16}
      high={mbps * 4}
      log
      onChange={(next) => set((known) => ({ ...known, bandwidths: put(known.bandwidths, linkKey(link), next, mbps) }))}
    />
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
      <NumberField
        className={classes.number}
        aria-label={`${name}, ${unit}`}
        {...(useLog ? { above: 0 } : { min: 0 })}
        integer={step === 1}
        tight
        value={value}
        onChange={(typed) => typed !== undefined && onChange(typed)}
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
