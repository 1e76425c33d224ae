"use client";

import type { KeyboardEvent, ReactNode } from "react";
import { useMemo } from "react";
import type { Link, Pool } from "@/core/documents/infrastructure";
import { formatCount, formatExact, formatUsd, formatUsdPerHour } from "../ui/format";
import classes from "./infrastructure-map.module.css";
import { type MapInput, type MapLink, type MapTier, mapLayout } from "./map-layout";

export interface MapSelection {
  table: "tiers" | "pools" | "links";
  key: string;
}

interface InfrastructureMapProps extends MapInput {
  label: string;
  selected: MapSelection | null;
  hovered?: string | null;
  onSelect: (selection: MapSelection) => void;
}

function clipped(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** How many letters fit into the head of a tier. */
function signsIn(tier: MapTier): number {
  return Math.floor((tier.width - 24) / 6.8);
}

function linkFigures(link: Link): { rtt: string; rest: string[] } {
  return {
    rtt: `${formatExact(link.rttMs ?? 0, 3)} ms`,
    rest: [...(link.mbps === undefined ? [] : [bandwidth(link.mbps)]), ...(link.pricePerGiBUsd ? [`${formatUsd(link.pricePerGiBUsd)}/GiB`] : [])],
  };
}

function bandwidth(mbps: number): string {
  return mbps >= 1000 ? `${formatExact(mbps / 1000, 3)} Gbit/s` : `${formatExact(mbps, 3)} Mbit/s`;
}

function poolWords(pool: Pool): string {
  const billing = pool.billing === "used" ? ", paid while busy" : "";
  return `Pool ${pool.title ?? pool.id}: ${formatCount(pool.count)} ${pool.device}, ${formatUsdPerHour(pool.pricePerHourUsd)} each${billing}`;
}

function linkWords({ link, both }: MapLink): string {
  const { rtt, rest } = linkFigures(link);
  return `Link ${link.from} ${both ? "to and from" : "to"} ${link.to}: round trip ${[rtt, ...rest].join(", ")}`;
}

/** Tiers, pools and links as a picture of the document, with prices and round trips; what is selected here is selected in the tables. */
export function InfrastructureMap({ tiers, pools, links, label, selected, hovered, onSelect }: InfrastructureMapProps) {
  const layout = useMemo(() => mapLayout({ tiers, pools, links }), [tiers, pools, links]);
  const isOn = (table: MapSelection["table"], keys: readonly string[]) => selected?.table === table && keys.includes(selected.key);
  const isHovered = (table: MapSelection["table"], keys: readonly string[]) => hovered != null && keys.some((key) => `${table}/${key}` === hovered);
  return (
    <div className={classes.scroller}>
      {/* biome-ignore lint/a11y/useSemanticElements: SVG has no fieldset */}
      <svg
        className={classes.map}
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        style={{ width: layout.width, minWidth: Math.min(layout.width, layout.width * 0.8) }}
        role="group"
        aria-label={label}
        data-testid="infrastructure-map"
      >
        <defs>
          <marker id="map-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">
            <path d="M0.5 1L7 4L0.5 7" className={classes.arrow} />
          </marker>
        </defs>
        {layout.tiers.map((tier) => (
          <g key={tier.key}>
            <rect
              x={tier.x}
              y={tier.y}
              width={tier.width}
              height={tier.height}
              rx={8}
              className={classes.tier}
              data-on={isOn("tiers", [tier.key]) || undefined}
            />
            <Choice
              label={`Tier ${tier.title}`}
              on={isOn("tiers", [tier.key])}
              onChoose={() => onSelect({ table: "tiers", key: tier.key })}
              shape={
                <rect
                  x={tier.x}
                  y={tier.y}
                  width={tier.width}
                  height={28}
                  rx={8}
                  className={classes.hit}
                  data-on={isHovered("tiers", [tier.key]) || undefined}
                />
              }
            >
              <text x={tier.x + 12} y={tier.y + 19} className={classes.tierTitle}>
                {clipped(tier.title, signsIn(tier))}
                {tier.title !== tier.id && tier.title.length + tier.id.length + 2 <= signsIn(tier) ? (
                  <tspan className={classes.dim}>{`  ${tier.id}`}</tspan>
                ) : null}
              </text>
            </Choice>
            {tier.inside ? (
              <Choice
                label={`Link inside ${tier.title}: ${linkFigures(tier.inside.link).rtt}`}
                on={isOn("links", [tier.inside.key])}
                onChoose={() => onSelect({ table: "links", key: tier.inside?.key ?? "" })}
                shape={<rect x={tier.x + 6} y={tier.inside.y - 13} width={tier.width - 12} height={18} rx={4} className={classes.hit} />}
              >
                <text x={tier.x + 12} y={tier.inside.y} className={classes.small}>
                  <tspan className={classes.dim}>inside </tspan>
                  <Figures link={tier.inside.link} />
                </text>
              </Choice>
            ) : null}
            {tier.pools.length === 0 ? (
              <text x={tier.x + tier.width / 2} y={tier.y + tier.height / 2 + 8} className={classes.none}>
                no pools
              </text>
            ) : null}
            {tier.pools.map((box) => (
              <Choice
                key={box.key}
                label={poolWords(box.pool)}
                on={isOn("pools", [box.key])}
                onChoose={() => onSelect({ table: "pools", key: box.key })}
                shape={
                  <rect
                    x={box.x}
                    y={box.y}
                    width={box.width}
                    height={box.height}
                    rx={5}
                    className={classes.pool}
                    data-on={isOn("pools", [box.key]) || undefined}
                    data-hovered={isHovered("pools", [box.key]) || undefined}
                    data-empty={box.pool.count === 0 || undefined}
                  />
                }
              >
                <text x={box.x + 10} y={box.y + 18} className={classes.poolTitle}>
                  {clipped(box.pool.title ?? box.pool.id, 25)}
                </text>
                <text x={box.x + 10} y={box.y + 35} className={classes.small}>
                  <tspan className={classes.count}>×{formatCount(box.pool.count)}</tspan>
                  <tspan className={classes.dim}> {clipped(box.pool.device, 14)}</tspan>
                </text>
                <text x={box.x + box.width - 10} y={box.y + 35} className={classes.price}>
                  {formatUsdPerHour(box.pool.pricePerHourUsd)}
                  {box.pool.billing === "used" ? " used" : ""}
                </text>
              </Choice>
            ))}
          </g>
        ))}
        {layout.links.map((entry) => (
          <Choice
            key={entry.keys.join()}
            label={linkWords(entry)}
            on={isOn("links", entry.keys)}
            onChoose={() => onSelect({ table: "links", key: entry.keys[0] ?? "" })}
            shape={
              <>
                <path d={entry.path} className={classes.linkHit} />
                <path
                  d={entry.path}
                  className={classes.link}
                  data-on={isOn("links", entry.keys) || isHovered("links", entry.keys) || undefined}
                  markerEnd="url(#map-arrow)"
                  markerStart={entry.both ? "url(#map-arrow)" : undefined}
                />
                {entry.label.lines ? (
                  <rect
                    x={entry.label.x - 52}
                    y={entry.label.y - 19}
                    width={104}
                    height={24 + linkFigures(entry.link).rest.length * 14}
                    className={classes.hit}
                  />
                ) : null}
              </>
            }
          />
        ))}
        {/* after all lines, so that none crosses a figure */}
        <g aria-hidden className={classes.written}>
          {layout.links.map((entry) => (
            <LinkLabel key={entry.keys.join()} entry={entry} />
          ))}
        </g>
      </svg>
      {layout.homeless > 0 ? <p className={classes.homeless}>{layout.homeless} pools are in a tier that does not exist and are not drawn.</p> : null}
    </div>
  );
}

function LinkLabel({ entry }: { entry: MapLink }) {
  const { x, y, lines } = entry.label;
  const { rtt, rest } = linkFigures(entry.link);
  if (!lines) {
    const width = [rtt, ...rest].join(" · ").length * 6.2 + 16;
    return (
      <>
        <rect x={x - width / 2} y={y - 9} width={width} height={18} rx={4} className={classes.plate} />
        <text x={x} y={y + 4} className={classes.onLane}>
          <Figures link={entry.link} />
        </text>
      </>
    );
  }
  return (
    <>
      <text x={x} y={y - 6} className={classes.rtt}>
        {rtt}
      </text>
      {rest.map((text, index) => (
        <text key={text} x={x} y={y + 15 + index * 14} className={text.startsWith("$") ? classes.linkPrice : classes.linkInfo}>
          {text}
        </text>
      ))}
    </>
  );
}

function Figures({ link }: { link: Link }) {
  const { rtt, rest } = linkFigures(link);
  return (
    <>
      <tspan className={classes.rttInline}>{rtt}</tspan>
      {rest.map((text) => (
        <tspan key={text} className={text.startsWith("$") ? classes.priceInline : classes.dim}>{` · ${text}`}</tspan>
      ))}
    </>
  );
}

interface ChoiceProps {
  label: string;
  on: boolean;
  onChoose: () => void;
  /** What can be pressed. */
  shape: ReactNode;
  /** What is written on it; the label says all of it. */
  children?: ReactNode;
}

function Choice({ label, on, onChoose, shape, children }: ChoiceProps) {
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: SVG has no button element */}
      <g
        role="button"
        tabIndex={0}
        aria-label={label}
        aria-pressed={on}
        className={classes.choice}
        onClick={onChoose}
        onKeyDown={(event: KeyboardEvent) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          onChoose();
        }}
      >
        {shape}
      </g>
      <g aria-hidden className={classes.written}>
        {children}
      </g>
    </>
  );
}
