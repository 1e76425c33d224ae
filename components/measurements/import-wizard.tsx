"use client";

import { Button, Stepper } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useEffect, useMemo, useState } from "react";
import { LoadError } from "@/components/data/load-error";
import { reportOf, useTRPC } from "@/components/data/trpc";
import { TopBar } from "@/components/shell/top-bar";
import { TableSkeleton } from "@/components/ui/state-view";
import type { RouterOutputs } from "@/server/trpc/router";
import { ChangesTable } from "./changes-table";
import { ColumnsStep } from "./columns-step";
import { FileDrop, formatSize } from "./file-drop";
import { ImportDone } from "./import-done";
import classes from "./measurements.module.css";
import { RowsStep } from "./rows-step";
import { importInput, initialChoice, missingOf, type Preselected, type TargetChoice } from "./target-model";
import { TargetStep } from "./target-step";
import { useMeasurementFile } from "./use-measurement-file";

const PREVIEW_DELAY_MS = 300;

/** From a file of measurements to operating points of a catalogue, in four steps; nothing is stored before the last. */
export function ImportWizard({ preselected }: { preselected: Preselected }) {
  const trpc = useTRPC();
  const targets = useQuery({ ...trpc.measurements.targets.queryOptions(), staleTime: 0 });
  const source = useMeasurementFile();
  const [step, setStep] = useState(0);
  const [partial, setPartial] = useState(false);
  const [choice, setChoice] = useState<TargetChoice | null>(null);
  const [done, setDone] = useState<RouterOutputs["measurements"]["import"] | null>(null);
  const queryClient = useQueryClient();
  const preview = useMutation(trpc.measurements.preview.mutationOptions());
  const save = useMutation(
    trpc.measurements.import.mutationOptions({
      onSuccess: (result) => {
        setDone(result);
        setStep(4);
        void queryClient.invalidateQueries();
      },
    }),
  );
  const { read, file } = source;
  const points = read?.points ?? [];
  const missing = targets.data && choice ? missingOf(targets.data, choice, points) : null;
  const input = useMemo(
    () => (targets.data && choice && read && missing === null ? importInput(targets.data, choice, read.points) : null),
    [targets.data, choice, read, missing],
  );
  const askPreview = preview.mutate;
  useEffect(() => {
    if (!input || step !== 3) return;
    const timer = setTimeout(() => askPreview(input), PREVIEW_DELAY_MS);
    return () => clearTimeout(timer);
  }, [input, step, askPreview]);

  const restart = () => {
    source.choose(null);
    setStep(0);
    setDone(null);
    setChoice(null);
    setPartial(false);
    save.reset();
    preview.reset();
  };
  const toRows = async () => {
    setStep(2);
    setPartial(false);
    const result = await source.start();
    if (!result) setStep(1);
  };
  const toTarget = () => {
    if (!targets.data || !read || !file) return;
    setChoice(initialChoice(read.points, file.name, targets.data, preselected, new Date().toISOString().slice(0, 10)));
    setStep(3);
  };
  const sampleFails =
    source.preview?.sample !== null && source.preview?.sample !== undefined && source.preview.sample.points.length === 0 && source.preview.table !== null;
  const acceptable = read !== null && read.points.length > 0 && (read.rowsRejected === 0 || partial);

  return (
    <div className={classes.page}>
      <TopBar
        title={
          <>
            <Link href="/catalogue" className={classes.up}>
              Catalogue
            </Link>
            <span className={classes.dim}>/</span>
            <span>Import measurements</span>
          </>
        }
      />
      <main id="main" className={classes.main}>
        <h1 className="t-visually-hidden">Import measurements</h1>
        <Stepper
          active={step}
          size="xs"
          iconSize={22}
          allowNextStepsSelect={false}
          onStepClick={(next) => (next < step && step < 4 ? setStep(next) : undefined)}
          className={classes.stepper}
        >
          <Stepper.Step label="File" />
          <Stepper.Step label="Columns and units" />
          <Stepper.Step label="Rows" />
          <Stepper.Step label="Where it goes" />
        </Stepper>
        {source.error ? (
          <p className={classes.refused} role="alert" data-testid="import-refused">
            {source.error}
          </p>
        ) : null}
        {targets.isError ? <LoadError what="The catalogues" query={targets} /> : null}
        <section className={classes.card} aria-label="Step">
          {step === 0 || !file ? (
            <FileDrop
              hint="CSV or JSON with a row per operating point; results of vllm bench, GuideLLM, Triton perf analyzer, locust and k6; a request log of up to 1 GiB."
              onFile={(next) => {
                source.choose(next);
                setStep(1);
              }}
            />
          ) : step === 1 ? (
            <>
              <FileLine file={file} onOther={restart} />
              {source.preview && targets.data ? (
                <ColumnsStep preview={source.preview} options={source.options} targets={targets.data} onChange={source.change} />
              ) : source.error ? null : (
                <TableSkeleton label="Looking at the file" />
              )}
            </>
          ) : step === 2 ? (
            <>
              <FileLine file={file} onOther={restart} />
              <RowsStep
                progress={source.progress}
                read={read}
                partial={partial}
                onPartial={setPartial}
                onCancel={() => {
                  source.cancel();
                  setStep(1);
                }}
              />
            </>
          ) : step === 3 && targets.data && choice ? (
            <div className={classes.columns}>
              <TargetStep points={points} targets={targets.data} choice={choice} onChange={setChoice} />
              <div className={classes.preview} aria-live="polite">
                <h2 className={classes.previewTitle}>What changes</h2>
                {missing ? (
                  <p className={classes.dim}>{missing}</p>
                ) : preview.error ? (
                  <p className={classes.refused} role="alert">
                    {preview.error.message}
                  </p>
                ) : preview.data ? (
                  preview.data.outcomes.map((outcome) => <ChangesTable key={outcome.name} outcome={outcome} />)
                ) : (
                  <TableSkeleton rows={4} label="Working out what changes" />
                )}
              </div>
            </div>
          ) : done ? (
            <ImportDone result={done} onAnother={restart} />
          ) : null}
        </section>
        {save.error ? (
          <p className={classes.refused} role="alert">
            {save.error.message} {reportOf(save.error)?.code === "version-conflict" ? "Load the page again to start from the newer version." : ""}
          </p>
        ) : null}
        {step > 0 && step < 4 && file ? (
          <footer className={classes.footer}>
            <Button variant="default" onClick={() => setStep(step - 1)} disabled={source.progress !== null || save.isPending}>
              Back
            </Button>
            {step === 1 ? (
              <Button
                disabled={!source.preview || sampleFails || source.looking || source.preview.problem !== null}
                loading={source.looking && source.preview !== null}
                onClick={() => void toRows()}
              >
                Read the whole file
              </Button>
            ) : step === 2 ? (
              <Button disabled={!acceptable || !targets.data} onClick={toTarget}>
                Continue
              </Button>
            ) : (
              <Button disabled={!input || preview.isError} loading={save.isPending} onClick={() => input && save.mutate(input)}>
                {choice?.catalogueId
                  ? `Import as version ${(targets.data?.catalogues.find((entry) => entry.id === choice.catalogueId)?.version ?? 0) + 1}`
                  : "Import into a new catalogue"}
              </Button>
            )}
          </footer>
        ) : null}
      </main>
    </div>
  );
}

function FileLine({ file, onOther }: { file: File; onOther: () => void }) {
  return (
    <p className={classes.fileLine}>
      <strong>{file.name}</strong> <span className={classes.dim}>{formatSize(file.size)}</span>
      <Button variant="subtle" size="compact-xs" onClick={onOther}>
        Another file
      </Button>
    </p>
  );
}
