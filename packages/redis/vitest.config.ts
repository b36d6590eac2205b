import { defineConfig } from "vitest/config";

// Suites here wait on real clocks and a real server.
export default defineConfig({ test: { testTimeout: 30_000, hookTimeout: 30_000 } });
