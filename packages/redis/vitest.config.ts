import { defineConfig } from "vitest/config";

// Suites here wait on real clocks and a real server: side by side they would slow each other down.
export default defineConfig({
	test: {
		fileParallelism: false,
		globalSetup: "src/testing/global-setup.ts",
		testTimeout: 30_000,
		hookTimeout: 30_000,
	},
});
