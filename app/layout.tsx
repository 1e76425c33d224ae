import "@fontsource-variable/inter";
import "@fontsource-variable/jetbrains-mono";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "@mantine/spotlight/styles.css";
import "../components/ui/tokens.css";
import { ColorSchemeScript, mantineHtmlProps } from "@mantine/core";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { DataProvider } from "@/components/data/trpc";
import { UiProviders } from "@/components/ui/providers";

export const metadata: Metadata = {
  title: { default: "Trilemma", template: "%s · Trilemma" },
  description: "Draw a compound AI pipeline, attach latency, quality and cost targets, and see every plan nobody can beat.",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#191b1f" },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" />
      </head>
      <body>
        <UiProviders>
          <DataProvider>{children}</DataProvider>
        </UiProviders>
      </body>
    </html>
  );
}
