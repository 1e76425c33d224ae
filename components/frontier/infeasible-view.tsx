"use client";

import { Badge, Button } from "@mantine/core";
import { IconBan } from "@tabler/icons-react";
import type { Infeasible } from "../../core/documents/frontier";
import type { Slo } from "../../core/documents/workload";
import { useEditorActions } from "../editor/editor-store";
import { formatObjective, formatObjectiveExact } from "../ui/format";
import { usePlannedClass } from "./frontier-data";
import classes from "./infeasible-view.module.css";
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

  const { binding, nearest, conflict } = infeasible;
  return (
    <section className={classes.root} aria-label="Why nothing is feasible" data-testid="infeasible">
      <header className={classes.head}>
        <IconBan size={20} stroke={1.6} aria-hidden />
        <div>
          <h2>No plan is feasible</h2>
          <p>
            {conflict.length > 1
              ? `These ${conflict.length} targets cannot hold together; any one of them would have to give.`
              : "What stands in the way, and the nearest that would work."}
          </p>
        </div>
      </header>
      <div className={classes.columns}>
        <div>
          <h3>What binds</h3>
          <ol className={classes.list}>
            {binding.map((item) => (
              <li key={item.message}>
                <Badge variant="outline" color="gray">
                  {KINDS[item.kind]}
                </Badge>
                <span>{item.message}</span>
              </li>
            ))}
          </ol>
          {conflict.length > 0 ? (
            <>
              <h3>{conflict.length === 1 ? "This target alone is out of reach" : "In conflict"}</h3>
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
            <h3>Change one target and it works</h3>
            <ul className={classes.nearest}>
              {nearest.map(({ slo, feasibleValue, message }) => {
                const value = feasibleValue === null ? null : roundedToSafeSide(slo, feasibleValue);
                return (
                  <li key={`${sloWords(slo)} ${message}`}>
                    <div>
                      <span className={classes.target}>{sloWords(slo)}</span>
                      <span className={classes.to} title={message}>
                        {value === null ? message : <>nearest feasible {formatObjectiveExact(slo.metric, value)}</>}
                      </span>
                    </div>
                    {value !== null && planned ? (
                      <Button variant="default" size="compact-sm" onClick={() => relax(slo, value)}>
                        Set to {formatObjective(slo.metric, value)}
                      </Button>
                    ) : null}
                  </li>
                );
              })}
            </ul>
          </div>
        ) : null}
      </div>
    </section>
  );
}
