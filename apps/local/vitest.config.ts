import { defineConfig } from "vitest/config";

// Suites here start processes and servers of their own.
export default defineConfig({
	test: {
		globalSetup: "@turnpike/test-services/global-setup",
		maxWorkers: 2,
		testTimeout: 30_000,
		hookTimeout: 60_000,
	},
});
