"use client";

import { ActionIcon, Tooltip, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { IconMoon, IconSun } from "@tabler/icons-react";
import classes from "./top-bar.module.css";

export function ColorSchemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const computed = useComputedColorScheme("light", { getInitialValueInEffect: true });
  const next = computed === "dark" ? "light" : "dark";
  return (
    <Tooltip label={`Switch to ${next} theme`}>
      <ActionIcon aria-label="Switch between light and dark theme" onClick={() => setColorScheme(next)}>
        <IconSun size={16} stroke={1.6} className={classes.sun} aria-hidden />
        <IconMoon size={16} stroke={1.6} className={classes.moon} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
