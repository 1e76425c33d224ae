const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** `813 KiB`, `99.0 MiB`: three significant digits, powers of 1,024. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1023.5 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  const text = unit === 0 ? String(Math.round(value)) : value.toPrecision(3);
  return `${text} ${UNITS[unit]}`;
}
