"use client";

import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import type { ReactNode } from "react";
import { cssVariablesResolver } from "./css-variables";
import { theme } from "./theme";

/** Everything every page needs around it. `nonce` is that of the page's content security policy, when it has one. */
export function UiProviders({ children, nonce }: { children: ReactNode; nonce?: string }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" cssVariablesResolver={cssVariablesResolver} getStyleNonce={nonce ? () => nonce : undefined}>
      <Notifications position="bottom-right" limit={4} autoClose={5000} transitionDuration={120} />
      {children}
    </MantineProvider>
  );
}
