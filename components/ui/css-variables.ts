import type { CSSVariablesResolver } from "@mantine/core";

/** Points Mantine's own surfaces at our tokens, so that its parts and ours share one set of greys. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: surfaces,
  dark: surfaces,
});

const surfaces = {
  "--mantine-color-body": "var(--t-surface)",
  "--mantine-color-text": "var(--t-text)",
  "--mantine-color-dimmed": "var(--t-text-dim)",
  "--mantine-color-default-border": "var(--t-hairline-strong)",
  "--mantine-color-placeholder": "var(--t-text-faint)",
  "--mantine-color-error": "var(--t-error-text)",
};
