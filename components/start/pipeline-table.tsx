"use client";

import { ActionIcon, Badge, Menu, Tooltip } from "@mantine/core";
import { IconArchive, IconCopy, IconDots, IconPencil } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { RouterOutputs } from "@/server/trpc/router";
import { useTRPC } from "../data/trpc";
import { useArchive } from "../documents/use-archive";
import { certificateWords } from "../frontier/words";
import { formatCount, formatUsdPerHour, formatUsdPerThousand } from "../ui/format";
import { ListRow, ListTable, NameCell, WhenCell } from "../ui/list-table";
import { MiniFrontier } from "./mini-frontier";
import classes from "./pipeline-table.module.css";
import { RenameDialog } from "./rename-dialog";
import { useCreatePipeline } from "./use-create-pipeline";

export type StudySummary = RouterOutputs["studies"]["list"][number];

const COLUMNS = [
  { title: "Pipeline" },
  { title: "Operators", numbers: true },
  { title: "Infrastructure" },
  { title: "Workload" },
  { title: "Frontier" },
  { title: "Plans", numbers: true },
  { title: "Cheapest within targets", numbers: true },
  { title: "Updated" },
  { title: "Actions", untitled: true },
];

/** Pipelines as rows; the whole row leads to the pipeline. */
export function PipelineTable({ studies }: { studies: readonly StudySummary[] }) {
  const [renamed, setRenamed] = useState<StudySummary | null>(null);
  return (
    <>
      <ListTable columns={COLUMNS}>
        {studies.map((study) => (
          <PipelineRow key={study.pipeline.id} study={study} onRename={() => setRenamed(study)} />
        ))}
      </ListTable>
      <RenameDialog key={renamed?.pipeline.id} document={renamed?.pipeline ?? null} onClose={() => setRenamed(null)} />
    </>
  );
}

function PipelineRow({ study, onRename }: { study: StudySummary; onRename: () => void }) {
  const { run, pipeline } = study;
  const href = `/pipelines/${pipeline.id}`;
  return (
    <ListRow href={href}>
      <NameCell href={href} title={pipeline.title} description={study.description} />
      <td className="t-num">{formatCount(study.operators)}</td>
      <td className={classes.choice} data-phone>
        {study.infrastructure?.title ?? <span className={classes.none}>not chosen</span>}
      </td>
      <td className={classes.choice}>{study.workload?.title ?? <span className={classes.none}>not chosen</span>}</td>
      <td data-phone>
        <FrontierCell study={study} />
      </td>
      <td className="t-num">{run ? formatCount(run.plans) : <span className={classes.none}>–</span>}</td>
      <td className="t-num" data-phone>
        <CheapestCell run={run} />
      </td>
      <WhenCell when={pipeline.updatedAt} />
      <td>
        <RowMenu study={study} onRename={onRename} />
      </td>
    </ListRow>
  );
}

function FrontierCell({ study: { run, active } }: { study: StudySummary }) {
  if (active) return <Badge color="indigo">{active.status === "queued" ? "Queued" : "Planning"}</Badge>;
  if (!run) return <span className={classes.none}>not planned</span>;
  if (run.status === "failed")
    return (
      <Badge color="red" variant="outline">
        Failed
      </Badge>
    );
  if (run.plans === 0)
    return (
      <Badge color="gray" variant="outline">
        Infeasible
      </Badge>
    );
  const certificate = run.certificate ? certificateWords(run.certificate, run.plans) : null;
  return (
    <div className={classes.frontier}>
      <MiniFrontier objectives={run.objectives} vectors={run.vectors} plans={run.plans} faded={run.stale} />
      <div className={classes.badges}>
        {certificate ? (
          <Tooltip label={certificate.long} multiline w={300}>
            <span className={classes.certificate}>{certificate.short}</span>
          </Tooltip>
        ) : null}
        {run.stale ? (
          <Tooltip label="Something changed since these plans were made">
            <span className={classes.stale}>stale</span>
          </Tooltip>
        ) : null}
      </div>
    </div>
  );
}

function CheapestCell({ run }: { run: StudySummary["run"] }) {
  const cheapest = run?.cheapest;
  if (!cheapest) return <span className={classes.none}>–</span>;
  const text = cheapest.costPerHourUsd === null ? formatUsdPerThousand(cheapest.costPerThousandUsd) : formatUsdPerHour(cheapest.costPerHourUsd);
  if (cheapest.targets > 0 && !cheapest.meetsTargets)
    return (
      <Tooltip label={`The cheapest plan costs ${text} and misses a target`}>
        <span className={classes.none}>none meets them</span>
      </Tooltip>
    );
  return <>{text}</>;
}

function RowMenu({ study, onRename }: { study: StudySummary; onRename: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { fromExample } = useCreatePipeline();
  const archive = useArchive(study.pipeline, () => queryClient.invalidateQueries({ queryKey: trpc.studies.list.queryKey() }));
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`Actions for ${study.pipeline.title}`}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={14} aria-hidden />} onClick={onRename}>
          Rename
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy size={14} aria-hidden />} onClick={() => void fromExample(study.pipeline.id)}>
          Duplicate
        </Menu.Item>
        <Menu.Item leftSection={<IconArchive size={14} aria-hidden />} onClick={archive}>
          Archive
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
