import type { InfrastructureSpec } from "@/core/documents/infrastructure";

const WIDTH = 132;
const HEIGHT = 36;
const MOST_DOTS = 15;

/** The shape of an infrastructure, small enough for a list: tiers as boxes, pools as dots, links as lines. */
export function MiniMap({ spec }: { spec: InfrastructureSpec }) {
  const { tiers, pools, links = [] } = spec;
  const width = Math.min(52, (WIDTH - 2 - (tiers.length - 1) * 10) / tiers.length);
  const step = tiers.length > 1 ? (WIDTH - 2 - width) / (tiers.length - 1) : 0;
  const left = (index: number) => 1 + (tiers.length > 1 ? index * step : 0);
  const place = new Map(tiers.map((tier, index) => [tier.id, index]));
  const pairs = new Set<string>();
  for (const link of links) {
    const [from, to] = [place.get(link.from), place.get(link.to)];
    if (from !== undefined && to !== undefined && from !== to) pairs.add(`${Math.min(from, to)} ${Math.max(from, to)}`);
  }
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden>
      {[...pairs].map((pair) => {
        const [from = 0, to = 0] = pair.split(" ").map(Number);
        const [x1, x2] = [left(from) + width / 2, left(to) + width / 2];
        const path = to - from === 1 ? `M${left(from) + width} 14H${left(to)}` : `M${x1} 28Q${(x1 + x2) / 2} 42 ${x2} 28`;
        return <path key={pair} d={path} fill="none" stroke="var(--t-text-faint)" />;
      })}
      {tiers.map((tier, index) => {
        const own = pools.filter((pool) => pool.tier === tier.id).slice(0, MOST_DOTS);
        const columns = Math.max(1, Math.floor((width - 8) / 8));
        return (
          <g key={tier.id}>
            <rect x={left(index)} y={1} width={width} height={27} rx={3} fill="var(--t-surface-sunken)" stroke="var(--t-hairline-strong)" />
            {own.map((pool, at) => (
              <circle
                key={pool.id}
                cx={left(index) + 8 + (at % columns) * 8}
                cy={8 + Math.floor(at / columns) * 7}
                r={2.25}
                fill={pool.count === 0 ? "none" : "var(--t-accent)"}
                stroke="var(--t-accent)"
              />
            ))}
          </g>
        );
      })}
    </svg>
  );
}
