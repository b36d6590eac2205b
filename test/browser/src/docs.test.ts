import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM, checkPage, DESKTOP, openStage, PHONE, type Stage, type Visitor } from "./harness/index.ts";

describe.skipIf(CHROMIUM === undefined)("the documentation, to somebody who is not signed in", () => {
	let stage: Stage;
	let key: string;
	beforeAll(async () => {
		stage = await openStage("docs");
		key = (await (await stage.stack.account()).key()).text;
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

	test("is found from the first page, and leads from the first call to its record", () =>
		visit(async ({ page, go }) => {
			await go("/");
			await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Docs" }).click();
			await page.getByRole("heading", { name: "Quickstart", level: 1 }).waitFor();
			expect(await page.getByRole("region", { name: "curl code" }).textContent()).toContain(stage.baseUrl);
			await page.getByRole("link", { name: "its record" }).click();
			await page.getByRole("heading", { name: "One generation, whole", level: 1 }).waitFor();
			expect(new URL(page.url()).pathname).toBe("/docs/reference/getGeneration");
			expect(await page.title()).toBe("One generation, whole · Turnpike");
		}));

	test("a route is tried with a key: the call as code, and its real answer with what it cost", () =>
		visit(async ({ page, go }) => {
			await go("/docs/reference/createChatCompletion");
			await page.getByRole("button", { name: "Send" }).click();
			await page.getByText("missing_api_key").last().waitFor();
			await page.getByLabel("Key", { exact: true }).fill(key);
			const body = page.getByRole("textbox", { name: "Body" });
			await body.fill(
				JSON.stringify({ model: "sandbox/echo", messages: [{ role: "user", content: "From the docs" }] }),
			);
			expect(await page.getByRole("region", { name: "curl code" }).textContent()).toContain("From the docs");
			await page.getByRole("button", { name: "Send" }).click();
			const answer = page.getByRole("region", { name: "Answer", exact: true });
			await expect.poll(() => answer.textContent()).toMatch(/"content": "From the docs"[\s\S]*"cost_usd": "0\.0000/);
			await page.getByText("Headers of the answer").click();
			await page.getByRole("term").filter({ hasText: "x-generation-id" }).waitFor();
		}));

	test("a stream is shown as it comes, and the key goes along to the next route, and nowhere else", () =>
		visit(async ({ page, go }) => {
			await go("/docs/reference/createChatCompletion");
			await page.getByLabel("Key", { exact: true }).fill(key);
			const stream = {
				model: "sandbox/lorem",
				max_tokens: 5,
				stream: true,
				messages: [{ role: "user", content: "x" }],
			};
			await page.getByRole("textbox", { name: "Body" }).fill(JSON.stringify(stream));
			await page.getByRole("combobox", { name: "Root" }).selectOption("/api/v1");
			await page.getByRole("button", { name: "Send" }).click();
			const answer = page.getByRole("region", { name: "Answer", exact: true });
			await expect.poll(() => answer.textContent()).toMatch(/chat\.completion\.chunk[\s\S]*\[DONE\]/);
			await page.getByRole("link", { name: /List generations/ }).click();
			await page.getByRole("button", { name: "Send" }).click();
			await expect.poll(() => answer.textContent()).toMatch(/"object": "list"[\s\S]*sandbox\/lorem/);
			for (const language of ["curl", "JavaScript", "Python"]) {
				await page.getByRole("tab", { name: language }).click();
				expect(await page.getByRole("region", { name: `${language} code` }).textContent()).not.toContain(key);
			}
			await page.reload();
			expect(await page.getByLabel("Key", { exact: true }).inputValue()).toBe("");
		}));

	test("has a page for every route, and says what each may refuse", () =>
		visit(async ({ page, go }) => {
			await go("/docs");
			const links = page.getByRole("navigation", { name: "Documentation" }).locator('a[href^="/docs/reference/"]');
			expect(await links.count()).toBeGreaterThan(20);
			for (const link of await links.all()) {
				await link.click();
				await expect.poll(() => new URL(page.url()).pathname).toBe(await link.getAttribute("href"));
				await page.getByRole("heading", { name: "Refusals" }).waitFor();
			}
		}));

	test("on a phone its contents fold away, and close behind whoever goes somewhere", () =>
		visit(async ({ page, go }) => {
			await go("/docs");
			const contents = page.getByText("Contents of the documentation");
			await contents.click();
			await page.getByRole("link", { name: "Errors and retries" }).click();
			await page.getByRole("heading", { name: "Errors and retries", level: 1 }).waitFor();
			await page.getByRole("link", { name: "Quickstart" }).waitFor({ state: "hidden" });
			await page.getByRole("rowheader", { name: "insufficient_credits" }).waitFor();
		}, PHONE));

	test("says of a page that is not there that it is not", () =>
		visit(async ({ page, go }) => {
			for (const path of ["/docs/nothing", "/docs/reference/nothing"]) {
				await go(path);
				await page.getByRole("heading", { name: "This road does not go anywhere" }).waitFor();
			}
		}));

	const pages = ["/docs", "/docs/errors", "/docs/reference/createChatCompletion", "/docs/reference/queryAnalytics"];
	test.each(pages)("%s is fit for everybody", (path) => checkPage(stage, path));
});
