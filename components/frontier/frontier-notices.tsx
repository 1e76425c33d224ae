"use client";

import { Badge, Button, CloseButton, Popover, Progress, Tooltip, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";
import type { Exclusion, FrontierDocument, Infeasible } from "../../core/documents/frontier";
import { semanticKey } from "../../core/graph/edit-semantic-key";
import type { PlanRun } from "../editor/editor-state";
import { useEditor } from "../editor/editor-store";
import { plural } from "../ui/format";
import classes from "./frontier-notices.module.css";
import { staleWords } from "./stale-words";
import { certificateWords } from "./words";

/** What is proven about the plans shown. */
export function CertificateBadge({ frontier }: { frontier: FrontierDocument }) {
  const { certificate, plans } = frontier.spec;
  const words = certificateWords(certificate, plans.length);
  return (
    <Tooltip label={words.long} multiline w={320}>
      <Badge
        component="button"
        type="button"
        variant="light"
        color={certificate.kind === "partial" ? "yellow" : "gray"}
        className={classes.certificate}
        data-testid="certificate"
        aria-label={`${words.short}. ${words.long}`}
      >
        {words.short}
      </Badge>
    </Tooltip>
  );
}

/** Configurations that were left out, each with its reason. */
export function ExcludedButton({ excluded }: { excluded: readonly Exclusion[] }) {
  if (excluded.length === 0) return null;
  return (
    <Popover width={420} position="top-end">
      <Popover.Target>
        <UnstyledButton className={classes.link}>{plural(excluded.length, "configuration")} left out</UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.excluded}>
        <table>
          <thead>
            <tr>
              <th scope="col">Operator</th>
              <th scope="col">Implementation</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {excluded.map((item) => (
              <tr key={`${item.operator} ${item.implementation} ${item.reason}`}>
                <td>{item.operator}</td>
                <td>{item.implementation}</td>
                <td>{item.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Popover.Dropdown>
    </Popover>
  );
}

/** What is tried, so that nobody takes it for what is. */
export function WhatIfNotice({ words, onOpen, onReset }: { words: readonly string[]; onOpen: () => void; onReset: () => void }) {
  return (
    <span className={classes.trial} data-testid="what-if-notice">
      <UnstyledButton className={classes.link} onClick={onOpen} title={words.join(", ")}>
        What if: {words.slice(0, 2).join(", ")}
        {words.length > 2 ? ` and ${words.length - 2} more` : ""}
      </UnstyledButton>
      <CloseButton size={24} iconSize={12} aria-label="End the what-if" onClick={onReset} />
    </span>
  );
}

/** What was asked for last has no plan; those on show are of before. */
export function LiveNotice({ infeasible, error }: { infeasible: Infeasible | null; error: string | null }) {
  const text = error ?? infeasible?.binding[0]?.message ?? "No plan meets every hard target.";
  return (
    <Tooltip label={error ? text : `${text} The plans on show are those of before.`} multiline w={320}>
      <Badge component="button" type="button" variant="light" color={error ? "red" : "yellow"} className={classes.certificate} data-testid="live-notice">
        {error ? "Not planned" : "Not feasible"}
      </Badge>
    </Tooltip>
  );
}

function useStaleWords(): string {
  const planned = useEditor((state) => state.choice.plannedKey);
  const now = useEditor((state) => semanticKey(state.document.tables, state.choice.workload?.id));
  return staleWords(planned, now) ?? "the infrastructure, a catalogue, or a setting of the workload";
}

/** The frontier on show was planned for other documents than those on the page. */
export function StaleNotice({ onPlan }: { onPlan: () => void }) {
  return (
    <Tooltip label={`Changed since these plans were made: ${useStaleWords()}.`} multiline w={280}>
      <Button
        variant="default"
        size="compact-xs"
        className={classes.stale}
        leftSection={<IconAlertTriangle size={12} aria-hidden />}
        rightSection={<IconRefresh size={12} aria-hidden />}
        onClick={onPlan}
        data-testid="stale-banner"
        aria-label="These plans are out of date. Plan again"
      >
        Out of date
      </Button>
    </Tooltip>
  );
}

/** How far a run is, as a line that moves nothing, and in numbers for narrow screens. */
export function RunProgress({ run }: { run: PlanRun }) {
  const fraction = run.progress?.fraction ?? null;
  return (
    <Progress
      value={fraction === null ? 100 : Math.max(2, fraction * 100)}
      animated={fraction === null}
      striped={fraction === null}
      size={2}
      radius={0}
      className={classes.bar}
      aria-label="Planning"
    />
  );
}
