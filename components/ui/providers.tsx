"use client";

import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import type { ReactNode } from "react";
import { cssVariablesResolver } from "./css-variables";
import { theme } from "./theme";

/** Everything every page needs around it. */
export function UiProviders({ children }: { children: ReactNode }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" cssVariablesResolver={cssVariablesResolver}>
      <Notifications position="bottom-right" limit={4} autoClose={5000} transitionDuration={120} />
      {children}
    </MantineProvider>
  );
}
