import { existsSync, writeFileSync } from "node:fs";
import type { NextConfig } from "next";

// Next writes the types of its build folder into the tsconfig it uses; that churn stays in a file of its own.
const TSCONFIG = "tsconfig.next.json";
if (!existsSync(TSCONFIG))
  writeFileSync(TSCONFIG, `${JSON.stringify({ extends: "./tsconfig.json", exclude: ["node_modules", "dist", ".data", "test"] }, null, 2)}\n`);

const development = process.env.NODE_ENV === "development";

// Next and Mantine put small inline scripts and styles into the page; everything else comes from this server only.
const contentSecurityPolicy = [
  "default-src 'self'",
  `script-src 'self' 'unsafe-inline'${development ? " 'unsafe-eval'" : ""}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  `connect-src 'self'${development ? " ws:" : ""}`,
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const config: NextConfig = {
  distDir: process.env.TRILEMMA_DIST_DIR || ".next",
  typescript: { tsconfigPath: TSCONFIG, ignoreBuildErrors: true },
  agentRules: false,
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: [
    "@electric-sql/pglite",
    "pglite-prisma-adapter",
    "@prisma/client",
    "@prisma/adapter-pg",
    "@prisma/driver-adapter-utils",
    "pg",
    "piscina",
    "highs",
    "@datadog/sketches-js",
  ],
  experimental: { optimizePackageImports: ["@mantine/core", "@mantine/hooks", "@tabler/icons-react"] },
  async headers() {
    return [
      {
        source: "/:path*",
        headers: [
          { key: "Content-Security-Policy", value: contentSecurityPolicy },
          { key: "X-Content-Type-Options", value: "nosniff" },
          { key: "Referrer-Policy", value: "same-origin" },
          { key: "X-Frame-Options", value: "DENY" },
          { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
          { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
        ],
      },
    ];
  },
};

export default config;
