"use client";

import { Button, Modal, Select, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconPlus, IconUsersGroup } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { LoadError } from "@/components/data/load-error";
import { useTRPC } from "@/components/data/trpc";
import { DocumentMenu } from "@/components/documents/document-menu";
import { TopBar } from "@/components/shell/top-bar";
import { formatCount, formatNumber, NO_DATA_SHORT } from "@/components/ui/format";
import { ListRow, WhenCell } from "@/components/ui/list-table";
import { EmptyState, TableSkeleton } from "@/components/ui/state-view";
import type { RouterOutputs } from "@/server/trpc/router";
import classes from "./workloads.module.css";

type Workload = RouterOutputs["workloads"]["list"][number];

const KINDS = { rate: "rate", curve: "daily curve", trace: "trace", file: "trace file", none: "not known" } as const;

/** All workloads: for whom plans are made, how many requests that is, and how bursty. */
export function WorkloadsPage() {
  const trpc = useTRPC();
  const workloads = useQuery({ ...trpc.workloads.list.queryOptions(), staleTime: 0 });
  const [making, setMaking] = useState(false);
  const create = (
    <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setMaking(true)}>
      New workload
    </Button>
  );
  return (
    <>
      <TopBar />
      <main id="main" className={classes.main}>
        <div className={classes.head}>
          <h1>Workloads</h1>
          {workloads.data ? <span className={classes.dim}>{workloads.data.length}</span> : null}
          <span className={classes.space} />
          {create}
        </div>
        <div className={classes.list}>
          {workloads.data ? (
            workloads.data.length === 0 ? (
              <EmptyState icon={<IconUsersGroup size={32} stroke={1.3} aria-hidden />} title="No workloads yet" action={create}>
                A workload says how many requests of which kind come, when, and what they must keep to.
              </EmptyState>
            ) : (
              <Table workloads={workloads.data} />
            )
          ) : workloads.isError ? (
            <LoadError what="The workloads" query={workloads} />
          ) : (
            <TableSkeleton label="Loading workloads" />
          )}
        </div>
      </main>
      <NewWorkload opened={making} onClose={() => setMaking(false)} />
    </>
  );
}

function Table({ workloads }: { workloads: readonly Workload[] }) {
  return (
    <table className={classes.table} data-testid="workloads">
      <thead>
        <tr>
          <th scope="col">Workload</th>
          <th scope="col">Class</th>
          <th scope="col">Pipeline</th>
          <th scope="col">Arrivals</th>
          <th scope="col" className="t-num">
            Mean req/s
          </th>
          <th scope="col" className="t-num">
            Peak req/s
          </th>
          <th scope="col" className="t-num">
            CV
          </th>
          <th scope="col" className="t-num">
            Targets
          </th>
          <th scope="col" className="t-num">
            Used by
          </th>
          <th scope="col">Updated</th>
          <th scope="col">
            <span className="t-visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {workloads.map((workload) =>
          workload.classes.map((entry, index) => (
            <ListRow key={`${workload.id} ${entry.id}`} href={`/workloads/${workload.id}`} data-first={index === 0 || undefined}>
              <td>
                {index === 0 ? (
                  <Link href={`/workloads/${workload.id}`} className={classes.name}>
                    {workload.title}
                  </Link>
                ) : null}
              </td>
              <td>{entry.title ?? entry.id}</td>
              <td className={classes.dim}>{entry.pipeline}</td>
              <td>{KINDS[entry.arrivals.kind]}</td>
              <td className="t-num">{entry.arrivals.meanRps === null ? NO_DATA_SHORT : formatNumber(entry.arrivals.meanRps)}</td>
              <td className="t-num">{entry.arrivals.peakRps === null ? NO_DATA_SHORT : formatNumber(entry.arrivals.peakRps)}</td>
              <td className="t-num">
                {entry.arrivals.verdict?.kind === "burstier" ? (
                  <span className={classes.bursty} title={entry.arrivals.verdict.message}>
                    <IconAlertTriangle size={12} aria-label="far burstier than Poisson" /> {formatNumber(entry.arrivals.cv)}
                  </span>
                ) : entry.arrivals.cv === null ? (
                  NO_DATA_SHORT
                ) : (
                  formatNumber(entry.arrivals.cv)
                )}
              </td>
              <td className="t-num">{formatCount(entry.targets)}</td>
              <td className="t-num">{index === 0 ? formatCount(workload.usedBy) : ""}</td>
              {index === 0 ? <WhenCell when={workload.updatedAt} /> : <td />}
              <td>{index === 0 ? <DocumentMenu document={workload} list="/workloads" /> : null}</td>
            </ListRow>
          )),
        )}
      </tbody>
    </table>
  );
}

function NewWorkload({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const trpc = useTRPC();
  const router = useRouter();
  const documents = useQuery({ ...trpc.documents.list.queryOptions({ kind: "Pipeline" }), enabled: opened });
  const [title, setTitle] = useState("");
  const [pipeline, setPipeline] = useState<string | null>(null);
  const create = useMutation(trpc.documents.create.mutationOptions({ onSuccess: (view) => router.push(`/workloads/${view.id}`) }));
  return (
    <Modal opened={opened} onClose={onClose} title="New workload">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate({ kind: "Workload", title: title.trim() || "Untitled workload", ...(pipeline ? { pipelineName: pipeline } : {}) });
        }}
      >
        <TextInput label="Name" value={title} maxLength={200} data-autofocus onChange={(event) => setTitle(event.currentTarget.value)} />
        <Select
          label="Pipeline it sends requests to"
          searchable
          data={(documents.data ?? []).map((document) => ({ value: document.name, label: document.title }))}
          value={pipeline}
          onChange={setPipeline}
        />
        {create.error ? (
          <p className={classes.refused} role="alert">
            {create.error.message}
          </p>
        ) : null}
        <div className={classes.buttons}>
          <span className={classes.space} />
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!pipeline} loading={create.isPending}>
            Create
          </Button>
        </div>
      </form>
    </Modal>
  );
}
