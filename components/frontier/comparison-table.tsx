"use client";

import { ActionIcon, Tooltip } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { Fragment, useMemo } from "react";
import type { PlanBody } from "../../core/documents/plan";
import type { Objective, Statistic } from "../../core/documents/vocabulary";
import type { Swap } from "../../core/frontier/swaps";
import { linkShares } from "../../core/metrics/link-shares";
import { formatCount, formatDelta, formatObjective, formatPercent, NO_DATA_SHORT, plural } from "../ui/format";
import { metricColour, metricInfo } from "../ui/metrics";
import { AssumedMark } from "./assumed-mark";
import { ChartFrame } from "./chart-frame";
import { type MetricCell, metricRow, operatorRows, swapEffects } from "./compare-model";
import classes from "./compare-tab.module.css";
import type { FrontierData } from "./frontier-data";
import { meetsTargets } from "./limits";
import { MadeFromCompareRow } from "./made-from-shares";
import { useSwaps } from "./use-swaps";

interface ComparisonTableProps {
  data: FrontierData;
  plans: readonly PlanBody[];
  pins: readonly string[];
  selectedId: string | null;
  onSelect: (id: string | null) => void;
  onTogglePin?: (id: string) => void;
}

const STANDING_WORDS: Record<MetricCell["standing"], string> = {
  base: "",
  better: "better",
  worse: "worse",
  equal: "equal",
  overlap: "intervals overlap",
  unknown: "",
};

