import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** Neutral greys with a little blue in them; index 0 lightest. */
const slate: MantineColorsTuple = ["#f8f9fa", "#f1f2f4", "#e5e7ea", "#d5d8dd", "#b6bbc3", "#8b919b", "#666c77", "#4b515b", "#33373f", "#212429"];
/** Dark surfaces: index 0 is text, 9 is the deepest surface (the order Mantine expects). */
const dark: MantineColorsTuple = ["#d6d9de", "#b4b9c1", "#8f959f", "#6a707a", "#4a4f58", "#373b42", "#2a2d33", "#202328", "#191b1f", "#131518"];
const indigo: MantineColorsTuple = ["#eef0fc", "#dde0f7", "#bbc1ee", "#969fe5", "#7782dd", "#6370d8", "#5563d1", "#4653b8", "#3c48a3", "#30398c"];

/** Dense interface: 13 px text, 4 px grid, hairlines, small radii, hardly any shadow. */
export const theme = createTheme({
  primaryColor: "indigo",
  primaryShade: { light: 6, dark: 6 },
  colors: { gray: slate, dark, indigo },
  black: "#1b1e23",
  cursorType: "pointer",
  respectReducedMotion: true,
  fontFamily: '"Inter Variable", system-ui, -apple-system, "Segoe UI", sans-serif',
  fontFamilyMonospace: '"JetBrains Mono Variable", ui-monospace, "SFMono-Regular", Menlo, monospace',
  fontSizes: { xs: "11px", sm: "12px", md: "13px", lg: "15px", xl: "18px" },
  lineHeights: { xs: "16px", sm: "16px", md: "20px", lg: "22px", xl: "26px" },
  spacing: { xs: "4px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
  radius: { xs: "2px", sm: "4px", md: "6px", lg: "8px", xl: "12px" },
  defaultRadius: "sm",
  shadows: {
    xs: "0 1px 2px rgb(0 0 0 / 6%)",
    sm: "0 1px 3px rgb(0 0 0 / 8%)",
    md: "0 4px 12px rgb(0 0 0 / 10%)",
    lg: "0 8px 24px rgb(0 0 0 / 12%)",
    xl: "0 12px 32px rgb(0 0 0 / 14%)",
  },
  headings: {
    fontWeight: "600",
    textWrap: "balance",
    sizes: {
      h1: { fontSize: "20px", lineHeight: "28px" },
      h2: { fontSize: "16px", lineHeight: "24px" },
      h3: { fontSize: "14px", lineHeight: "20px" },
      h4: { fontSize: "13px", lineHeight: "20px" },
      h5: { fontSize: "12px", lineHeight: "16px" },
      h6: { fontSize: "11px", lineHeight: "16px" },
    },
  },
  components: {
    Button: { defaultProps: { size: "xs" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray", size: "md" } },
    TextInput: { defaultProps: { size: "xs" } },
    Select: { defaultProps: { size: "xs", comboboxProps: { shadow: "md" }, checkIconPosition: "right" } },
    MultiSelect: { defaultProps: { size: "xs" } },
    Textarea: { defaultProps: { size: "xs" } },
    SegmentedControl: { defaultProps: { size: "xs" } },
    Switch: { defaultProps: { size: "xs" } },
    Checkbox: { defaultProps: { size: "xs" } },
    Badge: { defaultProps: { size: "sm", variant: "light", radius: "sm" }, styles: { root: { textTransform: "none", fontWeight: 500 } } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: false, fz: "sm", transitionProps: { duration: 80 } } },
    Menu: { defaultProps: { shadow: "md", transitionProps: { duration: 80 } } },
    Popover: { defaultProps: { shadow: "md", transitionProps: { duration: 80 } } },
    Modal: { defaultProps: { transitionProps: { duration: 120 } } },
    Drawer: { defaultProps: { transitionProps: { duration: 120 } } },
    Tabs: { defaultProps: { variant: "default" } },
  },
});
