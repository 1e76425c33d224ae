/** Viridis (van der Walt and Smith), perceptually even and safe for colour-blind eyes, at eleven even steps. */
const VIRIDIS = ["#440154", "#482475", "#414487", "#355f8d", "#2a788e", "#21918c", "#22a884", "#44bf70", "#7ad151", "#bddf26", "#fde725"] as const;

function channels(hex: string): [number, number, number] {
  return [Number.parseInt(hex.slice(1, 3), 16), Number.parseInt(hex.slice(3, 5), 16), Number.parseInt(hex.slice(5, 7), 16)];
}
const STEPS = VIRIDIS.map(channels);

/** Part of the scale that stands out against the theme's surface: the yellow end vanishes on white, the violet end on black. */
const SPAN = { light: [0, 0.86], dark: [0.44, 1] } as const;
export type Theme = keyof typeof SPAN;
export const COLOUR_STEPS = 64;

/** Colour at a share t in [0, 1] of the scale, where 1 is the better end and stands out most. */
export function sequentialColour(t: number, theme: Theme): string {
  const [low, high] = SPAN[theme];
  const clamped = Math.min(1, Math.max(0, t));
  // on white dark colours stand out, on black light ones
  const place = theme === "light" ? high - clamped * (high - low) : low + clamped * (high - low);
  const scaled = place * (STEPS.length - 1);
  const index = Math.min(STEPS.length - 2, Math.floor(scaled));
  const rest = scaled - index;
  const [from, to] = [STEPS[index] as [number, number, number], STEPS[index + 1] as [number, number, number]];
  const mixed = from.map((channel, i) => Math.round(channel + rest * ((to[i] as number) - channel)));
  return `rgb(${mixed.join(",")})`;
}

/** All steps of the scale, from the worse end to the better: a lookup table for clouds. */
export function colourTable(theme: Theme): readonly string[] {
  TABLES[theme] ??= Array.from({ length: COLOUR_STEPS }, (_, step) => sequentialColour(step / (COLOUR_STEPS - 1), theme));
  return TABLES[theme];
}
const TABLES: Partial<Record<Theme, readonly string[]>> = {};
