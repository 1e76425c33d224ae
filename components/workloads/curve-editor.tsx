"use client";

import { ActionIcon, Button, Textarea } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { NumberField } from "@/components/ui/number-field";
import type { QueryClass } from "@/core/documents/workload";
import classes from "./workloads.module.css";

type Curve = NonNullable<QueryClass["curve"]>;

/** A curve from pasted text: two columns (minute and rate), or one rate per line for equal steps of a day. */
export function parseCurve(text: string): Curve | string {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^[a-z_]/i.test(line));
  if (lines.length < 2) return "Paste at least two lines of numbers.";
  const rows = lines.map((line) => line.split(/[,;\t]|\s+/).map(Number));
  const wrong = rows.findIndex((row) => row.length > 2 || row.some((value) => !Number.isFinite(value) || value < 0));
  if (wrong >= 0) return `Line ${wrong + 1} (“${lines[wrong]}”) is not a minute and a rate.`;
  const step = 1440 / rows.length;
  const curve = rows.map((row, index) =>
    row.length === 1 ? { minute: index * step, rateRps: row[0] as number } : { minute: row[0] as number, rateRps: row[1] as number },
  );
  const minutes = curve.map((point) => point.minute);
  if (new Set(minutes).size < minutes.length) return "Two lines have the same minute.";
  if (Math.max(...curve.map((point) => point.rateRps)) === 0) return "Every rate is 0.";
  return curve.sort((left, right) => left.minute - right.minute);
}

/** Rates over the day, one row per change. */
export function CurveEditor({ curve, onChange }: { curve: Curve; onChange: (curve: Curve) => void }) {
  const [pasting, setPasting] = useState(false);
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const set = (index: number, change: Partial<Curve[number]>) => onChange(curve.map((point, at) => (at === index ? { ...point, ...change } : point)));
  const sort = () => {
    const sorted = [...curve].sort((left, right) => left.minute - right.minute);
    if (sorted.some((point, index) => point !== curve[index])) onChange(sorted);
  };
  const minutes = curve.map((point) => point.minute);
  return (
    <div>
      <div className={classes.curve}>
        <table>
          <thead>
            <tr>
              <th scope="col">From minute</th>
              <th scope="col">Time</th>
              <th scope="col">Rate, req/s</th>
              <th scope="col">
                <span className="t-visually-hidden">Remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {curve.map((point, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows keep their place while they are typed in
              <tr key={index}>
                <td>
                  <NumberField
                    aria-label={`Minute of row ${index + 1}`}
                    w={90}
                    min={0}
                    tight
                    value={point.minute}
                    error={minutes.indexOf(point.minute) !== index ? "twice" : undefined}
                    onChange={(minute) => minute !== undefined && set(index, { minute })}
                    onBlur={sort}
                  />
                </td>
                <td className={classes.dim}>
                  {String(Math.floor(point.minute / 60)).padStart(2, "0")}:{String(Math.floor(point.minute % 60)).padStart(2, "0")}
                </td>
                <td>
                  <NumberField
                    aria-label={`Rate of row ${index + 1}`}
                    w={110}
                    min={0}
                    tight
                    value={point.rateRps}
                    onChange={(rateRps) => rateRps !== undefined && set(index, { rateRps })}
                  />
                </td>
                <td>
                  <ActionIcon
                    aria-label={`Remove row ${index + 1}`}
                    disabled={curve.length <= 1}
                    onClick={() => onChange(curve.filter((_, at) => at !== index))}
                  >
                    <IconX size={14} aria-hidden />
                  </ActionIcon>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={classes.buttons}>
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<IconPlus size={12} aria-hidden />}
          onClick={() => onChange([...curve, { minute: (curve.at(-1)?.minute ?? 0) + 60, rateRps: curve.at(-1)?.rateRps ?? 1 }])}
        >
          Add a row
        </Button>
        <Button variant="default" size="compact-xs" onClick={() => setPasting(!pasting)} aria-expanded={pasting}>
          Paste a curve
        </Button>
      </div>
      {pasting ? (
        <div className={classes.paste}>
          <Textarea
            label="Minute and rate on each line, or one rate per line for equal steps of a day"
            autosize
            minRows={4}
            maxRows={10}
            value={text}
            error={problem}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button
            size="compact-xs"
            onClick={() => {
              const parsed = parseCurve(text);
              if (typeof parsed === "string") return setProblem(parsed);
              setProblem(null);
              setPasting(false);
              onChange(parsed);
            }}
          >
            Replace the curve
          </Button>
        </div>
      ) : null}
    </div>
  );
}
