import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ConsoleTools, openConsole } from "./open-console.ts";

let place: string;
beforeEach(async () => {
	place = await mkdtemp(join(tmpdir(), "console-"));
});
afterEach(() => rm(place, { recursive: true, force: true }));

const dist = () => join(place, "dist");

async function writeBuild(text: string): Promise<void> {
	await mkdir(join(dist(), "assets"), { recursive: true });
	await writeFile(join(dist(), "index.html"), text);
	await writeFile(join(dist(), "assets/a.js"), "1");
	await writeFile(join(dist(), "_headers"), "/*\n  X-Here: yes\n");
}

/** Builds a page that says so, after it was let to. */
function tools(before: "missing" | "older" | "current", more: Partial<ConsoleTools> = {}) {
	let state = before;
	let builds = 0;
	const allowed = Promise.withResolvers<void>();
	const made = {
		directory: dist(),
		claims: join(place, "claims"),
		isBuilt: async () => state,
		async build() {
			await allowed.promise;
			builds++;
			await writeBuild("new");
			state = "current";
		},
		onBuild: () => {},
		...more,
	};
	return { tools: made, go: allowed.resolve, builds: () => builds };
}

const get = async (site: ReturnType<typeof openConsole>["site"], path = "/") => {
	const response = await site(new Request(`http://turnpike.test${path}`, { headers: { accept: "text/html" } }));
	return { status: response?.status, text: await response?.text(), headers: response?.headers };
};

test("what is built of the sources as they are is served as it is", async () => {
	await writeBuild("there");
	const { tools: given, builds } = tools("current");
	const opened = openConsole("build", given);
	expect(await opened.outcome).toEqual({ state: "ready", builtMs: undefined });
	expect(await get(opened.site, "/models")).toMatchObject({ status: 200, text: "there" });
	expect((await get(opened.site, "/assets/a.js")).headers?.get("x-here")).toBe("yes");
	expect(builds()).toBe(0);
});

describe("while it is being built", () => {
	test("a page says so and comes back by itself; then the console is there", async () => {
		const { tools: given, go } = tools("missing");
		const opened = openConsole("build", given);
		const meanwhile = await get(opened.site);
		expect(meanwhile).toMatchObject({ status: 503, text: expect.stringMatching(/being built.*comes back/) });
		expect(meanwhile.text).toContain('http-equiv="refresh"');
		expect(meanwhile.headers?.get("content-security-policy")).toContain("default-src 'none'");
		expect(await get(opened.site, "/v1/nothing")).toMatchObject({ status: undefined });
		go();
		expect(await opened.outcome).toEqual({ state: "ready", builtMs: expect.any(Number) });
		expect(await get(opened.site)).toMatchObject({ status: 200, text: "new" });
	});

	test("others that start wait for that build and make none of their own", async () => {
		const { tools: given, go, builds } = tools("missing");
		const opened = [openConsole("build", given), openConsole("build", given), openConsole("build", given)];
		go();
		for (const { outcome, site } of opened) {
			expect(await outcome).toMatchObject({ state: "ready" });
			expect(await get(site)).toMatchObject({ text: "new" });
		}
		expect(builds()).toBe(1);
	});
});

describe("a build that fails", () => {
	const fails = async () => Promise.reject(new Error("src/main.tsx: unexpected token"));

	test("says why, and nothing is served but a page that says it failed", async () => {
		const opened = openConsole("build", tools("missing", { build: fails }).tools);
		expect(await opened.outcome).toEqual({
			state: "failed",
			reason: "src/main.tsx: unexpected token",
			olderServed: false,
		});
		expect(await get(opened.site)).toMatchObject({ status: 503, text: expect.stringMatching(/could not be built/) });
	});

	test("leaves the older one in service", async () => {
		await writeBuild("older");
		const opened = openConsole("build", tools("older", { build: fails }).tools);
		expect(await opened.outcome).toMatchObject({ state: "failed", olderServed: true });
		expect(await get(opened.site)).toMatchObject({ status: 200, text: "older" });
	});
});

test("where only what is built is to be served, nothing is built", async () => {
	const { tools: given, builds } = tools("missing");
	const opened = openConsole("serve", given);
	expect(await opened.outcome).toMatchObject({ state: "failed", olderServed: false });
	expect((await get(opened.site)).status).toBe(503);
	expect(builds()).toBe(0);
});

test("a build is ended with the server", async () => {
	const begun = Promise.withResolvers<void>();
	const build = (signal: AbortSignal) =>
		new Promise<void>((_, fail) => {
			signal.addEventListener("abort", () => fail(new Error("ended")));
			begun.resolve();
		});
	const opened = openConsole("build", tools("missing", { build }).tools);
	await begun.promise;
	opened.close();
	expect(await opened.outcome).toMatchObject({ state: "failed", reason: "ended" });
});
