import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM, checkPage, DESKTOP, openStage, type Stage, type Visitor } from "./harness/index.ts";

describe.skipIf(CHROMIUM === undefined)("the catalog, to somebody who is not signed in", () => {
	let stage: Stage;
	beforeAll(async () => {
		stage = await openStage("catalog");
	});
	afterAll(() => stage?.close());

	async function visit<T>(work: (visitor: Visitor) => Promise<T>, viewport = DESKTOP): Promise<T> {
		const visitor = await stage.visitor({ viewport });
		try {
			const result = await work(visitor);
			expect(visitor.watched.problems).toEqual([]);
			return result;
		} finally {
			await visitor.context.close();
		}
	}

	test("is found from the first page, and narrows with each letter", () =>
		visit(async ({ page, go }) => {
			await go("/");
			await page.getByRole("link", { name: "Browse models and prices" }).click();
			await page.getByText(/^\d{3} models$/).waitFor();
			await page.keyboard.press("/");
			await page.keyboard.type("gpt 4o mini");
			await page.getByText(/^\d{1,2} models?$/).waitFor();
			expect(new URL(page.url()).searchParams.get("q")).toBe("gpt 4o mini");
			const link = page.getByRole("link", { name: "GPT-4o mini", exact: true });
			await link.waitFor();
			await page.reload();
			await link.waitFor();
		}));

	test("is filtered, and the filters stand in the address", () =>
		visit(async ({ page, go }) => {
			await go("/models");
			await page.getByRole("checkbox", { name: /^Sandbox/ }).click();
			await page.getByText("3 models", { exact: true }).waitFor();
			await page.getByRole("combobox", { name: "Kind" }).selectOption({ label: "Embeddings" });
			await page.getByText("1 model", { exact: true }).waitFor();
			expect(new URL(page.url()).search).toBe("?provider=sandbox&kind=embeddings");
			await page.getByRole("checkbox", { name: "Can be called from here" }).click();
			await page.getByText("1 model", { exact: true }).waitFor();
			await page.getByRole("searchbox").fill("nothing is called so");
			await page.getByRole("button", { name: "Clear search and filters" }).click();
			await page.getByText(/^\d{3} models$/).waitFor();
		}));

	test("is read to its end although few of its rows are in the page", () =>
		visit(async ({ page, go }) => {
			await go("/models?sort=name");
			await page.getByText(/^\d{3} models$/).waitFor();
			expect(await page.getByRole("main").getByRole("listitem").count()).toBeLessThan(250);
			await page.keyboard.press("End");
			const last = page.locator("li[aria-posinset]").last();
			const total = await last.getAttribute("aria-setsize");
			await page.locator(`li[aria-posinset="${total}"]`).waitFor();
		}));

	test("compares up to four models and marks the best of a row", () =>
		visit(async ({ page, go }) => {
			await go("/models?q=sandbox");
			await page.getByRole("checkbox", { name: "Compare Sandbox: Echo" }).click();
			await page.getByRole("searchbox").fill("gpt 4o mini");
			await page.getByRole("checkbox", { name: "Compare GPT-4o mini", exact: true }).click();
			await page.getByText("2 of 4").waitFor();
			await page.getByRole("link", { name: "Compare", exact: true }).click();
			const row = page.getByRole("row", { name: /^Input \$\/M/ });
			await expect.poll(() => row.textContent()).toMatch(/\$1\.00.*\$0\.15lowest/);
			await page.getByRole("combobox", { name: "Add a model" }).fill("sandbox lorem");
			await page.getByRole("option", { name: /Lorem/ }).click();
			await page.getByRole("columnheader", { name: /Lorem/ }).waitFor();
			await page.getByRole("button", { name: "Remove Sandbox: Echo" }).click();
			await page.getByRole("columnheader", { name: /Echo/ }).waitFor({ state: "detached" });
		}));

	test("has a page for each model: providers, prices, limits and code", () =>
		visit(async ({ page, go }) => {
			await go("/models/openai/gpt-oss-120b");
			const groq = page.getByRole("row", { name: /^Groq/ });
			await expect.poll(() => groq.textContent()).toMatch(/131k.*65\.5k.*\$0\.15.*\$0\.60/);
			// The server of the tests has a key of Groq's, and none of OpenRouter's.
			expect(await groq.textContent()).not.toContain("no key here");
			expect(await page.getByRole("row", { name: /^OpenRouter/ }).textContent()).toContain("no key here");
			await page.getByRole("tab", { name: "Anthropic SDK" }).click();
			const code = page.getByRole("region", { name: "Anthropic SDK code" });
			expect(await code.textContent()).toContain(`baseURL: "${stage.baseUrl}"`);
			expect(await page.title()).toBe("GPT OSS 120B · Turnpike");
		}));

	test("says of a model that is not there that it is not, and the same of any other page", () =>
		visit(async ({ page, go }) => {
			for (const path of ["/models/nobody/nothing", "/no/such/page"]) {
				await go(path);
				await page.getByRole("heading", { name: "This road does not go anywhere" }).waitFor();
			}
		}));

	test("says so when the models cannot be had, and has them at the next try", () =>
		visit(async ({ page, go }) => {
			await page.route("**/v1/models", (route) =>
				route.fulfill({ status: 400, json: { error: { message: "Not now.", code: "x" } } }),
			);
			await go("/models");
			await page.getByText("Not now.").waitFor();
			await page.unroute("**/v1/models");
			await page.getByRole("button", { name: "Try again" }).click();
			await page.getByText(/^\d{3} models$/).waitFor();
		}));

	const pages = ["/", "/models", "/models/xai/grok-4.3", "/compare?models=sandbox/echo,openai/gpt-4o-mini", "/nowhere"];
	test.each(pages)("%s is fit for everybody", (path) => checkPage(stage, path));
});
