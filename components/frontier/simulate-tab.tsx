"use client";

import { Button, Progress, Select } from "@mantine/core";
import { IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { useState } from "react";
import type { ArrivalPattern } from "../../core/documents/simulation";
import { useEditor } from "../editor/editor-store";
import { formatCount, formatPercent } from "../ui/format";
import { NumberField } from "../ui/number-field";
import { EmptyState, ErrorState } from "../ui/state-view";
import { usePlannedClass } from "./frontier-data";
import { isPreview } from "./live-frontier";
import { useSimulation } from "./simulate-run";
import classes from "./simulate-tab.module.css";
import { SimulationResult } from "./simulation-result";

const MINUTE_MS = 60_000;
const DURATIONS = [
  { value: String(MINUTE_MS), label: "1 minute" },
  { value: String(10 * MINUTE_MS), label: "10 minutes" },
  { value: String(60 * MINUTE_MS), label: "1 hour" },
  { value: String(24 * 60 * MINUTE_MS), label: "1 day" },
];

const PATTERNS: Record<string, { label: string; pattern: ArrivalPattern }> = {
  poisson: { label: "Poisson", pattern: { kind: "poisson" } },
  uniform: { label: "Evenly spaced", pattern: { kind: "uniform" } },
  spike: { label: "Spike, three times the rate", pattern: { kind: "spike", factor: 3 } },
  mmpp: { label: "Bursts, four times the rate", pattern: { kind: "mmpp" } },
  trace: { label: "The workload's trace", pattern: { kind: "trace" } },
  curve: { label: "The workload's daily curve", pattern: { kind: "curve" } },
};

/** Runs the discrete-event simulator on the chosen plan, against what the plan promises. */
export function SimulateTab() {
  const plan = useEditor((state) => state.choice.plan);
  const infrastructure = useEditor((state) => state.choice.infrastructure);
  const stale = useEditor((state) => state.choice.stale);
  const frontier = useEditor((state) => state.choice.frontier);
  const planned = usePlannedClass();
  const [kind, setKind] = useState<string>("poisson");
  const [rateFactor, setRateFactor] = useState<number>(1);
  const [lost, setLost] = useState<string>("none");
  const [duration, setDuration] = useState(String(10 * MINUTE_MS));
  const [seed, setSeed] = useState<number>(1);
  const [rateValid, setRateValid] = useState(true);
  const [seedValid, setSeedValid] = useState(true);
  const { state, start, cancel } = useSimulation();

  if (!plan) {
    return (
      <EmptyState compact title="No plan chosen">
        Choose a plan in the scatter or the table; this sends it simulated requests and shows what they meet.
      </EmptyState>
    );
  }
  const pools = [...new Set(plan.operators.flatMap((operator) => operator.parts.map((part) => part.pool)))].filter((pool) =>
    infrastructure?.document.spec.pools.some((known) => known.id === pool),
  );
  const patterns = Object.entries(PATTERNS)
    .filter(([name]) => (name !== "trace" || planned?.record.trace) && (name !== "curve" || planned?.record.curve))
    .map(([value, { label }]) => ({ value, label }));
  const running = state.status === "running";
  // only plans of a run that is kept can be simulated: the server has their documents
  const unsettled = frontier !== null && isPreview(frontier);
  const run = () => {
    const durationMs = Number(duration);
    void start({
      planId: plan.id,
      durationMs,
      seed,
      arrivals: PATTERNS[kind]?.pattern ?? { kind: "poisson" },
      rateFactor,
      ...(lost !== "none" ? { poolLoss: { pool: lost, atMs: durationMs * 0.4, untilMs: durationMs * 0.6 } } : {}),
    });
  };
  const fraction = state.progress?.fraction ?? 0;
  return (
    <div className={classes.root} data-testid="simulate">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
      >
        <h3>Simulate {plan.id}</h3>
        <Select label="Arrivals" data={patterns} value={kind} allowDeselect={false} onChange={(next) => next && setKind(next)} />
        <div className={classes.pair}>
          <NumberField
            label="Rate, times"
            min={0.01}
            max={1000}
            step={0.1}
            value={rateFactor}
            onChange={(next) => next !== undefined && setRateFactor(next)}
            onValidity={setRateValid}
          />
          <NumberField label="Seed" min={0} integer value={seed} onChange={(next) => next !== undefined && setSeed(next)} onValidity={setSeedValid} />
        </div>
        <Select
          label="Lose a pool, from 40 % to 60 % of the time"
          data={[{ value: "none", label: "None" }, ...pools]}
          value={lost}
          allowDeselect={false}
          onChange={(next) => next && setLost(next)}
        />
        <Select label="Simulated time" data={DURATIONS} value={duration} allowDeselect={false} onChange={(next) => next && setDuration(next)} />
        {running ? (
          <div className={classes.running}>
            <Progress value={Math.max(2, fraction * 100)} size={4} aria-label="Simulating" />
            <span className="t-tabular">
              {formatPercent(fraction)} · {formatCount(state.progress?.events ?? 0)} events
            </span>
            <Button variant="default" leftSection={<IconPlayerStop size={13} aria-hidden />} onClick={cancel}>
              Cancel
            </Button>
          </div>
        ) : (
          <Button type="submit" disabled={unsettled || !rateValid || !seedValid} leftSection={<IconPlayerPlay size={13} aria-hidden />}>
            Simulate
          </Button>
        )}
        {unsettled ? <p className={classes.note}>This plan is only tried. Apply or end the what-if, or wait until the last change is planned.</p> : null}
        {stale ? <p className={classes.note}>Simulates the documents as they were when this plan was made.</p> : null}
      </form>
      <div className={classes.result} aria-live="polite">
        {state.status === "failed" ? (
          <ErrorState compact title="The simulation failed" onRetry={run}>
            {state.error}
          </ErrorState>
        ) : state.simulation ? (
          <SimulationResult simulation={state.simulation} request={state.request} />
        ) : (
          <EmptyState compact title={state.status === "cancelled" ? "Cancelled" : running ? "Simulating" : "Not simulated yet"}>
            The plan's percentiles assume that slow calls coincide: mostly too high in the tail, at p50 often too low. The simulation says by how much, and what
            a spike or a lost pool does to them.
          </EmptyState>
        )}
      </div>
    </div>
  );
}
