import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { SCRIPTS } from "./scripts.ts";

const FOLDER = join(import.meta.dirname, "allowances/scripts");

it("knows every script of allowances: one that is missing is a call in real time where all else has a time of its own", async () => {
	const modules = await Promise.all((await readdir(FOLDER)).map((name) => import(join(FOLDER, name))));
	const scripts = modules.flatMap((module: object) =>
		Object.entries(module).flatMap(([name, script]) => (name.endsWith("_SCRIPT") ? [script] : [])),
	);
	expect(scripts.length).toBeGreaterThan(10);
	for (const script of scripts) expect(SCRIPTS).toContain(script);
});
