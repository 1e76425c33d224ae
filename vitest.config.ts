import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const alias = { "@": root.replace(/\/$/, "") };

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: { name: "unit", include: ["test/unit/**/*.test.{ts,tsx}"], environment: "node", testTimeout: 30_000 },
      },
      {
        resolve: { alias },
        test: { name: "property", include: ["test/property/**/*.test.ts"], setupFiles: ["test/property/seed.ts"], environment: "node", testTimeout: 300_000 },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          globalSetup: ["test/integration/support/global-setup.ts"],
          include: ["test/integration/**/*.test.ts"],
          environment: "node",
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
