"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { MeasurementsPreview, ReadMeasurements, ReadOptions } from "@/server/importers/measurements/read-measurements";
import { previewFile, readFile } from "./upload";

export interface MeasurementFile {
  file: File | null;
  options: ReadOptions;
  preview: MeasurementsPreview | null;
  looking: boolean;
  /** Share of the file read so far; null when it is not being read. */
  progress: number | null;
  read: ReadMeasurements | null;
  error: string | null;
  choose: (file: File | null, options?: ReadOptions) => void;
  change: (options: ReadOptions) => void;
  start: () => Promise<ReadMeasurements | null>;
  cancel: () => void;
}

const LOOK_DELAY_MS = 200;

/** A chosen file: looked at when it or its options change, read as a whole when asked. */
export function useMeasurementFile(wantsTrace = false): MeasurementFile {
  const [file, setFile] = useState<File | null>(null);
  const [options, setOptions] = useState<ReadOptions>({});
  const [preview, setPreview] = useState<MeasurementsPreview | null>(null);
  const [looking, setLooking] = useState(false);
  const [progress, setProgress] = useState<number | null>(null);
  const [read, setRead] = useState<ReadMeasurements | null>(null);
  const [error, setError] = useState<string | null>(null);
  const reading = useRef<AbortController | null>(null);

  useEffect(() => {
    if (!file) return;
    const stop = new AbortController();
    setLooking(true);
    const timer = setTimeout(() => {
      previewFile(file, options, stop.signal)
        .then((found) => {
          setPreview(found);
          setError(null);
        })
        .catch((failure: unknown) => {
          if (stop.signal.aborted) return;
          setPreview(null);
          setError(failure instanceof Error ? failure.message : String(failure));
        })
        .finally(() => {
          if (!stop.signal.aborted) setLooking(false);
        });
    }, LOOK_DELAY_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [file, options]);
  useEffect(() => () => reading.current?.abort(), []);

  const cancel = useCallback(() => {
    reading.current?.abort();
    reading.current = null;
    setProgress(null);
  }, []);
  const choose = useCallback(
    (next: File | null, nextOptions: ReadOptions = {}) => {
      cancel();
      setFile(next);
      setOptions(nextOptions);
      setPreview(null);
      setRead(null);
      setError(null);
      if (!next) setLooking(false);
    },
    [cancel],
  );
  const change = useCallback(
    (next: ReadOptions) => {
      cancel();
      setRead(null);
      setOptions(next);
    },
    [cancel],
  );
  const start = useCallback(async () => {
    const format = options.format ?? preview?.format;
    if (!file || !format) return null;
    const stop = new AbortController();
    reading.current = stop;
    setProgress(0);
    setError(null);
    try {
      const result = await readFile(file, { ...options, format }, { wantsTrace, onProgress: setProgress, signal: stop.signal });
      setRead(result);
      return result;
    } catch (failure) {
      if (!stop.signal.aborted) setError(failure instanceof Error ? failure.message : String(failure));
      return null;
    } finally {
      if (reading.current === stop) {
        reading.current = null;
        setProgress(null);
      }
    }
  }, [file, options, preview, wantsTrace]);
  return { file, options, preview, looking, progress, read, error, choose, change, start, cancel };
}
