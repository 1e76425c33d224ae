"use client";

import { Button } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { useRef, useState } from "react";
import classes from "./measurements.module.css";

export function formatSize(bytes: number): string {
  if (bytes >= 2 ** 30) return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  if (bytes >= 2 ** 20) return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  return `${Math.ceil(bytes / 1024).toLocaleString("en-US")} KiB`;
}

interface FileDropProps {
  onFile: (file: File) => void;
  hint: string;
}

/** Where a file is dropped or chosen. */
export function FileDrop({ onFile, hint }: FileDropProps) {
  const input = useRef<HTMLInputElement | null>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file) onFile(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button does the same
    <div
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      <IconFileUpload size={28} stroke={1.3} aria-hidden />
      <p>Drop a file here, or</p>
      <Button variant="default" onClick={() => input.current?.click()}>
        Choose a file
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="Measurement file"
        accept=".csv,.tsv,.txt,.json,.jsonl,.log"
        onChange={(event) => take(event.currentTarget.files)}
      />
      <p className={classes.dim}>{hint}</p>
    </div>
  );
}
