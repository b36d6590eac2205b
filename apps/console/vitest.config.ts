import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		include: ["{src,build}/**/*.test.ts"],
		// One of them builds everything, on a machine that may be busy.
		hookTimeout: 120_000,
	},
});
