import { defineConfig } from "vitest/config";

// Every file has a server and a browser of its own.
export default defineConfig({
	test: {
		globalSetup: "@turnpike/test-services/global-setup",
		maxWorkers: 2,
		testTimeout: 60_000,
		hookTimeout: 120_000,
	},
});
