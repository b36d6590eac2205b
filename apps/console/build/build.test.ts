import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runVite } from "./build-console.ts";

const FIRST_LOAD_LIMIT = 200_000;

interface Chunk {
	readonly file: string;
	readonly imports?: readonly string[];
	readonly dynamicImports?: readonly string[];
}

let directory: string;
let chunks: Readonly<Record<string, Chunk>>;
beforeAll(async () => {
	directory = await mkdtemp(join(tmpdir(), "console-build-"));
	await runVite(directory, undefined, ["--manifest", "manifest.json"]);
	chunks = JSON.parse(await readFile(join(directory, "manifest.json"), "utf8"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const read = (path: string) => readFile(join(directory, path), "utf8");

/** A chunk and all it imports before it runs. */
function withImports(name: string, seen: Set<string> = new Set()): Set<string> {
	if (!seen.has(name)) {
		seen.add(name);
		for (const each of chunks[name]?.imports ?? []) withImports(each, seen);
	}
	return seen;
}

async function packedSize(names: Iterable<string>): Promise<number> {
	let sum = 0;
	for (const name of names) sum += gzipSync(await readFile(join(directory, chunks[name]?.file ?? ""))).length;
	return sum;
}

describe("the built console", () => {
	test("needs less than 200 kB of packed script for any first page", async () => {
		const pages = chunks["index.html"]?.dynamicImports ?? [];
		expect(pages.length).toBeGreaterThan(3);
		const sizes: Record<string, number> = {};
		for (const page of pages) {
			sizes[page] = await packedSize(withImports(page, withImports("index.html")));
		}
		console.log(
			Object.entries(sizes)
				.map(([page, size]) => `${page}: ${(size / 1_000).toFixed(1)} kB`)
				.join("\n"),
		);
		for (const [page, size] of Object.entries(sizes)) expect.soft(size, page).toBeLessThan(FIRST_LOAD_LIMIT);
	});

	test("names every script and style by its content, so that they can be kept for ever", async () => {
		const html = await read("index.html");
		const named = Array.from(html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g), ([, path = ""]) => path);
		expect(named.length).toBeGreaterThan(1);
		for (const path of named) expect(path).toMatch(/-[\w-]{8}\.(?:js|css)$/);
		expect((await readdir(join(directory, "assets"))).length).toBeGreaterThan(named.length);
	});

	test("has a policy that lets the one inline script run, and no other", async () => {
		const [html, headers] = await Promise.all([read("index.html"), read("_headers")]);
		const policy = /Content-Security-Policy: (.+)/.exec(headers)?.[1] ?? "";
		expect(html.match(/<script>/g)).toHaveLength(1);
		expect(html).not.toMatch(/ on\w+=|style=|javascript:/);
		expect(policy).toMatch(/script-src 'self' 'sha256-[\w+/]{43}='/);
		expect(policy).not.toMatch(/unsafe|\*|http/);
		for (const part of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"])
			expect(policy).toContain(part);
	});

	test("has each text packed beside it", async () => {
		expect(gunzipSync(await readFile(join(directory, "index.html.gz"))).toString()).toBe(await read("index.html"));
		const files = await readdir(directory, { recursive: true });
		for (const file of files.filter((name) => /\.(?:html|js|css)$/.test(name))) {
			expect(files, file).toEqual(expect.arrayContaining([`${file}.br`, `${file}.gz`]));
		}
	});

	test("publishes nothing that is for our own server", async () => {
		expect((await read(".assetsignore")).split("\n")).toEqual(expect.arrayContaining(["*.br", "*.gz", "_fingerprint"]));
		expect(await read("_fingerprint")).toMatch(/^[0-9a-f]{64}$/);
	});
});
