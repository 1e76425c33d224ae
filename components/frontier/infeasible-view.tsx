"use client";

import { Badge, Button } from "@mantine/core";
import { IconBan } from "@tabler/icons-react";
import type { Infeasible } from "../../core/documents/frontier";
import type { Slo } from "../../core/documents/workload";
import { useEditorActions } from "../editor/editor-store";
import { formatObjectiveExact } from "../ui/format";
import { usePlannedClass } from "./frontier-data";
import classes from "./infeasible-view.module.css";
import { bindingLines, infeasibleHead } from "./infeasible-words";
import { usePlanActions } from "./plan-run";
import { indexOfTarget, roundedToSafeSide, useSetTarget } from "./slo-edits";
import { sloWords } from "./words";

const KINDS: Record<Infeasible["binding"][number]["kind"], string> = {
  slo: "Target",
  capacity: "Capacity",
  link: "Link",
  memory: "Memory",
  options: "Options",
};

/** Why nothing is feasible, and what would be: each nearest value is one click away. */
export function InfeasibleView({ infeasible }: { infeasible: Infeasible }) {
  const planned = usePlannedClass();
  const actions = useEditorActions();
  const setTarget = useSetTarget();
  const { start } = usePlanActions();

  const relax = (slo: Slo, value: number) => {
    const changed = setTarget(indexOfTarget(planned?.record.slos ?? [], slo), value, { label: "Relax target" });
    actions.sealEdit();
    if (changed) void start();
  };

  const { nearest, conflict, together = [] } = infeasible;
  const helps = nearest.filter(({ feasibleValue }) => feasibleValue !== null);
  const relaxAll = () => {
    let changed = false;
    for (const { slo, value } of together) {
      const index = indexOfTarget(planned?.record.slos ?? [], slo);
      changed = setTarget(index, roundedToSafeSide(slo, value), { label: "Relax targets", coalesce: "relax-all" }) || changed;
    }
    actions.sealEdit();
    if (changed) void start();
  };
  return (
    <section className={classes.root} aria-label="Why nothing is feasible" data-testid="infeasible">
      <header className={classes.head}>
        <IconBan size={20} stroke={1.6} aria-hidden />
        <div>
          <h2>No plan is feasible</h2>
          <p>{infeasibleHead(infeasible)}</p>
        </div>
      </header>
      <div className={classes.columns}>
        <div>
          <h3>What binds</h3>
          <ol className={classes.list}>
            {bindingLines(infeasible).map(({ kind, text }) => (
              <li key={text}>
                <Badge variant="outline" color="gray" style={{ flex: "none" }}>
                  {KINDS[kind]}
                </Badge>
                <span>{text}</span>
              </li>
            ))}
          </ol>
          {conflict.length > 1 ? (
            <>
              <h3>In conflict</h3>
              <ul className={classes.list}>
                {conflict.map((slo) => (
                  <li key={sloWords(slo)}>{sloWords(slo)}</li>
                ))}
              </ul>
            </>
          ) : null}
        </div>
        {nearest.length > 0 ? (
          <div>
            <h3>
              {helps.length === 0
                ? "No single change is enough"
                : helps.length === 1
                  ? "Change this target and it works"
                  : "Change one of these targets and it works"}
            </h3>
            {helps.length === 0 && together.length === 0 ? <p>Whatever value one of the targets had, the others would still rule out every plan.</p> : null}
            <ul className={classes.nearest}>
              {helps.map(({ slo, feasibleValue }) => {
                const value = roundedToSafeSide(slo, feasibleValue as number);
                return (
                  <li key={sloWords(slo)}>
                    <div>
                      <span className={classes.target}>{sloWords(slo)}</span>
                      <span className={classes.to}>nearest feasible {formatObjectiveExact(slo.metric, value)}</span>
                    </div>
                    {planned ? (
                      <Button variant="default" size="compact-sm" onClick={() => relax(slo, value)}>
                        Set to {formatObjectiveExact(slo.metric, value)}
                      </Button>
                    ) : null}
                  </li>
                );
              })}
              {together.map(({ slo, value }) => (
                <li key={`together ${sloWords(slo)}`}>
                  <div>
                    <span className={classes.target}>{sloWords(slo)}</span>
                    <span className={classes.to}>reachable together {formatObjectiveExact(slo.metric, roundedToSafeSide(slo, value))}</span>
                  </div>
                </li>
              ))}
            </ul>
            {together.length > 0 && planned ? (
              <Button mt={8} size="compact-sm" onClick={relaxAll}>
                {together.length === 1 ? "Set it to the nearest reachable" : "Set all to the nearest reachable"}
              </Button>
            ) : null}
          </div>
        ) : null}
      </div>
    </section>
  );
}