/** Plans in columns, what differs in rows: metrics, where time and money go, and operator by operator. The first plan is the baseline. */
export function ComparisonTable({ data, plans, pins, selectedId, onSelect, onTogglePin }: ComparisonTableProps) {
  const { columns } = data;
  const operators = useMemo(() => operatorRows(plans), [plans]);
  const swaps = useSwaps(plans);
  return (
    <ChartFrame title="comparison of plans">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">
              <span className="t-visually-hidden">What</span>
            </th>
            {plans.map((plan, index) => (
              <th key={plan.id} scope="col" data-chosen={plan.id === selectedId || undefined}>
                <div className={classes.head}>
                  <button type="button" className={classes.planName} onClick={() => onSelect(plan.id)}>
                    {pins.includes(plan.id) ? <span className={classes.letter}>{"ABCDEF"[pins.indexOf(plan.id)]}</span> : null}
                    {plan.id}
                  </button>
                  <span className={classes.role}>{index === 0 ? "baseline" : plan.id === selectedId && !pins.includes(plan.id) ? "chosen" : ""}</span>
                  {onTogglePin && pins.includes(plan.id) ? (
                    <Tooltip label="Unpin">
                      <ActionIcon size={18} aria-label={`Unpin ${plan.id}`} onClick={() => onTogglePin(plan.id)}>
                        <IconX size={12} aria-hidden />
                      </ActionIcon>
                    </Tooltip>
                  ) : null}
                </div>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.limits.length > 0 ? (
            <tr>
              <th scope="row">Targets</th>
              {plans.map((plan) => (
                <td key={plan.id}>
                  {meetsTargets(plan, data.limits) ? (
                    <span className={classes.better}>meets every target</span>
                  ) : (
                    <span className={classes.dim}>misses a target</span>
                  )}
                </td>
              ))}
            </tr>
          ) : null}
          {columns.available.map((objective) => (
            <MetricRow
              key={objective}
              objective={objective}
              plans={plans}
              cells={metricRow(plans, objective, columns.statistic)}
              statistic={columns.statistic}
            />
          ))}
          <tr>
            <th scope="row">Devices</th>
            {plans.map((plan, index) => (
              <td key={plan.id}>
                {formatCount(plan.metrics.devices)}
                {index > 0 && plan.metrics.devices !== plans[0]?.metrics.devices ? (
                  <span className={classes.delta}>
                    {plan.metrics.devices > (plans[0]?.metrics.devices ?? 0) ? "+" : "−"}
                    {Math.abs(plan.metrics.devices - (plans[0]?.metrics.devices ?? 0))}
                  </span>
                ) : null}
              </td>
            ))}
          </tr>
          <MadeFromCompareRow plans={plans} statistic={columns.statistic} />
          {(["latency", "cost", "quality"] as const).map((metric) => (
            <ShareRow key={metric} metric={metric} plans={plans} />
          ))}
          <tr className={classes.section}>
            <th scope="rowgroup" colSpan={plans.length + 1}>
              Operator by operator
              {swaps?.some((entry) => entry !== null) ? <span className={classes.note}>what each choice does by itself in {plans[0]?.id}</span> : null}
            </th>
          </tr>
          {operators.map((row) => (
            <tr key={row.id}>
              <th scope="row">{row.id}</th>
              {row.cells.map((cell, index) => (
                <td key={plans[index]?.id} data-differs={(index > 0 && (cell === null || cell.differs)) || undefined}>
                  {cell === null ? (
                    <span className={classes.dim}>not in this plan</span>
                  ) : index > 0 && !cell.differs ? (
                    <span className={classes.dim}>same</span>
                  ) : (
                    <>
                      <span className={classes.choice}>{cell.text}</span>
                      <Consequence base={plans[0] as PlanBody} cell={cell} swap={swaps?.[index]?.get(row.id)} statistic={columns.statistic} />
                    </>
                  )}
                </td>
              ))}
            </tr>
          ))}
          <LinksRow plans={plans} />
        </tbody>
      </table>
    </ChartFrame>
  );
}

/** What the transfers between tiers cost, plan by plan. */
function LinksRow({ plans }: { plans: readonly PlanBody[] }) {
  const links = plans.map((plan) => linkShares(plan));
  if (links.every((entry) => entry === null)) return null;
  return (
    <tr>
      <th scope="row">Links</th>
      {links.map((entry, index) => (
        <td key={plans[index]?.id} title={entry?.crossings.join("\n")}>
          {entry === null ? (
            <span className={classes.dim}>no transfers that cost or delay</span>
          ) : (
            <>
              <span className={classes.choice}>
                {entry.costPerHourUsd === null
                  ? formatObjective("costPerThousand", entry.costPerThousandUsd)
                  : formatObjective("costPerHour", entry.costPerHourUsd)}
              </span>
              <span className={classes.consequence}>
                {formatPercent(entry.costShare)} of cost · {formatPercent(entry.latencyShare)} of latency
              </span>
            </>
          )}
        </td>
      ))}
    </tr>
  );
}

type Cell = NonNullable<ReturnType<typeof operatorRows>[number]["cells"][number]>;

function own(cell: Cell): string {
  if (!cell.metrics) return "";
  const cost =
    cell.metrics.costPerHourUsd === null
      ? formatObjective("costPerThousand", cell.metrics.costPerThousandUsd)
      : formatObjective("costPerHour", cell.metrics.costPerHourUsd);
  return `${formatObjective("latency", cell.metrics.latencyMs)} · ${cost}`;
}

/** What a choice costs or gains: in the whole request where that is known, else as figures of the operator. The baseline's has its own figures. */
function Consequence({ base, cell, swap, statistic }: { base: PlanBody; cell: Cell; swap: Swap | undefined; statistic: Statistic }) {
  if (!swap?.plan)
    return (
      <span className={classes.consequence} title={swap?.problem ?? undefined}>
        {cell.differs ? `${own(cell)}${swap ? ` · ${base.id} cannot run with it alone` : ""}` : own(cell)}
      </span>
    );
  const cost = base.metrics.costPerHourUsd === null ? "costPerThousand" : "costPerHour";
  const effects = swapEffects(base, swap.plan, ["latency", cost, "quality", "energy"], statistic);
  return (
    <span className={classes.consequence}>
      {effects.length === 0 ? "changes nothing" : null}
      {effects.map(({ objective, difference, standing }, place) => (
        <Fragment key={objective}>
          {place > 0 ? " · " : null}
          <span className={classes.effect} data-standing={standing} title={STANDING_WORDS[standing]}>
            {objective === "devices" ? `${difference > 0 ? "+" : "−"}${plural(Math.abs(difference), "device")}` : formatDelta(objective, difference)}
            {objective === "quality" ? " quality" : null}
            {standing === "overlap" ? " (intervals overlap)" : null}
          </span>
        </Fragment>
      ))}
    </span>
  );
}

function MetricRow({ objective, plans, cells, statistic }: { objective: Objective; plans: readonly PlanBody[]; cells: MetricCell[]; statistic: string }) {
  return (
    <tr>
      <th scope="row">
        <span className={classes.swatch} style={{ background: metricColour(objective) }} />
        {objective === "latency" ? `Latency ${statistic}` : metricInfo(objective).title}
      </th>
      {cells.map((cell, index) => {
        // one of the two may be any amount from what is known on
        const open = cell.standing === "overlap" && objective === "energy";
        return (
          <td key={plans[index]?.id}>
            {Number.isNaN(cell.value) ? NO_DATA_SHORT : formatObjective(objective, Number.isFinite(cell.value) ? cell.value : null)}
            {plans[index] ? <AssumedMark plan={plans[index]} objective={objective} /> : null}
            {cell.low < cell.high ? (
              <span className={classes.dim}> {Number.isFinite(cell.high) ? `(${cell.low.toFixed(3)}–${cell.high.toFixed(3)})` : "or more"}</span>
            ) : objective === "quality" && !Number.isNaN(cell.value) ? (
              <span className={classes.dim} title="None of the figures it is made from states an interval">
                {" "}
                (no interval)
              </span>
            ) : null}
            {cell.standing !== "base" && cell.standing !== "unknown" && Number.isFinite(cell.difference) ? (
              <>
                {" "}
                <span className={classes.delta} data-standing={cell.standing}>
                  {cell.standing === "equal" ? "equal" : open ? "may be less or more" : formatDelta(objective, cell.difference)}{" "}
                  <span className={classes.standing}>{cell.standing === "equal" || open ? "" : STANDING_WORDS[cell.standing]}</span>
                </span>
              </>
            ) : null}
          </td>
        );
      })}
    </tr>
  );
}

const SHARE = { latency: "latencyShare", cost: "costShare", quality: "qualityLossShare" } as const;
const SHARE_TITLE = { latency: "Where time goes", cost: "Where money goes", quality: "Where quality is lost" } as const;

/** The shares of a plan's parts: its operators, and the links between them. */
function sharesOf(plan: PlanBody, metric: keyof typeof SHARE): { id: string; share: number }[] {
  const operators = plan.operators.map((operator) => ({ id: operator.id, share: operator.metrics?.[SHARE[metric]] ?? 0 }));
  const links = metric === "quality" ? null : linkShares(plan);
  const share = metric === "latency" ? links?.latencyShare : links?.costShare;
  return share ? [...operators, { id: "links", share }] : operators;
}

/** One bar per plan, divided among its operators and links in the metric's colour. */
function ShareRow({ metric, plans }: { metric: keyof typeof SHARE; plans: readonly PlanBody[] }) {
  const rows = plans.map((plan) => sharesOf(plan, metric));
  if (!rows.some((parts) => parts.some(({ share }) => share > 0))) return null;
  return (
    <tr>
      <th scope="row">{SHARE_TITLE[metric]}</th>
      {rows.map((parts, place) => (
        <td key={plans[place]?.id}>
          <span className={classes.bar} role="img" aria-label={parts.map(({ id, share }) => `${id} ${formatPercent(share)}`).join(", ")}>
            {parts.map(({ id, share }, index) =>
              share > 0.002 ? (
                <span
                  key={id}
                  title={`${id}: ${formatPercent(share)}`}
                  style={{
                    width: `${share * 100}%`,
                    background: `color-mix(in srgb, var(--t-metric-${metric}) ${Math.round(64 - 40 * (index / Math.max(1, parts.length - 1)))}%, var(--t-surface-sunken))`,
                  }}
                >
                  {share > 0.18 ? id : ""}
                </span>
              ) : null,
            )}
          </span>
        </td>
      ))}
    </tr>
  );
}
