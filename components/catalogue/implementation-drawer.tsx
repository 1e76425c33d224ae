"use client";

import { Button, Drawer } from "@mantine/core";
import { IconChartDots, IconPencil } from "@tabler/icons-react";
import Link from "next/link";
import { taskInfo } from "@/core/graph/task-ports";
import { EvidenceTag } from "../documents/evidence-mark";
import { SourceText } from "../documents/source-text";
import { formatMs, formatQuality, formatUsd, plural } from "../ui/format";
import classes from "./catalogue.module.css";
import type { Listed } from "./catalogue-filter";

/** One implementation at a glance: figures, evidence and every source; the catalogue's page has them row by row. */
export function ImplementationDrawer({ entry, onClose }: { entry: Listed | null; onClose: () => void }) {
  return (
    <Drawer opened={entry !== null} onClose={onClose} position="right" size={520} title={entry?.title ?? entry?.name ?? ""}>
      {entry ? <Content entry={entry} /> : null}
    </Drawer>
  );
}

function Content({ entry }: { entry: Listed }) {
  const tokens = entry.pricePerMillionTokensUsd;
  const rows: [string, string | null][] = [
    ["Name", entry.name],
    ["Task", taskInfo(entry.task).title],
    ["Model", entry.model ?? "figures of its own"],
    ["Configurations", entry.configurations > 1 ? plural(entry.configurations, "combination of knobs", "combinations of knobs") : "one"],
    [
      "Quality",
      entry.quality &&
        `${formatQuality(entry.quality.low)}${entry.quality.low === entry.quality.high ? "" : ` – ${formatQuality(entry.quality.high)}`}${entry.quality.metric ? `, ${entry.quality.metric}` : ""}${entry.quality.dataset ? ` on ${entry.quality.dataset}` : ""}`,
    ],
    ["Time of a call", entry.latencyMs && `${formatMs(entry.latencyMs.low)} – ${formatMs(entry.latencyMs.high)}`],
    ["Time per output token", entry.tpotMs && `${formatMs(entry.tpotMs.low)} – ${formatMs(entry.tpotMs.high)}`],
    [
      "Price",
      tokens
        ? `${formatUsd(tokens.input)} in, ${formatUsd(tokens.output)} out per 1M tokens`
        : entry.pricePerCallUsd === null
          ? null
          : `${formatUsd(entry.pricePerCallUsd)} a call`,
    ],
    ["Runs on", [...entry.devices, ...(entry.hosted ? ["API"] : [])].join(", ") || "nothing known"],
    ["Operating points", entry.profiles > 0 ? String(entry.profiles) : null],
  ];
  const at = `/catalogue/${entry.catalogueId}`;
  return (
    <>
      <div className={classes.drawerHead}>
        <Button component={Link} href={`${at}?name=${encodeURIComponent(entry.name)}`} leftSection={<IconPencil size={14} aria-hidden />}>
          {entry.builtin ? "Open in its catalogue" : "Edit in its catalogue"}
        </Button>
        <Button
          component={Link}
          href={`${at}/profiles/${encodeURIComponent(entry.name)}`}
          variant="default"
          leftSection={<IconChartDots size={14} aria-hidden />}
        >
          Points and fits
        </Button>
      </div>
      <table className={classes.figures}>
        <tbody>
          {rows.map(([label, value]) =>
            value ? (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{value}</td>
              </tr>
            ) : null,
          )}
          <tr>
            <th scope="row">Evidence</th>
            <td>
              {entry.evidence.map(({ kind, figures }) => (
                <div key={kind}>
                  <EvidenceTag kind={kind} count={figures} />
                </div>
              ))}
            </td>
          </tr>
          <tr>
            <th scope="row">Catalogue</th>
            <td>
              <Link href={at}>{entry.catalogueTitle}</Link>
              {entry.builtin ? ", built in" : ""}
            </td>
          </tr>
        </tbody>
      </table>
      <h3 className={classes.listTitle} style={{ paddingInline: 0 }}>
        Sources
      </h3>
      {entry.sources.length === 0 ? <p className="t-dim">None is named: its figures count as assumed.</p> : null}
      <ul style={{ margin: 0, paddingLeft: 16, fontSize: 12, lineHeight: "18px" }}>
        {entry.sources.map((source) => (
          <li key={source}>
            <SourceText source={source} />
          </li>
        ))}
      </ul>
    </>
  );
}
