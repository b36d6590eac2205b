import { defineConfig } from "vitest/config";

// Every file starts a server of its own; more of them at once only wait for each other.
export default defineConfig({
	test: {
		globalSetup: "@turnpike/test-services/global-setup",
		maxWorkers: 2,
		testTimeout: 20_000,
		hookTimeout: 60_000,
	},
});
