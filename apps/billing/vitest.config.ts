import { defineConfig } from "vitest/config";

// Suites here wait on a real server and on real clocks.
export default defineConfig({
	test: { globalSetup: "@turnpike/test-services/global-setup", testTimeout: 30_000, hookTimeout: 60_000 },
});
