"use client";

import { Badge, Button, CloseButton, Popover, Progress, Tooltip, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { Exclusion, FrontierDocument, Infeasible } from "../../core/documents/frontier";
import { semanticKey } from "../../core/graph/edit-semantic-key";
import { useTRPC } from "../data/trpc";
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

const MOST_CHANGES = 3;

/** From what the page itself has seen changing; of plans that were out of date when it was opened, the server knows what they were made from. */
function useStaleWords(): string {
  const planned = useEditor((state) => state.choice.plannedKey);
  const pipelineId = useEditor((state) => state.document.documentId);
  const now = useEditor((state) => semanticKey(state.document.tables, state.choice.workload?.id));
  const seen = staleWords(planned, now);
  const { data = [] } = useQuery({ ...useTRPC().runs.changed.queryOptions({ pipelineId }), enabled: seen === null, staleTime: 0 });
  if (seen !== null) return seen;
  const more = data.length - MOST_CHANGES;
  return data.length > 0 ? `${data.slice(0, MOST_CHANGES).join("; ")}${more > 0 ? ` and ${more} more` : ""}` : "what they were made from";
}

/** The frontier on show was planned for other documents than those on the page. */
export function StaleNotice({ onPlan }: { onPlan: () => void }) {
  const words = useStaleWords();
  return (
    <Tooltip label={`Changed since these plans were made: ${words}.`} multiline w={280}>
      <Button
        variant="default"
        size="compact-xs"
        className={classes.stale}
        leftSection={<IconAlertTriangle size={12} aria-hidden />}
        rightSection={<IconRefresh size={12} aria-hidden />}
        onClick={onPlan}
        data-testid="stale-banner"
        aria-label={`These plans are out of date. Changed: ${words}. Plan again`}
      >
        Out of date<span className={classes.changed}>: {words}</span>
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
