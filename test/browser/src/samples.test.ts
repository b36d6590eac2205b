import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM, giveCreditTo, openStage, type Stage, signUp, type Visitor } from "./harness/index.ts";

const run = promisify(execFile);
/** Below the root's node_modules, where the SDKs are. */
const PLACE = join(import.meta.dirname, "../.results/samples");
const BUN = join(import.meta.dirname, "../../../node_modules/.bin/bun");

describe.skipIf(CHROMIUM === undefined)("the code that people copy", () => {
	let stage: Stage;
	let visitor: Visitor;
	beforeAll(async () => {
		stage = await openStage("samples");
		visitor = await stage.visitor();
		await visitor.context.grantPermissions(["clipboard-read", "clipboard-write"]);
		await signUp(visitor);
		await giveCreditTo(visitor, "10");
		await visitor.go("/start");
		await visitor.page.getByRole("button", { name: "Make a key" }).click();
		await visitor.page.getByText(/^tp_live_/).waitFor();
		await mkdir(PLACE, { recursive: true });
	});
	afterAll(() => stage?.close());

	/** What the copy button of a tab puts on the clipboard: with the key that the page hides. */
	async function copy(tab: string): Promise<string> {
		const { page } = visitor;
		await page.getByRole("tab", { name: tab, exact: true }).click();
		await page.getByRole("button", { name: `Copy ${tab} code` }).click();
		const shown = await page.getByRole("region", { name: `${tab} code` }).textContent();
		expect(shown).toContain("tp_live_••••");
		const copied = await page.evaluate(() => navigator.clipboard.readText());
		expect(copied).toMatch(/tp_live_\w{20,}/);
		return copied;
	}

	test("for curl answers in a stream", async () => {
		const { stdout } = await run("bash", ["-c", await copy("curl")]);
		expect(stdout).toContain("data: [DONE]");
	});

	test.each([
		["TypeScript", "Say hello."],
		["Anthropic SDK", 'text: "Say hello."'],
		["AI SDK", "Say hello."],
	])("for %s runs as it is and prints the answer", async (tab, answer) => {
		const path = join(PLACE, `${tab.replaceAll(" ", "-").toLowerCase()}.ts`);
		await writeFile(path, await copy(tab));
		const { stdout } = await run(BUN, [path], { cwd: PLACE });
		expect(stdout).toContain(answer);
	});

	test("for Python is Python", async (context) => {
		const code = await copy("Python");
		const python = await run("python3", ["-c", "import sys; compile(sys.argv[1], 'sample', 'exec')", code]).catch(
			(error: NodeJS.ErrnoException) => error,
		);
		if (python instanceof Error && python.code === "ENOENT") return context.skip("there is no python3");
		expect(python).not.toBeInstanceOf(Error);
	});
});
