import { spawnSync } from "node:child_process";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

const services = "@turnpike/test-services/global-setup";

// What the API says over HTTP is held against both runtimes; what a process promises, against Bun alone.
const bun: TestProjectInlineConfiguration = {
	extends: true,
	test: {
		name: "bun",
		include: ["src/**/*.test.ts"],
		exclude: ["src/workerd/**"],
		globalSetup: services,
		env: { TEST_RUNTIME: "bun" },
	},
};
const workerd: TestProjectInlineConfiguration = {
	extends: true,
	test: {
		name: "workerd",
		include: ["src/**/*.test.ts"],
		// Nothing on the edge knows of the calls that other requests are answering.
		exclude: ["src/process/**", "src/contract/retries.test.ts"],
		globalSetup: [services, "src/workerd/build-bundles.ts"],
		env: { TEST_RUNTIME: "workerd" },
	},
};

const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;
if (!hasRedis) console.warn("skipped: everything on workerd, which needs a redis-server on PATH");

// Every file starts a server of its own; more of them at once only wait for each other.
export default defineConfig({
	test: {
		maxWorkers: 3,
		// Tests that wait do it together.
		maxConcurrency: 20,
		testTimeout: 20_000,
		hookTimeout: 60_000,
		projects: hasRedis ? [bun, workerd] : [bun],
	},
});
