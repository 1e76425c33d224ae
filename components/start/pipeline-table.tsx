"use client";

import { ActionIcon, Badge, Menu, Tooltip } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconArchive, IconCopy, IconDots, IconPencil } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { RouterOutputs } from "@/server/trpc/router";
import { useTRPC } from "../data/trpc";
import { certificateWords } from "../frontier/words";
import { formatAgo, formatCount, formatUsdPerHour, formatUsdPerThousand } from "../ui/format";
import { MiniFrontier } from "./mini-frontier";
import classes from "./pipeline-table.module.css";
import { RenameDialog } from "./rename-dialog";
import { useCreatePipeline } from "./use-create-pipeline";

export type StudySummary = RouterOutputs["studies"]["list"][number];

/** Pipelines as rows; the whole row leads to the pipeline. */
export function PipelineTable({ studies }: { studies: readonly StudySummary[] }) {
  const [renamed, setRenamed] = useState<StudySummary | null>(null);
  return (
    <>
      <div className={classes.scroller}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Pipeline</th>
              <th scope="col" className="t-num">
                Operators
              </th>
              <th scope="col">Infrastructure</th>
              <th scope="col">Workload</th>
              <th scope="col">Frontier</th>
              <th scope="col" className="t-num">
                Plans
              </th>
              <th scope="col" className="t-num">
                Cheapest within targets
              </th>
              <th scope="col">Updated</th>
              <th scope="col">
                <span className="t-visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {studies.map((study) => (
              <PipelineRow key={study.pipeline.id} study={study} onRename={() => setRenamed(study)} />
            ))}
          </tbody>
        </table>
      </div>
      <RenameDialog key={renamed?.pipeline.id} document={renamed?.pipeline ?? null} onClose={() => setRenamed(null)} />
    </>
  );
}

function PipelineRow({ study, onRename }: { study: StudySummary; onRename: () => void }) {
  const router = useRouter();
  const { run, pipeline } = study;
  const href = `/pipelines/${pipeline.id}`;
  return (
    <tr
      className={classes.row}
      onClick={(event) => {
        if ((event.target as Element).closest("a, button, [role=menu]")) return;
        if (event.metaKey || event.ctrlKey) window.open(href, "_blank", "noopener");
        else router.push(href);
      }}
    >
      <td>
        <Link href={href} className={classes.title}>
          {pipeline.title}
        </Link>
        {study.description ? <span className={classes.description}>{study.description}</span> : null}
      </td>
      <td className="t-num">{formatCount(study.operators)}</td>
      <td className={classes.choice}>{study.infrastructure?.title ?? <span className={classes.none}>not chosen</span>}</td>
      <td className={classes.choice}>{study.workload?.title ?? <span className={classes.none}>not chosen</span>}</td>
      <td>
        <FrontierCell study={study} />
      </td>
      <td className="t-num">{run ? formatCount(run.plans) : <span className={classes.none}>–</span>}</td>
      <td className="t-num">
        <CheapestCell run={run} />
      </td>
      <td className={classes.updated}>
        <time dateTime={pipeline.updatedAt.toISOString()} title={pipeline.updatedAt.toLocaleString()} suppressHydrationWarning>
          {formatAgo(pipeline.updatedAt, new Date())}
        </time>
      </td>
      <td>
        <RowMenu study={study} onRename={onRename} />
      </td>
    </tr>
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
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.studies.list.queryKey() });
  const failed = (error: { message: string }) => notifications.show({ color: "red", title: "Not done", message: error.message });
  const restore = useMutation(trpc.documents.restore.mutationOptions({ onSuccess: refresh, onError: failed }));
  const archive = useMutation(
    trpc.documents.archive.mutationOptions({
      onError: failed,
      onSuccess: async () => {
        await refresh();
        const id = notifications.show({
          title: `${study.pipeline.title} archived`,
          message: (
            <button
              type="button"
              className={classes.undo}
              onClick={() => {
                restore.mutate({ id: study.pipeline.id });
                notifications.hide(id);
              }}
            >
              Undo
            </button>
          ),
          color: "gray",
          autoClose: 10_000,
        });
      },
    }),
  );
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
        <Menu.Item leftSection={<IconArchive size={14} aria-hidden />} onClick={() => archive.mutate({ id: study.pipeline.id })}>
          Archive
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
