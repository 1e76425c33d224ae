/** Three corners that pull against each other, and a point chosen among them. */
export function Logo({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden focusable="false">
      <path d="M10 3 L17 15.5 L3 15.5 Z" fill="none" stroke="currentColor" strokeWidth="1.3" strokeLinejoin="round" opacity="0.45" />
      <circle cx="10" cy="3.4" r="2.2" fill="var(--t-metric-latency)" />
      <circle cx="16.4" cy="15.2" r="2.2" fill="var(--t-metric-cost)" />
      <circle cx="3.6" cy="15.2" r="2.2" fill="var(--t-metric-quality)" />
      <circle cx="10.4" cy="11" r="1.5" fill="currentColor" />
    </svg>
  );
}
